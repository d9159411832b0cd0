import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClockOffsetMs, readWaitUntilMs } from '../../../lib/api/headers.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { formatLeft } from '../../../lib/surface/format.ts';
import { listed, NOW, session, status } from '../support/samples.ts';

const DAY_MS = 86_400_000;
/** Server clock minus ours, up to more than a day either way. */
const skew = fc.integer({ min: -DAY_MS * 1.2, max: DAY_MS * 1.2 });
/** The server's time within its second. */
const fraction = fc.integer({ min: 0, max: 999 });

/** An answer that leaves the server at this instant of its own clock. */
function headersAt(serverMs: number, others: Record<string, string> = {}): Headers {
  return new Headers({ date: new Date(serverMs).toUTCString(), ...others });
}

test('however wrong our clock is, a time left is right to the second, and so is every count', () => {
  // The list is half a minute old. A session that was over before it was asked for is listed all the same.
  const AGE_MS = 30_000;
  const left = fc.integer({ min: 1_000 - AGE_MS, max: 1_800_000 });
  fc.assert(
    fc.property(skew, fraction, fc.array(left, { maxLength: 6 }), (skewMs, ms, lefts) => {
      const serverMs = NOW + ms;
      const ours = serverMs - skewMs;
      const offset = readClockOffsetMs(headersAt(serverMs), ours) ?? 0;
      const read = status({ clockOffsetMs: offset, startedAtMs: ours - AGE_MS, atMs: ours });
      const sessions = lefts.map((leftMs) =>
        session({ startedAtMs: serverMs - 3_600_000, expiresAtMs: serverMs + leftMs }),
      );
      const given = listed(sessions, {
        statuses: { residential: read, mobile: read },
        round: { v: 1, startedAtMs: ours, finishedAtMs: ours, everyMs: 60_000 },
      });
      const { rows, count, standing } = overviewOf(given, ours);
      expect(standing).toBe('fresh');
      for (const row of rows) {
        const trueMs = Number(row.session.expiresAtMs) - serverMs;
        expect(Math.abs(Number(row.endsAtMs) - ours - trueMs)).toBeLessThanOrEqual(500);
      }
      const alive = (atLeastMs: number) => lefts.filter((leftMs) => leftMs > atLeastMs).length;
      expect(count).toBeGreaterThanOrEqual(alive(500));
      expect(count).toBeLessThanOrEqual(alive(-500));
    }),
  );
});

test('however wrong our clock is, a window is waited for to its end, and a second more at most', () => {
  fc.assert(
    fc.property(skew, fraction, fc.integer({ min: 1, max: DAY_MS / 1000 }), (skewMs, ms, inS) => {
      const serverMs = NOW + ms;
      const ours = serverMs - skewMs;
      const resetMs = NOW + inS * 1000;
      const window = { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0' };
      const headers = headersAt(serverMs, { ...window, 'x-ratelimit-reset': `${resetMs / 1000}` });
      const untilMs = readWaitUntilMs(200, headers, ours) ?? 0;
      const serverThenMs = untilMs + skewMs;
      expect(serverThenMs).toBeGreaterThanOrEqual(resetMs);
      expect(serverThenMs).toBeLessThanOrEqual(resetMs + 1_000);
    }),
  );
});

test('a time left is told to the second, and so never as 0:00 while there is some', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7_200_000 }), (leftMs) => {
      const [minutes = 0, seconds = 0] = formatLeft(leftMs).split(':').map(Number);
      expect(minutes * 60 + seconds).toBe(Math.ceil(leftMs / 1000));
    }),
  );
});
