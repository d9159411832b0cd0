import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Compared,
  completeSinceMs,
  MOST_PAST,
  pastAfter,
} from '../../../lib/polling/history.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Past } from '../../../lib/store/schemas.ts';
import { RUNS } from '../support/runs.ts';
import { end, NOW, past, session } from '../support/samples.ts';

const HOUR_MS = 3_600_000;

function pastNow(given: Partial<Compared>, before: Past[] = []): Past[] {
  return pastAfter(before, {
    product: 'residential',
    former: [],
    listed: [],
    isPartial: false,
    ended: [],
    atMs: NOW,
    clockOffsetMs: 0,
    ...given,
  });
}

describe('a session that the list no longer holds', () => {
  const one = session({ bytesUsed: 77 });

  test('was ended by the person who asked for it, with what it had used', () => {
    const ended = end(one);
    expect(pastNow({ former: [one], ended: [ended] })).toEqual([
      {
        session: one,
        how: 'terminated',
        endedAtMs: ended.endedAtMs,
        wish: ended.wish,
        cameBackAs: null,
      },
    ]);
  });

  test('has expired, if its time is over by the server’s clock', () => {
    const late = { ...one, expiresAtMs: NOW - 30_000 + HOUR_MS };
    expect(pastNow({ former: [late], clockOffsetMs: HOUR_MS })).toMatchObject([
      { how: 'expired', endedAtMs: NOW - 30_000 },
    ]);
    const now = { ...one, expiresAtMs: NOW + 3_000 };
    expect(pastNow({ former: [now] })).toMatchObject([{ how: 'expired', endedAtMs: NOW }]);
    const soon = (ms: number) => pastNow({ former: [{ ...one, expiresAtMs: NOW + ms }] });
    expect(soon(5_000)).toMatchObject([{ how: 'expired' }]);
    expect(soon(5_001)).toMatchObject([{ how: 'gone' }]);
  });

  test('is gone as of then, if it had time left', () => {
    expect(pastNow({ former: [one] })).toMatchObject([{ how: 'gone', endedAtMs: NOW, wish: null }]);
  });

  test('may be among the records that were left out, unless its end is known', () => {
    const over = session({ expiresAtMs: NOW - 1 });
    const ended = session();
    const former = [one, over, ended];
    const seen = pastNow({ former, ended: [end(ended, { session: null })], isPartial: true });
    expect(seen.map(({ session: { id }, how }) => [id, how])).toEqual([
      [over.id, 'expired'],
      [ended.id, 'terminated'],
    ]);
  });

  test('is told once, and of its end what is known by now', () => {
    const found = pastNow({ former: [one] });
    expect(pastNow({}, found)).toEqual(found);
    expect(pastNow({ ended: [end(one)] }, found)).toMatchObject([{ how: 'terminated' }]);
  });

  test('leaves what it says of the other product alone', () => {
    const other = past({ session: session({ product: 'mobile', id: one.id }) });
    expect(pastNow({ former: [one], listed: [one] }, [other])).toEqual([other]);
    expect(pastNow({ ended: [end(other.session)] }, [other])).toEqual([other]);
  });
});

test('an end whose session no list has held is told all the same', () => {
  const one = session();
  expect(pastNow({ ended: [end(one)] })).toMatchObject([{ session: one, how: 'terminated' }]);
  expect(pastNow({ ended: [end(one, { session: null })] })).toEqual([]);
});

test('who is listed again is not past, whatever was said', () => {
  const one = session();
  const found = pastNow({ former: [one] });
  expect(pastNow({ listed: [one], ended: [end(one)] }, found)).toEqual([]);
});

test('a day later it is forgotten', () => {
  const old = past({ endedAtMs: NOW - 24 * HOUR_MS });
  const young = past({ endedAtMs: NOW - 24 * HOUR_MS + 1 });
  expect(pastNow({}, [old, young])).toEqual([young]);
  expect(
    pastNow({
      former: [session({ startedAtMs: NOW - 26 * HOUR_MS, expiresAtMs: NOW - 25 * HOUR_MS })],
    }),
  ).toEqual([]);
});

test('of too many, the oldest that no person ended are forgotten', () => {
  const mine = past({ how: 'terminated', endedAtMs: NOW - 5 * HOUR_MS });
  const oldest = past({ endedAtMs: NOW - 4 * HOUR_MS });
  const others = Array.from({ length: MOST_PAST - 1 }, () => past());
  expect(pastNow({}, [oldest, mine, ...others])).toEqual([mine, ...others]);
});

test.each<[string, Past['how'], number[]]>([
  ['the oldest ends', 'gone', [1, 3]],
  ['the oldest ends of all if a person ended every session', 'terminated', [0, 3]],
])('%s are forgotten first, wherever they stand', (_, how, forgotten) => {
  const ends = [
    past({ how: 'terminated', endedAtMs: NOW - 9 * HOUR_MS }),
    past({ how, endedAtMs: NOW - 6 * HOUR_MS }),
    past({ how, endedAtMs: NOW - HOUR_MS }),
    past({ how, endedAtMs: NOW - 7 * HOUR_MS }),
    ...Array.from({ length: MOST_PAST - 2 }, () => past({ how })),
  ];
  const kept = new Set(pastNow({}, ends));
  expect(ends.flatMap((each, index) => (kept.has(each) ? [] : [index]))).toEqual(forgotten);
});

test('of what was kept it is known since when it is all that ended', () => {
  const mine = past({ how: 'terminated', endedAtMs: NOW - 5 * HOUR_MS });
  const lost = past({ endedAtMs: NOW - 4 * HOUR_MS });
  const oldest = past({ endedAtMs: NOW - 3 * HOUR_MS });
  const others = Array.from({ length: MOST_PAST - 2 }, () => past());
  const kept = pastNow({}, [lost, mine, oldest, ...others]);
  expect(completeSinceMs(kept)).toBe(NOW - 3 * HOUR_MS);
  expect(completeSinceMs(kept.slice(1))).toBeNull();
  expect(completeSinceMs(kept.map((each) => ({ ...each, how: 'terminated' })))).toBe(
    NOW - 5 * HOUR_MS,
  );
});

test('whatever lists are read, each session is past or listed, once, and nothing ends later than now', () => {
  const pool = Array.from({ length: 8 }, (_, index) =>
    session({ id: `s${index}`, expiresAtMs: NOW + index * 20_000 }),
  );
  const some = fc.subarray(pool);
  const rounds = fc.array(fc.record({ listed: some, ends: some, isPartial: fc.boolean() }), {
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(
    fc.property(rounds, (given) => {
      let before: Past[] = [];
      let former = pool;
      for (const [index, { listed, ends, isPartial }] of given.entries()) {
        const atMs = NOW + index * 30_000;
        const ended = ends.map((each) => end(each, { endedAtMs: atMs - 1_000 }));
        const known = pastNow({ former, listed, ended, isPartial, atMs }, before);
        const refs = [...known.map((each) => each.session), ...listed].map(refOf);
        expect(new Set(refs).size).toBe(refs.length);
        expect(known.every(({ endedAtMs }) => endedAtMs <= atMs)).toBe(true);
        if (!isPartial) {
          for (const each of former) expect(refs).toContain(refOf(each));
        }
        for (const each of ends) expect(refs).toContain(refOf(each));
        [before, former] = [known, listed];
      }
    }),
    { numRuns: RUNS / 10 },
  );
});
