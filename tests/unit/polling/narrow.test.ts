import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionFilter } from '../../../lib/api/client.ts';
import { LONG_LIST, mergedList, narrowFor } from '../../../lib/polling/narrow.ts';
import { type PollCause, sendableAtMs, watchEveryMs } from '../../../lib/polling/schedule.ts';
import { EMPTY_LEDGER, noted } from '../../../lib/quota/ledger.ts';
import { RUNS } from '../support/runs.ts';
import { listed, NOW, session, status } from '../support/samples.ts';

const many = Array.from({ length: LONG_LIST + 1 }, () => session());
const refresh = (narrow: SessionFilter | null) => ({
  refresh: { v: 3 as const, askedAtMs: NOW, by: 'watching' as const, narrow },
});
const us = { region: 'us' };

describe('a list is read narrowed', () => {
  const long = listed(many, refresh(us));

  test.each<[PollCause, object | null]>([
    ['watching', us],
    ['opened', us],
    ['person', us],
    ['clock', null],
    ['online', null],
  ])('for somebody who looks, if it is long: %s', (cause, filter) => {
    expect(narrowFor(long, 'residential', cause)).toEqual(filter);
    expect(narrowFor(long, 'mobile', cause)).toBeNull();
  });

  test('only if it has more than 5,000 sessions', () => {
    expect(narrowFor(listed(many.slice(1), refresh(us)), 'residential', 'opened')).toBeNull();
  });

  test('not the first time, nor where nothing narrows it', () => {
    const statuses = { residential: { ...status(), good: null }, mobile: null };
    expect(
      narrowFor(listed(many, { ...refresh(us), statuses }), 'residential', 'opened'),
    ).toBeNull();
    for (const narrow of [null, {}, { repinned: false }]) {
      expect(narrowFor(listed(many, refresh(narrow)), 'residential', 'opened')).toBeNull();
    }
    const kept = narrowFor(
      listed(many, refresh({ ...us, repinned: false })),
      'residential',
      'opened',
    );
    expect(kept).toEqual(us);
  });

  test('at the cost of a page, so that a small budget has room for it', () => {
    const statuses = { residential: status({ requests: 60 }), mobile: status() };
    const trial = { account: { email: null, plan: 'trial' }, statuses };
    const ledger = { v: 1 as const, ...noted(EMPTY_LEDGER, NOW, 5) };
    const at = (narrow: SessionFilter | null) =>
      listed(many, { ...trial, ...refresh(narrow), ledger });
    expect(sendableAtMs(at(null), NOW) - NOW).toBeGreaterThan(600_000);
    expect(sendableAtMs(at(us), NOW) - NOW).toBe(0);
    expect(watchEveryMs(at(us))).toBe(12_000);
  });
});

describe('an answer takes the place of its part of the list', () => {
  const here = session({ region: 'us', asn: 1 });
  const there = session({ region: 'de', asn: 1 });
  const added = session({ region: 'us', asn: 1 });

  test('and of nothing else', () => {
    const grown = { ...here, bytesUsed: 9 };
    expect(mergedList([there, here], us, [grown, added], false)).toEqual([there, grown, added]);
    expect(mergedList([there, here], us, [], false)).toEqual([there]);
    expect(mergedList([there, here], { asn: 1, region: 'de' }, [], false)).toEqual([here]);
  });

  test('but for what it may lack because records were left out', () => {
    expect(mergedList([there, here], us, [added], true)).toEqual([there, here, added]);
  });

  test('as if all had been read, whatever the filter and whatever has changed', () => {
    const any = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'),
      region: fc.constantFrom('us', 'de'),
      subuser: fc.constantFrom('sub_1', 'sub_2'),
      sessionId: fc.constantFrom('cart', 'shop'),
      asn: fc.constantFrom(null, 1, 2),
    });
    const sessions = fc
      .uniqueArray(any, { selector: ({ id }) => id })
      .map((all) => all.map((fields) => session(fields)));
    const filters = fc.record(
      {
        region: fc.constantFrom('us', 'de'),
        subuser: fc.constantFrom('sub_1', 'sub_2'),
        session_id: fc.constantFrom('cart', 'shop'),
        asn: fc.constantFrom(1, 2),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(sessions, sessions, filters, (former, present, filter) => {
        // What a session was started with never changes.
        const whole = present.map((each) => {
          const { id: _, bytesUsed: __, ...same } = former.find(({ id }) => id === each.id) ?? each;
          return { ...each, ...same };
        });
        const isAsked = (one: (typeof whole)[number]) =>
          (filter.region ?? one.region) === one.region &&
          (filter.subuser ?? one.subuser) === one.subuser &&
          (filter.session_id ?? one.sessionId) === one.sessionId &&
          (filter.asn ?? one.asn) === one.asn;
        const merged = mergedList(former, filter, whole.filter(isAsked), false) as typeof whole;
        expect(new Set(merged.filter(isAsked))).toEqual(new Set(whole.filter(isAsked)));
        expect(merged.filter((each) => !isAsked(each))).toEqual(
          former.filter((each) => !isAsked(each)),
        );
      }),
      { numRuns: RUNS / 5 },
    );
  });
});
