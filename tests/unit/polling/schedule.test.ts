import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import {
  leastEveryMs,
  lookupEveryMs,
  type PollCause,
  paceOf,
  productsFor,
  roundAtMs,
  sendableAtMs,
  watchEveryMs,
} from '../../../lib/polling/schedule.ts';
import { budgetOf } from '../../../lib/quota/allowance.ts';
import { EMPTY_LEDGER, noted } from '../../../lib/quota/ledger.ts';
import { DEFAULT_SETTINGS, type State } from '../../../lib/store/state.ts';
import { failing, listed, NOW, state, status } from '../support/samples.ts';

const DAY_MS = 86_400_000;
const offline: ApiError = { kind: 'unreachable', requestId: null };
const forbidden: ApiError = { kind: 'not-permitted', code: null, requestId: null };
const refused: ApiError = { kind: 'key-refused', requestId: null };
const onPlan = (plan: string | null) => ({ account: plan === null ? null : { email: null, plan } });
const heldBack = { ...failing(refused), retryAtMs: NOW + 3_600_000 };
const pro = onPlan('pro');
const both = (given: State['statuses']['mobile']) => ({
  statuses: { residential: given, mobile: given },
});
const spent = (count: number, atMs = NOW) => ({
  ledger: { v: 1 as const, ...noted(EMPTY_LEDGER, atMs, count) },
});

describe('the interval', () => {
  const pages = (requests: number) => both(status({ requests }));

  test.each([
    ['pro', 1, 60_000, 'chosen'],
    ['starter', 1, 60_000, 'chosen'],
    ['trial', 1, 448_000, 'plan'],
    ['trial', 10, 4_107_000, 'plan'],
    ['a plan of next year', 1, 448_000, 'plan'],
    [null, 1, 448_000, 'plan'],
    ['constructor', 1, 448_000, 'plan'],
    ['pro', 200, 120_000, 'plan'],
  ])('plan %s, %i pages each: every %i ms (%s)', (plan, requests, everyMs, why) => {
    expect(paceOf(listed([], { ...onPlan(plan), ...pages(requests) }))).toEqual({ everyMs, why });
  });

  test('believes a larger limit that helodata tells of; pay as you go has no documented row', () => {
    const paceWith = (plan: string | null, limitPerMinute: number | null) =>
      paceOf(listed([], { ...onPlan(plan), limitPerMinute })).everyMs;
    expect(paceWith('pay-as-you-go', 600)).toBe(60_000);
    expect(paceWith(null, 60)).toBe(paceWith('starter', null));
    expect(paceWith('pay-as-you-go', 20)).toBe(448_000);
    // A documented plan keeps its day.
    expect(paceWith('Trial', 600)).toBe(448_000);
  });

  test.each([
    [60_000, 1, 900_000],
    [180_000, 1, 900_000],
    [245_000, 1, 1_225_000],
    [60_000, 10, 3_000_000],
  ])('of %i ms asks for %i pages of sub-users every %i ms', (everyMs, pages, lookupMs) => {
    expect(lookupEveryMs(everyMs, pages)).toBe(lookupMs);
  });

  test('is longer where a longer one was chosen', () => {
    const settings = { ...DEFAULT_SETTINGS, pollEveryMs: 900_000 } as const;
    expect(paceOf(listed([], { ...onPlan('pro'), settings }))).toMatchObject({ everyMs: 900_000 });
  });

  test('counts no list that the key may not read', () => {
    const statuses = { residential: status(), mobile: failing(forbidden) };
    expect(paceOf(listed([], { ...onPlan('trial'), statuses })).everyMs).toBeLessThan(250_000);
  });

  test('spends less than half of a day’s allowance and a third of a minute’s', () => {
    const plan = fc.constantFrom('trial', 'starter', 'pro', 'business', 'enterprise', 'other');
    const count = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(plan, count, (name, perRound) => {
        const budget = budgetOf({ plan: name, limitPerMinute: null });
        const everyMs = leastEveryMs(budget, perRound);
        expect((DAY_MS * perRound) / everyMs).toBeLessThan(budget.perDay);
        expect((60_000 * perRound) / everyMs).toBeLessThanOrEqual(budget.perMinute);
      }),
    );
  });

  test('of a popup that stays open is 10 s where our share of a minute allows it', () => {
    expect(watchEveryMs(listed([], onPlan('pro')))).toBe(10_000);
    expect(watchEveryMs(listed([], onPlan('trial')))).toBe(12_000);
    expect(watchEveryMs(listed([], { ...onPlan('pro'), ...pages(50) }))).toBe(30_000);
  });
});

describe('the next round', () => {
  const round = (finishedAtMs: number | null, startedAtMs = NOW - 60_000) =>
    ({ v: 1, startedAtMs, finishedAtMs, everyMs: 60_000 }) as const;
  const asked = (askedAtMs: number) => ({ v: 3, askedAtMs, by: 'person', narrow: null }) as const;
  const read = (startedAtMs: number) => both(status({ startedAtMs, atMs: startedAtMs + 100 }));

  test.each<[string, Partial<State>, PollCause, number]>([
    ['never read', { round: null, ...both(null) }, 'clock', NOW],
    ['read 20 s ago', read(NOW - 20_000), 'clock', NOW + 40_000],
    ['read in a future that a clock set back has made', read(NOW + 99_000), 'clock', NOW],
    [
      'the last one was killed',
      { round: round(null, NOW - 20_000), ...read(0) },
      'clock',
      NOW + 40_000,
    ],
    ['the last one began just now', { round: round(NOW, NOW), ...read(0) }, 'clock', NOW + 1_000],
    [
      'one list failed',
      { statuses: { residential: status(), mobile: failing(offline) } },
      'clock',
      NOW + 5_000,
    ],
    [
      'a list may not be read',
      { ...both({ ...failing(forbidden), retryAtMs: NOW + 3_600_000 }) },
      'clock',
      NOW + 3_600_000,
    ],
    [
      'a wait that a clock set back has made',
      both({ ...failing(offline), retryAtMs: NOW + DAY_MS }),
      'clock',
      NOW,
    ],
    ['the key was refused', both(heldBack), 'clock', NOW + 3_600_000],
    ['the key was refused, and we are online again', both(heldBack), 'online', NOW + 3_000],
    ['the key was refused', both(heldBack), 'watching', Infinity],
    ['the key was refused, and somebody looks', { ...both(heldBack), round: null }, 'opened', NOW],
    ['the key was refused, and a person asks', { ...both(heldBack), round: null }, 'person', NOW],
    ['no access', { round: null, hasAccess: false }, 'person', Infinity],
    ['never read, and failing', both(failing(offline, null)), 'clock', NOW + 5_000],
    [
      'finished in a future that a clock set back has made',
      { round: round(NOW + 99_000, NOW + 98_000) },
      'opened',
      NOW,
    ],
    [
      'begun in a future that a clock set back has made',
      { round: round(null, NOW + 99_000), refresh: asked(NOW) },
      'person',
      NOW,
    ],
    [
      'a person asked at the instant at which it began',
      { round: round(null, NOW), refresh: asked(NOW) },
      'person',
      Infinity,
    ],
    [
      'opened, begun and finished a moment ago',
      { round: round(NOW - 6_000, NOW - 7_000) },
      'opened',
      NOW,
    ],
    ['young enough', { round: round(NOW - 4_999) }, 'opened', Infinity],
    ['old enough', { round: round(NOW - 5_000) }, 'opened', NOW],
    [
      'opened while both lists wait for their next try',
      { round: null, ...both(failing(offline)) },
      'opened',
      Infinity,
    ],
    [
      'watched, and begun 5 s ago',
      { round: round(NOW - 4_000, NOW - 5_000) },
      'watching',
      Infinity,
    ],
    [
      'watched, begun long ago and read just now',
      { round: round(NOW - 4_000, NOW - 30_000) },
      'watching',
      Infinity,
    ],
    ['watched, and begun 10 s ago', { round: round(NOW - 9_000, NOW - 10_000) }, 'watching', NOW],
    ['online again while both lists wait', both(failing(offline)), 'online', NOW + 3_000],
    ['online again, and nothing has failed', {}, 'online', Infinity],
    ['a person asked since', { round: round(NOW - 2), refresh: asked(NOW - 1) }, 'person', NOW],
    [
      'a person asked during one that may have failed',
      { round: round(NOW - 1), refresh: asked(NOW - 2) },
      'person',
      NOW,
    ],
    [
      'that wish was served by one that began after it',
      { round: round(NOW), refresh: asked(NOW - 60_001) },
      'person',
      Infinity,
    ],
    [
      'a person asks right after one has begun',
      { round: round(null, NOW - 300), refresh: asked(NOW) },
      'person',
      NOW + 700,
    ],
    [
      'a person asks while both lists wait',
      { round: null, ...both(failing(offline)) },
      'person',
      NOW,
    ],
    [
      'told to wait',
      { round: null, pause: { v: 3, saidAtMs: NOW, untilMs: NOW + 7_000, unnamed: 0 } },
      'person',
      NOW + 7_000,
    ],
    [
      'told to wait by a clock that was set back by years',
      {
        round: null,
        pause: { v: 3, saidAtMs: NOW + 1e10, untilMs: NOW + 1e10 + 7_000, unnamed: 0 },
      },
      'person',
      NOW + 7_000,
    ],
    [
      'waited',
      { round: null, pause: { v: 3, saidAtMs: NOW, untilMs: NOW, unnamed: 0 } },
      'person',
      NOW,
    ],
  ])('%s (%o %s)', (_, fields, cause, expected) => {
    expect(roundAtMs(listed([], { ...pro, ...fields }), cause, NOW)).toBe(expected);
  });

  test('is not without a key', () => {
    expect(roundAtMs(state(), 'person', NOW)).toBe(Infinity);
  });

  test('waits for what the day has left', () => {
    const trial = onPlan('trial');
    const old = { round: null, ...both(status({ startedAtMs: 0 })) };
    const at = (fields: Partial<State>) =>
      roundAtMs(listed([], { ...trial, ...old, ...fields }), 'clock', NOW);
    expect(at({})).toBe(NOW);
    expect(at(spent(48, NOW - 3_600_000))).toBe(NOW);
    // 60 of a reserve of 50: 12 are missing for a round of two, at 450 a day.
    expect(at(spent(60, NOW - 100_000)) - NOW).toBeCloseTo((12 / 450) * DAY_MS, -3);
    expect(sendableAtMs(listed([], { ...trial, ...spent(60) }), NOW)).toBeGreaterThan(NOW);
  });

  test('that a person wants is sent after the vendor’s pause', () => {
    const paused = { pause: { v: 3 as const, saidAtMs: NOW, untilMs: NOW + 7_000, unnamed: 0 } };
    expect(sendableAtMs(listed([], { ...pro, ...paused }), NOW)).toBe(NOW + 7_000);
    expect(sendableAtMs(listed([], pro), NOW)).toBeLessThanOrEqual(NOW);
  });

  test('of an account without products asks for the sub-users in time', () => {
    const given = { products: [], productsAgainAtMs: NOW + 9_000, ...both(null), round: null };
    expect(roundAtMs(listed([], given), 'clock', NOW)).toBe(NOW + 9_000);
    expect(roundAtMs(listed([], given), 'person', NOW)).toBe(NOW);
  });
});

describe('a round asks', () => {
  const statuses = {
    residential: status({ startedAtMs: NOW - 30_000 }),
    mobile: { ...failing(offline), retryAtMs: NOW },
  };
  const given = listed([], { ...onPlan('pro'), statuses });

  test.each<[PollCause, string[]]>([
    ['clock', ['mobile']],
    ['online', ['mobile']],
    ['watching', ['residential', 'mobile']],
    ['person', ['residential', 'mobile']],
  ])('for the lists that are its business: %s', (cause, products) => {
    expect(productsFor(given, cause, NOW)).toEqual(products);
  });

  test('for a list that storage had no room for as soon as somebody looks', () => {
    const full: ApiError = { kind: 'not-stored', requestId: null };
    const mobile = { ...failing(full), retryAtMs: NOW + 60_000 };
    const lost = listed([], { ...pro, statuses: { residential: status(), mobile } });
    expect(productsFor(lost, 'opened', NOW)).toEqual(['residential', 'mobile']);
    expect(productsFor(lost, 'clock', NOW)).toEqual([]);
  });

  test('for the good list alone while the other one waits', () => {
    expect(productsFor(given, 'watching', NOW - 5_000)).toEqual(['residential']);
    expect(productsFor(given, 'person', NOW - 5_000)).toEqual(['residential', 'mobile']);
  });
});
