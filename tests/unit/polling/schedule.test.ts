import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plannedEveryMs, pollEveryMs, shouldPoll } from '../../../lib/polling/schedule.ts';
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
    const account = { id: 'usr_1', email: 'ada@example.com', plan: 'trial' };
    const statuses = { residential: status({ pages: 10 }), mobile: status() };
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
      'that wish was served',
      listed([], { round: round(NOW - 1), refresh: asked(NOW - 2) }),
      'person',
      false,
    ],
    ['told to wait', listed([], { round: null, pausedUntilMs: NOW + 1 }), 'person', false],
    ['waited', listed([], { round: null, pausedUntilMs: NOW }), 'person', true],
    ['key refused', listed([], { round: null, statuses }), 'alarm', false],
    ['key refused, popup', listed([], { round: null, statuses }), 'popup', false],
    ['key refused, a person asks', listed([], { round: null, statuses }), 'person', true],
  ])('%s', (_, given, cause, expected) => {
    expect(shouldPoll(given, cause, NOW)).toBe(expected);
  });
});
