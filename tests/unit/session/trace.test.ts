import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import {
  bytesBySpan,
  bytesPerMinute,
  earlierThan,
  isIdle,
  pointsOf,
  type Read,
  shiftedTrace,
  traced,
} from '../../../lib/session/trace.ts';
import type { Trace } from '../../../lib/store/schemas.ts';
import { RUNS } from '../support/runs.ts';
import { NOW, session } from '../support/samples.ts';

const MINUTE_MS = 60_000;
const MOST = 8;

/** What a list showed of a session, so long after the one before. */
type Shown = Partial<Session> & { afterMs?: number };

interface Seen {
  trace: Trace;
  session: Session;
  read: Read;
  lists: { atMs: number; bytes: number }[];
}

/** A session through a series of lists. */
function seenIn(series: readonly Shown[], most = MOST): Seen {
  const [first, ...later] = series.map(({ afterMs = MINUTE_MS, ...shown }) => ({ afterMs, shown }));
  const listed = { ...session({ bytesUsed: 0, requests: 0 }), ...first?.shown };
  const atMs = NOW + (first?.afterMs ?? 0);
  const seen: Seen = {
    trace: traced(undefined, listed, { atMs, previousMs: null, wasUnknown: false, most }),
    session: listed,
    read: { atMs, earlierMs: [] },
    lists: [{ atMs, bytes: Number(listed.bytesUsed) }],
  };
  return later.reduce((before, { afterMs, shown }) => seenNext(before, afterMs, shown, most), seen);
}

function seenNext(before: Seen, afterMs: number, shown: Shown, most: number): Seen {
  const previousMs = before.read.atMs;
  const atMs = previousMs + afterMs;
  const latest = { ...before.session, ...shown };
  return {
    trace: traced(before.trace, latest, { atMs, previousMs, wasUnknown: false, most }),
    session: latest,
    read: { atMs, earlierMs: earlierThan(before.read) },
    lists: [...before.lists, { atMs, bytes: Number(latest.bytesUsed) }],
  };
}

const rate = ({ trace, session: latest, read }: Seen) => bytesPerMinute(trace, latest, read);
const idle = ({ trace, session: latest, read }: Seen) => isIdle(trace, latest, read);
const bytes = (...totals: number[]) => totals.map((bytesUsed) => ({ bytesUsed }));

describe('the rate', () => {
  test('is unknown for a session that was seen once', () => {
    expect(rate(seenIn(bytes(5_000)))).toBeNull();
  });

  test('is the difference of two polls', () => {
    expect(rate(seenIn(bytes(5_000, 8_000)))).toBe(3_000);
    expect(rate(seenIn([{ bytesUsed: 0 }, { bytesUsed: 8_000, afterMs: 120_000 }]))).toBe(4_000);
  });

  test('falls to nothing once it stands still', () => {
    expect(rate(seenIn(bytes(0, 9_000, 9_000)))).toBe(0);
  });

  test('of a burst after a long silence is that of the burst', () => {
    expect(rate(seenIn(bytes(0, 0, 0, 0, 0, 7_000)))).toBe(7_000);
  });

  test('is taken over a minute where lists are read faster than the vendor counts', () => {
    const everyTen = [0, 0, 0, 0, 0, 0, 6_000, 6_000].map((bytesUsed) => ({
      bytesUsed,
      afterMs: 10_000,
    }));
    expect(rate(seenIn(everyTen))).toBe(6_000);
  });

  test('is never negative, whatever the vendor counts', () => {
    expect(rate(seenIn(bytes(9_000, 10)))).toBe(0);
  });

  test('takes in what a part of the list that was read since has shown', () => {
    const { trace, session: before, read } = seenIn(bytes(0, 1_000));
    const latest = { ...before, bytesUsed: 3_000 };
    const atMs = read.atMs + MINUTE_MS;
    const since = traced(trace, latest, {
      atMs,
      previousMs: read.atMs,
      wasUnknown: false,
      most: MOST,
    });
    expect(bytesPerMinute(since, latest, read)).toBe(2_000);
  });
});

describe('idle', () => {
  test('is who made no request in the last three polls', () => {
    const quiet = [{ requests: 4 }, {}, {}, {}];
    expect(idle(seenIn(quiet))).toBe(true);
    expect(idle(seenIn(quiet.slice(0, 3)))).toBe(false);
    expect(idle(seenIn([...quiet, { requests: 5 }]))).toBe(false);
    expect(idle(seenIn([...quiet, { requests: 5 }, {}, {}]))).toBe(false);
    expect(idle(seenIn([...quiet, { requests: 5 }, {}, {}, {}]))).toBe(true);
  });

  test('is not told from lists of the same minute', () => {
    const fast = Array.from({ length: 6 }, () => ({ requests: 4, afterMs: 10_000 }));
    expect(idle(seenIn(fast))).toBe(false);
    expect(idle(seenIn([...fast, { afterMs: 10_000 }]))).toBe(true);
  });
});

describe('a trace', () => {
  test('stays the same object while nothing changes', () => {
    const { trace, session: latest } = seenIn(bytes(5, 6));
    const next = { atMs: NOW + 1e6, previousMs: NOW, wasUnknown: false, most: MOST };
    expect(traced(trace, { ...latest, region: 'de' }, next)).toBe(trace);
  });

  test('remembers the IPs that a session has had', () => {
    const { trace } = seenIn([{ exitIp: 'a' }, { exitIp: 'a' }, { exitIp: 'b' }, { exitIp: 'a' }]);
    expect(trace.ips.map(({ ip }) => ip)).toEqual(['a', 'b', 'a']);
    expect(trace.ips.map(({ atMs }) => (atMs - NOW) / MINUTE_MS)).toEqual([1, 3, 4]);
  });

  test('gives the bytes of equal spans', () => {
    const { trace, read } = seenIn(bytes(0, 100, 100, 300, 300));
    expect(bytesBySpan(trace, read.atMs, 4)).toEqual([100, 0, 200, 0]);
    expect(bytesBySpan(trace, trace.seenAtMs, 4)).toEqual([]);
  });

  test('goes back with a clock that was set back', () => {
    const { trace, session: latest, read } = seenIn(bytes(0, 4_000));
    const back = shiftedTrace(trace, 9_999_999);
    const earlierMs = read.earlierMs.map((atMs) => atMs - 9_999_999);
    expect(bytesPerMinute(back, latest, { atMs: read.atMs - 9_999_999, earlierMs })).toBe(4_000);
    expect(Math.max(...pointsOf(back).map(({ atMs }) => atMs))).toBeLessThan(NOW);
    expect(back.ips[0]?.atMs).toBe(back.seenAtMs);
  });
});

describe('whatever a session does', () => {
  const growth = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e9 }));
  const step = fc.record({
    grown: growth,
    asked: growth,
    afterMs: fc.constantFrom(1, 1_000, 9_500, 10_000, 30_000, 60_000, 417_000, 3_600_000),
  });
  const series = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => {
    let [bytesUsed, requests] = [0, 0];
    return steps.map(({ grown, asked, afterMs }) => {
      bytesUsed += grown;
      requests += asked;
      return { bytesUsed, requests, afterMs };
    });
  });
  const mosts = fc.integer({ min: 4, max: 40 });

  test('its trace keeps so many points, the first among them, in the order of time', () => {
    fc.assert(
      fc.property(series, mosts, (given, most) => {
        const { trace, session: latest, lists } = seenIn(given, most);
        const points = pointsOf(trace);
        expect(points.length).toBeLessThanOrEqual(most);
        expect(points[0]).toMatchObject({ atMs: lists[0]?.atMs, bytes: lists[0]?.bytes });
        expect(points.at(-1)).toMatchObject({
          bytes: latest.bytesUsed,
          requests: latest.requests,
        });
        const times = points.map(({ atMs }) => atMs);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test('its rate is the true difference between the latest list and one of those before', () => {
    fc.assert(
      fc.property(series, mosts, (given, most) => {
        const seen = seenIn(given, most);
        const latest = seen.lists.at(-1) ?? { atMs: 0, bytes: 0 };
        const differences = seen.lists
          .slice(0, -1)
          .map((list) => ((latest.bytes - list.bytes) * MINUTE_MS) / (latest.atMs - list.atMs));
        const shown = rate(seen);
        if (shown !== null) expect(differences).toContain(shown);
        else expect(seen.lists.length === 1 || most < given.length).toBe(true);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test('its spans add up to what it has used since it was first seen', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 30 }), (given, count) => {
        const { trace, read, lists } = seenIn(given);
        const spans = bytesBySpan(trace, read.atMs, count);
        const used = (lists.at(-1)?.bytes ?? 0) - (lists[0]?.bytes ?? 0);
        const sum = spans.reduce((a, b) => a + b, 0);
        if (spans.length > 0) expect(Math.abs(sum - used)).toBeLessThan(1 + used / 1e9);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test('a clock that jumps about neither breaks it nor makes nonsense', () => {
    const jump = fc.integer({ min: -5_000, max: 60_000 });
    const jumps = fc.array(fc.tuple(jump, growth), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(jumps, (given) => {
        let total = 0;
        const seen = seenIn(
          given.map(([afterMs, grown]) => {
            total += grown;
            return { afterMs, bytesUsed: total };
          }),
        );
        const times = pointsOf(seen.trace).map(({ atMs }) => atMs);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        expect(rate(seen) ?? 0).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(rate(seen) ?? 0)).toBe(true);
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

test('what came while the bytes were not known is spread over that time', () => {
  const listedAt = (minute: number) => ({
    atMs: NOW + minute * MINUTE_MS,
    previousMs: minute === 0 ? null : NOW + (minute - 1) * MINUTE_MS,
    most: MOST,
  });
  const of = session({ bytesUsed: 0 });
  let trace = traced(undefined, of, { ...listedAt(0), wasUnknown: false });
  for (let minute = 1; minute < 10; minute++) {
    const unknown = { ...of, bytesUsed: null };
    trace = traced(trace, unknown, { ...listedAt(minute), wasUnknown: minute > 1 });
  }
  expect(
    bytesPerMinute(trace, { ...of, bytesUsed: null }, { atMs: NOW, earlierMs: [] }),
  ).toBeNull();
  const latest = { ...of, bytesUsed: 600 };
  trace = traced(trace, latest, { ...listedAt(10), wasUnknown: true });
  const earlierMs = Array.from({ length: 10 }, (_, back) => NOW + (9 - back) * MINUTE_MS);
  expect(bytesPerMinute(trace, latest, { atMs: NOW + 10 * MINUTE_MS, earlierMs })).toBe(60);
});

test('a session whose bytes were never known has no rate, though its requests grow', () => {
  const of = session({ bytesUsed: null });
  const at = { atMs: NOW, previousMs: null, wasUnknown: false, most: MOST };
  const first = traced(undefined, of, at);
  const later = { atMs: NOW + MINUTE_MS, previousMs: NOW, wasUnknown: true, most: MOST };
  const second = traced(first, { ...of, requests: 99 }, later);
  expect(second.points).toEqual([]);
  const known = { ...of, bytesUsed: 5e8 };
  const third = traced(second, known, { ...later, atMs: NOW + 2 * MINUTE_MS });
  const read = { atMs: NOW + 2 * MINUTE_MS, earlierMs: [NOW + MINUTE_MS, NOW] };
  expect(bytesPerMinute(third, known, read)).toBeNull();
});
