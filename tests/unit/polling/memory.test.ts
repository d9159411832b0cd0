import { describe, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { type Answer, type Memory, memoryAfter } from '../../../lib/polling/memory.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { pointsOf } from '../../../lib/session/trace.ts';
import type { Ended } from '../../../lib/store/schemas.ts';
import { end, NOW, session } from '../support/samples.ts';

const MINUTE_MS = 60_000;
const EMPTY: Memory = { isWhole: true, sessions: [], traces: new Map(), past: [] };

/** What is remembered after an answer, so many minutes from now. */
function remembered(
  before: Memory,
  minute: number,
  sessions: Session[],
  { ended = [], ...fields }: Partial<Answer> & { ended?: Ended[] } = {},
): Memory {
  const atMs = NOW + minute * MINUTE_MS;
  const rest = {
    product: 'residential',
    filter: null,
    extent: 'whole',
    isPartial: false,
    clockOffsetMs: 0,
  } as const;
  const previousMs = before === EMPTY ? null : atMs - MINUTE_MS;
  return memoryAfter(before, { ...rest, atMs, sessions, ...fields }, ended, previousMs);
}

test('a session of which an answer says nothing new stays the same object', () => {
  const [one, two] = [session(), session()];
  const first = remembered(EMPTY, 0, [one, two]);
  const changed = { ...one, exitIp: '198.51.100.9' };
  const second = remembered(first, 1, [changed, { ...two }]);
  expect(second.sessions[0]).toBe(changed);
  expect(second.sessions[1]).toBe(two);
});

describe('traces', () => {
  const one = session({ bytesUsed: 1 });
  const two = session({ bytesUsed: 1 });

  test('go on from list to list, and go with their sessions', () => {
    const first = remembered(EMPTY, 0, [one, two]);
    const second = remembered(first, 1, [{ ...one, bytesUsed: 5 }]);
    expect([...second.traces.keys()]).toEqual([one.id]);
    expect(pointsOf(second.traces.get(one.id) as never).map(({ bytes }) => bytes)).toEqual([1, 5]);
  });

  test('are the same objects where nothing has changed', () => {
    const first = remembered(EMPTY, 0, [one, two]);
    const second = remembered(first, 1, [{ ...one, bytesUsed: 5 }, two]);
    expect(second.traces.get(two.id)).toBe(first.traces.get(two.id));
  });

  test('of many sessions are kept in less detail, so that storage holds them', () => {
    const mostPoints = (count: number, rounds: number) => {
      const [first, ...others] = Array.from({ length: count }, () => session({ bytesUsed: 0 }));
      if (!first) throw new Error('there is at least one');
      let memory = EMPTY;
      let most = 0;
      for (let minute = 0; minute < rounds; minute++) {
        memory = remembered(memory, minute, [{ ...first, bytesUsed: minute }, ...others]);
        most = Math.max(most, pointsOf(memory.traces.get(first.id) as never).length);
      }
      return most;
    };
    expect(mostPoints(1, 42)).toBe(40);
    expect(mostPoints(30_000, 4)).toBe(3);
  });

  test('take ids as they come', () => {
    const ids = ['__proto__', 'constructor', 'toString', '\0'];
    const hostile = ids.map((id) => session({ id }));
    const second = remembered(remembered(EMPTY, 0, hostile), 1, hostile);
    expect([...second.traces.keys()]).toEqual(ids);
    expect(Object.keys(Object.fromEntries(second.traces))).toEqual(ids);
    expect(({} as Record<string, unknown>).seenAtMs).toBeUndefined();
  });
});

describe('a narrowed answer', () => {
  const us = { filter: { region: 'us' } };
  const here = session({ region: 'us', bytesUsed: 1 });
  const there = session({ region: 'de', bytesUsed: 1 });
  const before = remembered(EMPTY, 0, [here, there]);

  test('is remembered of the sessions that it holds, as of then', () => {
    const latest = { ...here, bytesUsed: 9 };
    const { traces, sessions, past } = remembered(before, 0.5, [latest], us);
    expect(sessions).toEqual([latest, there]);
    expect(traces.get(there.id)).toBe(before.traces.get(there.id));
    expect(traces.get(here.id)?.points.slice(-3)).toEqual([NOW + MINUTE_MS / 2, 9, here.requests]);
    expect(past).toEqual([]);
  });

  test('tells who of its part is gone', () => {
    const { sessions, past, traces } = remembered(before, 1, [], us);
    expect(sessions).toEqual([there]);
    expect(past.map((each) => [each.session, each.how])).toEqual([[here, 'gone']]);
    expect([...traces.keys()]).toEqual([there.id]);
  });
});

describe('a session that came back', () => {
  const lasting = (startedAtMs: number) => ({ startedAtMs, expiresAtMs: startedAtMs + 600_000 });
  const old = session({ sessionId: 'cart', exitIp: '::1', ...lasting(NOW - 60_000) });
  const back = session({ sessionId: 'cart', ...lasting(NOW + 12_000) });
  const returned = { ref: refOf(old), afterMs: 12_000, fromIp: '::1' };
  const ended = [end(old, { endedAtMs: NOW })];
  const before = remembered(EMPTY, 0, [old]);

  test('is linked to the one that was ended, and that one to it', () => {
    const { traces, past } = remembered(before, 1, [back], { ended });
    expect(traces.get(back.id)).toMatchObject({ returned });
    expect(past).toMatchObject([{ how: 'terminated', cameBackAs: refOf(back) }]);
  });

  test('is linked while the list still holds the old one too', () => {
    const lagging = remembered(before, 1, [old, back], { ended });
    expect(lagging.past).toEqual([]);
    expect(lagging.traces.get(back.id)).toMatchObject({ returned });
    expect(lagging.traces.get(old.id)).toMatchObject({ returned: null });
    const later = remembered(lagging, 2, [back], { ended });
    expect(later.past).toMatchObject([{ how: 'terminated', cameBackAs: refOf(back) }]);
    expect(later.traces.get(back.id)).toMatchObject({ returned });
  });

  test('is not the ended one itself, seen for the first time while it is still listed', () => {
    const brief = session(lasting(NOW));
    const ends = [end(brief, { endedAtMs: NOW + 2_000 })];
    const { traces } = remembered(before, 1, [brief], { ended: ends });
    expect(traces.get(brief.id)).toMatchObject({ returned: null });
  });

  test('is linked at first sight only', () => {
    const known = remembered(EMPTY, 0, [old, { ...back, ...lasting(NOW) }]);
    const { traces } = remembered(known, 1, [{ ...back, ...lasting(NOW) }], { ended });
    expect(traces.get(back.id)).toMatchObject({ returned: null });
  });

  test('is linked to one that was gone by itself, never to one of the other product', () => {
    expect(remembered(before, 1, [back]).past).toMatchObject([
      { how: 'gone', cameBackAs: refOf(back) },
    ]);
    const other = { product: 'mobile' as const };
    const elsewhere = remembered(before, 1, [], { ended });
    const { traces } = remembered(
      { ...EMPTY, past: elsewhere.past },
      2,
      [{ ...back, ...other }],
      other,
    );
    expect(traces.get(back.id)).toMatchObject({ returned: null });
  });
});
