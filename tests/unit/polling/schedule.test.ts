import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  plannedEveryMs,
  pollEveryMs,
  refreshWaitMs,
  shouldPoll,
} from '../../../lib/polling/schedule.ts';
import type { State } from '../../../lib/store/state.ts';
import { listed, NOW, state, status } from '../support/samples.ts';

describe('the interval', () => {
  test.each([
    ['pro', 2, 60_000],
    ['business', 2, 60_000],
    ['starter', 2, 60_000],
    ['trial', 2, 345_600 + 400],
    ['trial', 1, 172_800 + 200],
    ['trial', 20, 3_456_000],
    ['a plan of next year', 2, 346_000],
    [null, 2, 346_000],
    ['pro', 400, 120_000],
  ])('plan %s, %i requests a round: every %i ms', (plan, requests, expected) => {
    expect(pollEveryMs(60_000, plan, requests)).toBe(Math.ceil(expected / 1000) * 1000);
  });

  test('never spends more than half of a day’s allowance, nor a third of a minute’s', () => {
    const plans = { trial: [30, 1_000], starter: [60, 10_000], pro: [600, Infinity] } as const;
    const plan = fc.constantFrom(...(Object.keys(plans) as (keyof typeof plans)[]));
    fc.assert(
      fc.property(
        plan,
        fc.integer({ min: 1, max: 500 }),
        fc.nat(900_000),
        (name, requests, wish) => {
          const everyMs = pollEveryMs(wish, name, requests);
          const [perMinute, perDay] = plans[name];
          expect(86_400_000 * requests).toBeLessThanOrEqual((everyMs * perDay) / 2);
          expect(60_000 * requests).toBeLessThanOrEqual((everyMs * perMinute) / 3);
          expect(everyMs).toBeGreaterThanOrEqual(wish);
        },
      ),
    );
  });

  test('counts the pages of the products that are asked for', () => {
    const account = { email: 'ada@example.com', plan: 'trial' };
    const statuses = { residential: status({ requests: 10 }), mobile: status() };
    expect(plannedEveryMs(listed([], { account, statuses }))).toBe(
      pollEveryMs(60_000, 'trial', 11),
    );
    expect(plannedEveryMs(listed([], { account, statuses, products: ['mobile'] }))).toBe(
      pollEveryMs(60_000, 'trial', 1),
    );
  });
});

describe('whether to poll', () => {
  const round = (finishedAtMs: number | null) =>
    ({ v: 1, startedAtMs: NOW - 60_000, finishedAtMs, everyMs: 60_000 }) as const;
  const asked = (askedAtMs: number) => ({ v: 1, askedAtMs, by: 'person' }) as const;
  const refusedKey = {
    v: 1,
    good: null,
    problem: { kind: 'key-refused', requestId: null },
  } as const;
  const statuses = { residential: refusedKey, mobile: refusedKey };

  test.each<[string, State, 'alarm' | 'popup' | 'person', boolean]>([
    ['no key', state(), 'person', false],
    ['never polled', listed([], { round: null }), 'alarm', true],
    ['the last round was killed', listed([], { round: round(null) }), 'alarm', true],
    ['young enough', listed([], { round: round(NOW - 4_999) }), 'popup', false],
    ['the clock was set back', listed([], { round: round(NOW + 1) }), 'alarm', true],
    ['old enough', listed([], { round: round(NOW - 5_000) }), 'popup', true],
    [
      'a person asked since',
      listed([], { round: round(NOW - 2), refresh: asked(NOW - 1) }),
      'person',
      true,
    ],
    [
      'a person asked while a round was under way that may have failed',
      listed([], { round: round(NOW - 1), refresh: asked(NOW - 2) }),
      'person',
      true,
    ],
    [
      'that wish was served by a round that started after it',
      listed([], { round: round(NOW), refresh: asked(NOW - 60_001) }),
      'person',
      false,
    ],
    ['told to wait', listed([], { round: null, pauseUntilMs: NOW + 1 }), 'person', false],
    [
      'told to wait for years by a clock set back',
      listed([], { round: null, pauseUntilMs: NOW + 1e10 }),
      'alarm',
      true,
    ],
    ['waited', listed([], { round: null, pauseUntilMs: NOW }), 'person', true],
    ['key refused', listed([], { round: null, statuses }), 'alarm', false],
    ['key refused, somebody looks', listed([], { round: null, statuses }), 'popup', true],
    ['key refused, a person asks', listed([], { round: null, statuses }), 'person', true],
  ])('%s', (_, given, cause, expected) => {
    expect(shouldPoll(given, cause, NOW)).toBe(expected);
  });
});

test.each([
  [null, 0],
  [NOW - 5_000, 0],
  [NOW - 300, 700],
  [NOW + 9_000, 0],
])('a Refresh after a round that started at %s waits %i ms', (startedAtMs, waitMs) => {
  const round =
    startedAtMs === null
      ? null
      : { v: 1 as const, startedAtMs, finishedAtMs: null, everyMs: 60_000 };
  expect(refreshWaitMs(listed([], { round }), NOW)).toBe(waitMs);
});
