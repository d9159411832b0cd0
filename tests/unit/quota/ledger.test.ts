import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowanceOf, budgetOf } from '../../../lib/quota/allowance.ts';
import {
  EMPTY_LEDGER,
  emptyEnoughMs,
  type Ledger,
  latestMs,
  noted,
  roomForEndsMs,
  roomInDayMs,
  roomInMinuteMs,
  shifted,
  spentInDay,
  spentInMinute,
} from '../../../lib/quota/ledger.ts';
import { NOW, onPlan } from '../support/samples.ts';

const DAY_MS = 86_400_000;
const trial = budgetOf(onPlan('trial'));

test('our share is half of a day and a third of a minute; plans nobody knows have the least', () => {
  expect(trial).toMatchObject({ perDay: 500, perMinute: 10 });
  expect(trial.reserve + trial.refillPerDay).toBe(trial.perDay);
  expect(budgetOf(onPlan('pro'))).toMatchObject({ perDay: Infinity, perMinute: 200 });
  for (const plan of [null, 'pay-as-you-go', 'platinum', 'toString']) {
    expect(allowanceOf(onPlan(plan))).toEqual(allowanceOf(onPlan('trial')));
  }
});

test('a limit smaller than the plan’s means a smaller plan, and a larger one is believed', () => {
  const allowance = (plan: string | null, limitPerMinute: number) =>
    allowanceOf({ plan, limitPerMinute });
  expect(allowance('pro', 30)).toEqual({ perMinute: 30, perDay: 1_000 });
  expect(allowance('business', 100)).toEqual({ perMinute: 100, perDay: 10_000 });
  expect(allowance('trial', 10)).toEqual({ perMinute: 10, perDay: 1_000 });
  expect(allowance('trial', 600)).toEqual({ perMinute: 600, perDay: 1_000 });
  expect(allowance(null, 600)).toEqual({ perMinute: 600, perDay: Infinity });
});

/** Requests at instants, oldest first. */
const history = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 * DAY_MS }), fc.integer({ min: 1, max: 40 })), {
    maxLength: 60,
  })
  .map((entries) => entries.sort(([a], [b]) => a - b));

function ledgerOf(entries: [number, number][]): Ledger {
  return entries.reduce((ledger, [atMs, count]) => noted(ledger, atMs, count), EMPTY_LEDGER);
}

const sumSince = (entries: [number, number][], sinceMs: number) =>
  entries.reduce((sum, [atMs, count]) => sum + (atMs > sinceMs ? count : 0), 0);

describe('the books', () => {
  test('never forget a request of the last day or minute, and little is kept that is older', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const ledger = ledgerOf(entries);
        const nowMs = entries.at(-1)?.[0] ?? 0;
        const day = spentInDay(ledger, nowMs);
        expect(day).toBeGreaterThanOrEqual(sumSince(entries, nowMs - DAY_MS));
        expect(day).toBeLessThanOrEqual(sumSince(entries, nowMs - DAY_MS - 3_600_001));
        const minute = spentInMinute(ledger, nowMs);
        expect(minute).toBeGreaterThanOrEqual(sumSince(entries, nowMs - 60_000));
        expect(minute).toBeLessThanOrEqual(sumSince(entries, nowMs - 65_001));
        expect(ledger.hours.length).toBeLessThanOrEqual(26);
        expect(ledger.moments.length).toBeLessThanOrEqual(14);
      }),
    );
  });

  test('keep what a clock set back has put into the future, and forget it in time', () => {
    const ledger = noted(noted(EMPTY_LEDGER, NOW + 5 * DAY_MS, 7), NOW, 1);
    expect(spentInDay(ledger, NOW)).toBe(8);
    expect(spentInDay(ledger, NOW + DAY_MS + 3_700_000)).toBe(0);
  });

  test('hold one entry for each hour and each five seconds, however many requests went out', () => {
    const at = [0, 0, 4_999, 5_000, 3_599_999, 3_600_000].map((ms) => NOW + ms);
    const ledger = ledgerOf(at.map((atMs) => [atMs, 2]));
    expect(ledger.hours).toEqual([
      [NOW, 10, 0],
      [NOW + 3_600_000, 2, 0],
    ]);
    expect(ledger.moments).toEqual([[NOW + 3_599_999, 4, 0]]);
  });

  test('know when the latest request went out', () => {
    expect(latestMs(EMPTY_LEDGER)).toBeNull();
    expect(latestMs(ledgerOf([[NOW, 1]]))).toBe(NOW);
    expect(latestMs(ledgerOf([NOW, NOW + 600_000].map((atMs) => [atMs, 1])))).toBe(NOW + 600_000);
  });

  test('all go back with a clock that is set back', () => {
    const entries = (offMs: number) =>
      [0, 70_000, 72_000].reduce(
        (ledger, atMs) => noted(ledger, NOW + offMs + atMs, 3, 'end'),
        EMPTY_LEDGER,
      );
    expect(shifted(entries(0), 500)).toEqual(entries(-500));
  });
});

describe('room', () => {
  test('of a day is not used up by ends that a person asked for', () => {
    const polls = noted(EMPTY_LEDGER, NOW - 7_200_000, 495);
    const both = noted(noted(polls, NOW - 7_200_000, 600, 'end'), NOW - 3_600_000, 600, 'end');
    expect(emptyEnoughMs(both, trial, 5, NOW)).toBe(NOW);
    expect(emptyEnoughMs(both, trial, 6, NOW)).toBe(NOW - 7_200_000 + 3_600_000 + DAY_MS);
    const later = noted(both, NOW, 5);
    expect(emptyEnoughMs(later, trial, 495, NOW)).toBe(NOW - 7_200_000 + 3_600_000 + DAY_MS);
    expect(emptyEnoughMs(later, trial, 496, NOW)).toBe(NOW + 3_600_000 + DAY_MS);
    expect(emptyEnoughMs(later, trial, 9_999, NOW)).toBe(NOW + 3_600_000 + DAY_MS);
  });

  test('of a minute is there again once enough has left it', () => {
    const ledger = ledgerOf([
      [NOW - 30_000, 6],
      [NOW, 4],
    ]);
    expect(roomInMinuteMs(EMPTY_LEDGER, trial, 10, NOW)).toBe(NOW);
    expect(roomInMinuteMs(ledger, trial, 1, NOW)).toBe(NOW + 35_000);
    expect(roomInMinuteMs(ledger, trial, 7, NOW)).toBe(NOW + 65_000);
    expect(roomInMinuteMs(ledger, trial, 99, NOW)).toBe(NOW + 65_000);
  });

  test('for terminations is half of a minute and of a day, and polls do not use it up', () => {
    const polls = noted(EMPTY_LEDGER, NOW, 400);
    expect(roomForEndsMs(polls, trial, 3, NOW)).toBe(NOW);
    const some = noted(polls, NOW, 12, 'end');
    expect(roomForEndsMs(some, trial, 3, NOW)).toBe(NOW);
    expect(roomForEndsMs(some, trial, 4, NOW)).toBe(NOW + 65_000);
    const many = noted(EMPTY_LEDGER, NOW - 7_200_000, 498, 'end');
    expect(roomForEndsMs(many, trial, 2, NOW)).toBe(NOW);
    expect(roomForEndsMs(many, trial, 3, NOW)).toBe(NOW - 7_200_000 + 3_600_000 + DAY_MS);
  });

  test('of a day is unlimited where the plan is', () => {
    expect(roomInDayMs(ledgerOf([[NOW, 1e6]]), budgetOf(onPlan('pro')), 9, NOW)).toBe(NOW);
  });

  test('that is said to be there is there, and not long before', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 400 }), (entries, count) => {
        const ledger = ledgerOf(entries);
        const nowMs = entries.at(-1)?.[0] ?? 0;
        const roomMs = (fromMs: number) => roomInDayMs(ledger, trial, count, fromMs);
        const atMs = roomMs(nowMs);
        // What comes in within the hour of the last request may not count before its end.
        expect([atMs, atMs + 3_600_000].some((ms) => roomMs(ms) <= ms + 1)).toBe(true);
        if (atMs > nowMs + 3_600_000) {
          expect(roomMs(atMs - 3_600_000)).toBeGreaterThan(atMs - 3_600_000);
        }
      }),
    );
  });

  test('that is waited for keeps any 24 hours and any minute within our share', () => {
    const wishes = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 1, max: 10 })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(wishes, (asked) => {
        let ledger = EMPTY_LEDGER;
        let nowMs = NOW;
        const sent: [number, number][] = [];
        for (const [pauseMs, count] of asked) {
          nowMs += pauseMs;
          // Room in the one may be gone by the time that the other has it.
          for (let atMs = -1; atMs !== nowMs; ) {
            atMs = nowMs;
            nowMs = Math.ceil(
              Math.max(
                roomInDayMs(ledger, trial, count, nowMs),
                roomInMinuteMs(ledger, trial, count, nowMs),
              ),
            );
          }
          ledger = noted(ledger, nowMs, count);
          sent.push([nowMs, count]);
          expect(sumSince(sent, nowMs - DAY_MS)).toBeLessThanOrEqual(trial.perDay);
          expect(sumSince(sent, nowMs - 60_000)).toBeLessThanOrEqual(trial.perMinute);
        }
      }),
    );
  });
});
