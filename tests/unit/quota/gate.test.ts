import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Exchange } from '../../../lib/api/exchange.ts';
import { budgetOf } from '../../../lib/quota/allowance.ts';
import { createQuota } from '../../../lib/quota/gate.ts';
import { EMPTY_LEDGER, noted, roomInDayMs, spentInDay } from '../../../lib/quota/ledger.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { replace } from '../support/replace.ts';
import { NOW, onPlan } from '../support/samples.ts';

let nowMs: number;
let slept: number[];

beforeEach(() => {
  fakeBrowser.reset();
  nowMs = NOW;
  slept = [];
});

const start = () =>
  createQuota({
    now: () => nowMs,
    random: () => 0,
    async sleep(ms) {
      slept.push(ms);
      nowMs += ms;
    },
  });
const always = async () => true;
const answer = (fields: Partial<Exchange> = {}): Exchange => ({
  clockOffsetMs: 0,
  isThrottled: false,
  rateLimit: null,
  waitUntilMs: null,
  ...fields,
});
const spent = async () => spentInDay((await readState()).ledger, nowMs);

describe('the gate', () => {
  test('has each request in the books before it goes, and a restart keeps them', async () => {
    await start().gateFor('end', always).admit();
    await start().gateFor('poll', always).admit();
    expect(await spent()).toBe(2);
  });

  test('lets two that come at once both count', async () => {
    const gate = start().gateFor('poll', always);
    await Promise.all([gate.admit(), gate.admit(), gate.admit()]);
    expect(await spent()).toBe(3);
  });

  test('holds everything back until the vendor’s instant, whoever was told, over a restart', async () => {
    await start()
      .gateFor('poll', always)
      .heard(answer({ waitUntilMs: NOW + 30_000 }));
    const quota = start();
    const refusal = { kind: 'rate-limited', untilMs: NOW + 30_000, requestId: null };
    nowMs = NOW + 29_999;
    expect(await quota.gateFor('end', always).admit()).toEqual(refusal);
    expect(await spent()).toBe(0);
    nowMs = NOW + 30_000;
    expect(await quota.gateFor('end', always).admit()).toBeNull();
  });

  test('lets a round that has begun wait out a short pause, and not a long one', async () => {
    const gate = start().gateFor('poll', always);
    await gate.heard(answer({ waitUntilMs: NOW + 30_000 }));
    expect(await gate.admit()).toBeNull();
    expect(nowMs).toBe(NOW + 30_500);
    await gate.heard(answer({ waitUntilMs: nowMs + 200_000 }));
    expect(await gate.admit()).toMatchObject({ kind: 'rate-limited', untilMs: NOW + 230_500 });
  });

  test('lets the first of the ends pass that are on their way, for as long as is reasonable', async () => {
    let whileAsleep: () => unknown = () => {};
    const quota = createQuota({
      now: () => nowMs,
      random: () => 0,
      async sleep(ms) {
        nowMs += ms;
        await whileAsleep();
      },
    });
    const [end, poll] = [quota.gateFor('end', always), quota.gateFor('poll', always)];
    quota.expectEnds(null);
    whileAsleep = async () => {
      if (nowMs === NOW + 1_000) await end.admit();
    };
    expect(await poll.admit()).toBeNull();
    expect(nowMs).toBe(NOW + 1_000);

    quota.expectEnds(null);
    whileAsleep = () => {
      if (nowMs === NOW + 2_000) quota.expectEnds(0);
    };
    expect(await poll.admit()).toBeNull();
    expect(nowMs).toBe(NOW + 2_000);

    quota.expectEnds(null);
    expect(await poll.admit()).toBeNull();
    expect(nowMs).toBe(NOW + 7_000);
  });

  test('lets ends go first when a pause is over', async () => {
    const quota = start();
    await quota.gateFor('poll', always).heard(answer({ waitUntilMs: NOW + 30_000 }));
    nowMs = NOW + 30_000;
    expect(await quota.gateFor('end', always).admit()).toBeNull();
    expect(nowMs).toBe(NOW + 30_000);
    expect(await quota.gateFor('poll', always).admit()).toBeNull();
    expect(nowMs).toBe(NOW + 30_500);
  });

  test('stops a round that would take more than our share of the day', async () => {
    const gate = start().gateFor('poll', always);
    await items.ledger.write(noted(EMPTY_LEDGER, NOW - 3_600_001, 500));
    expect(await gate.admit()).toEqual({
      kind: 'over-budget',
      untilMs: NOW - 1 + 86_400_000,
      requestId: null,
    });
    expect(await start().gateFor('end', always).admit()).toBeNull();
  });

  test('books ends apart, so that they silence no round', async () => {
    const quota = start();
    for (let n = 0; n < 9; n++) await quota.gateFor('end', always).admit();
    const { ledger } = await readState();
    expect(await spent()).toBe(9);
    expect(roomInDayMs(ledger, budgetOf(onPlan('trial')), 50, nowMs)).toBe(nowMs);
  });

  test.each([
    ['the account’s plan', { email: null, plan: 'pro' }, 200],
    ['the smallest plan while the account is not known', null, 10],
  ])('gives polls a third of a minute of %s', async (_, account, most) => {
    await items.account.write({ account, againAtMs: 0 });
    const gate = start().gateFor('poll', always);
    await items.ledger.write(noted(EMPTY_LEDGER, NOW, most - 1));
    await gate.admit();
    expect(slept).toEqual([]);
    await gate.admit();
    expect(slept).not.toEqual([]);
  });

  test('lets ends pass, and no polls, if the ledger can’t be stored', async () => {
    replace(fakeBrowser.storage.local, {
      set: async () => Promise.reject(new Error('QUOTA_BYTES exceeded')),
    });
    const quota = start();
    expect(await quota.gateFor('end', always).admit()).toBeNull();
    await expect(quota.gateFor('poll', always).admit()).rejects.toThrow('QUOTA_BYTES');
  });

  test('gives a network up for longer each time, until there is hope', () => {
    const random = () => 1 - 1e-9;
    const { network } = createQuota({ now: () => NOW, random, sleep: async () => {} });
    const waits = [1, 2, 3].map(() => network.giveUp() - NOW);
    expect(waits).toEqual([5_000, 10_000, 20_000]);
    expect(network.goneUntilMs()).toBe(NOW + 20_000);
    network.hope();
    expect([network.unansweredInARow(), network.goneUntilMs()]).toEqual([0, 0]);
    expect(network.giveUp() - NOW).toBe(5_000);
  });

  test('gives a network up until somebody answers', async () => {
    const { network, gateFor } = start();
    const gate = gateFor('end', always);
    await gate.heard(null);
    await gate.heard(null);
    expect(network.unansweredInARow()).toBe(2);
    expect(network.giveUp() - nowMs).toBe(5_000);
    await gate.heard(answer());
    expect([network.unansweredInARow(), network.goneUntilMs()]).toEqual([0, 0]);
  });

  test('sends nothing with a key that was changed meanwhile', async () => {
    const gate = start().gateFor('end', async () => false);
    expect(await gate.admit()).not.toBeNull();
    expect(await spent()).toBe(0);
  });

  test('keeps the longer of two waits', async () => {
    const gate = start().gateFor('poll', always);
    await gate.heard(answer({ waitUntilMs: NOW + 30_000 }));
    await gate.heard(answer({ waitUntilMs: NOW + 10_000 }));
    expect((await readState()).pause?.untilMs).toBe(NOW + 30_000);
  });

  test('keeps no wait that a former key was told', async () => {
    const gate = start().gateFor('poll', async () => false);
    await gate.heard(answer({ waitUntilMs: NOW + 30_000 }));
    expect((await readState()).pause).toBeNull();
  });

  test('stretches polls over our share of a minute, and ends not', async () => {
    const quota = start();
    const poll = quota.gateFor('poll', always);
    for (let n = 0; n < 10; n++) await poll.admit();
    expect(slept).toEqual([]);
    await quota.gateFor('end', always).admit();
    expect(slept).toEqual([]);
    await poll.admit();
    expect(nowMs - NOW).toBe(65_000);
    // Short enough for the worker to live through each.
    expect(Math.max(...slept)).toBe(5_000);
  });

  test('sends nothing more with a key that was changed while it waited', async () => {
    let isCurrent = true;
    const gate = start().gateFor('poll', async () => isCurrent);
    for (let n = 0; n < 10; n++) await gate.admit();
    isCurrent = false;
    expect(await gate.admit()).toMatchObject({ kind: 'rate-limited' });
    expect(await spent()).toBe(10);
  });

  test('leaves what is left of a window to the ends that people asked for', async () => {
    const quota = start();
    const poll = quota.gateFor('poll', always);
    const rateLimit = { limit: 30, remaining: 3, resetAtMs: NOW + 40_000 };
    await poll.heard(answer({ rateLimit }));
    quota.expectEnds(3);
    const order: string[] = [];
    const waiting = poll.admit().then(() => order.push('poll'));
    await quota.gateFor('end', always).admit();
    order.push('end');
    quota.expectEnds(0);
    await waiting;
    expect(order).toEqual(['end', 'poll']);
  });

  test.each([
    ['as long as the window has more than the ends need', 4, 2, 2],
    ['at once if no end waits, even at the end of a window', 0, 0, 3],
  ])('lets polls pass %s', async (_, remaining, ends, polls) => {
    const quota = start();
    const poll = quota.gateFor('poll', always);
    await poll.heard(answer({ rateLimit: { limit: 30, remaining, resetAtMs: NOW + 40_000 } }));
    quota.expectEnds(ends);
    for (let n = 0; n < polls; n++) await poll.admit();
    expect(slept).toEqual([]);
    if (ends === 0) return;
    await poll.admit();
    expect(nowMs - NOW).toBe(40_000);
  });

  test('holds polls back no longer than the window lasts', async () => {
    const quota = start();
    const poll = quota.gateFor('poll', always);
    await poll.heard(answer({ rateLimit: { limit: 30, remaining: 1, resetAtMs: NOW + 40_000 } }));
    quota.expectEnds(5);
    await poll.admit();
    expect(nowMs - NOW).toBe(40_000);
  });

  test('tells the server’s clock by its latest answer', async () => {
    const quota = start();
    const gate = quota.gateFor('poll', always);
    await gate.heard(answer({ clockOffsetMs: 5_000 }));
    await gate.heard(answer({ clockOffsetMs: null }));
    expect(quota.clockOffsetMs()).toBe(5_000);
  });
});

describe('a limit that the API tells of', () => {
  const HOUR_MS = 3_600_000;
  const heard = (
    gate: ReturnType<ReturnType<typeof start>['gateFor']>,
    limit: number,
    inMs: number,
  ) => gate.heard(answer({ rateLimit: { limit, remaining: limit, resetAtMs: nowMs + inMs } }));
  const noted = async () => (await readState()).limitPerMinute;
  const onPlanOf = (plan: string) =>
    items.account.write({ account: { email: null, plan }, againAtMs: NOW + HOUR_MS });

  test('is believed if it differs from the plan’s, and not if it is a day’s', async () => {
    await onPlanOf('pay-as-you-go');
    const gate = start().gateFor('poll', always);
    await heard(gate, 600, 30_000);
    expect(await noted()).toBe(600);
    // In the last minute of its window, a day's looks like a minute's.
    await heard(gate, 1_000, 40_000);
    expect(await noted()).toBe(1_000);
    await heard(gate, 1_000, 20 * HOUR_MS);
    expect(await noted()).toBeNull();
  });

  test('that is the plan’s is not noted, and one that was stays as it was', async () => {
    const quota = start();
    await heard(quota.gateFor('poll', always), 600, 30_000);
    expect(await noted()).toBe(600);
    await onPlanOf('pro');
    await heard(quota.gateFor('poll', always), 600, 30_000);
    expect(await noted()).toBe(600);
    await heard(quota.gateFor('poll', always), 60, 30_000);
    expect(await noted()).toBe(60);
  });

  test('is heard anew with another key', async () => {
    const quota = start();
    await onPlanOf('pay-as-you-go');
    await heard(quota.gateFor('poll', always), 600, 30_000);
    await items.limit.remove();
    await heard(quota.gateFor('poll', always), 600, 30_000);
    expect(await noted()).toBe(600);
  });

  test('is not noted of a key that was changed', async () => {
    await onPlanOf('pay-as-you-go');
    await heard(
      start().gateFor('poll', async () => false),
      600,
      30_000,
    );
    expect(await noted()).toBeNull();
  });
});
