import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createApi } from '../../../lib/api/client.ts';
import { poll } from '../../../lib/polling/poll.ts';
import type { PollCause } from '../../../lib/polling/schedule.ts';
import { createQuota } from '../../../lib/quota/gate.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;

beforeEach(() => fakeBrowser.reset());
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox(options);
  await items.keyInLocal.write({ key: sandbox.keys.full, savedAtMs: 0, checked: true });
}

function pollOnce(isCurrent = async () => true, cause: PollCause = 'person') {
  const { baseUrl, keys } = sandbox;
  const gate = createQuota({ now: Date.now, sleep: async () => {}, random: () => 0 }).gateFor(
    'poll',
    isCurrent,
  );
  const api = createApi({ key: keys.full, baseUrl, timeoutMs: 500, gate });
  return poll({ api, cause, now: Date.now, clockOffsetMs: () => 0, isCurrent, random: () => 0 });
}

const overview = async () => overviewOf(await readState(), Date.now());

describe('a round', () => {
  test('stores both lists, the account and the products', async () => {
    await start({ sessions: 30 });
    await pollOnce();
    const state = await readState();
    expect(await overview()).toMatchObject({ standing: 'fresh', count: 30, problem: null });
    expect(state.account).toMatchObject({ plan: 'pro' });
    expect(state.products).toEqual(['residential', 'mobile']);
    expect(state.round).toMatchObject({ everyMs: 60_000, finishedAtMs: expect.any(Number) });
  });

  test('asks for account and sub-users once, not at every round', async () => {
    await start();
    await pollOnce();
    await pollOnce();
    const endpoints = sandbox.journal.entries().map(({ endpoint }) => endpoint);
    endpoints.sort();
    expect(endpoints).toEqual(['account', 'list', 'list', 'list', 'list', 'subusers']);
  });

  test('never asks for a product that no sub-user has', async () => {
    await start({ products: ['residential', 'isp'] });
    await pollOnce();
    expect(sandbox.journal.requests('list').map(({ product }) => product)).toEqual(['residential']);
    expect((await overview()).standing).toBe('fresh');
  });

  test('an account with ISP alone has nothing to list, and that is no error', async () => {
    await start({ products: ['isp'] });
    await pollOnce();
    expect(sandbox.journal.requests('list')).toEqual([]);
    expect(await overview()).toMatchObject({ standing: 'no-products', problem: null });
  });

  test('a person’s Refresh finds a product that the account has got since', async () => {
    await start({ products: ['isp'] });
    await pollOnce();
    const { port } = new URL(sandbox.origin);
    await sandbox.close();
    sandbox = await startSandbox({ port: Number(port) });
    await pollOnce(undefined, 'clock');
    expect((await overview()).standing).toBe('no-products');
    await pollOnce();
    expect(await overview()).toMatchObject({ standing: 'fresh', count: 24 });
  });

  test('asks for both products where a sub-user could not be read', async () => {
    await start({ products: ['residential'] });
    sandbox.faults.inject({ endpoint: 'subusers', kind: 'body', body: 'bad-row' });
    await pollOnce();
    expect((await readState()).products).toBeNull();
    expect(
      sandbox.journal
        .requests('list')
        .map(({ product }) => product)
        .sort(),
    ).toEqual(['mobile', 'residential']);
  });

  test.each([
    [429, 'rate-limited'],
    [401, 'key-refused'],
  ])('%i on the account is not asked for again by the lists', async (code, kind) => {
    await start();
    sandbox.faults.inject({ endpoint: 'account', kind: 'status', status: code });
    await pollOnce();
    expect(sandbox.journal.requests('list')).toEqual([]);
    expect((await overview()).problem?.kind).toBe(kind);
  });

  test('a pause is kept even where there is no list to ask for', async () => {
    await start({ products: ['isp'] });
    await pollOnce();
    sandbox.faults.inject({ endpoint: 'subusers', kind: 'status', status: 429 });
    await pollOnce(undefined, 'person');
    expect((await readState()).pause?.untilMs).toBeGreaterThan(Date.now() + 20_000);
  });

  test('account and sub-users that fail are not asked for at every round', async () => {
    await start();
    sandbox.faults.inject({ endpoint: 'account', kind: 'status', status: 500 });
    sandbox.faults.inject({ endpoint: 'subusers', kind: 'status', status: 500 });
    await pollOnce();
    await pollOnce();
    expect(sandbox.journal.requests('account')).toHaveLength(1);
    expect(sandbox.journal.requests('subusers')).toHaveLength(1);
    expect((await overview()).standing).toBe('fresh');
  });

  test('records that are not understood make the number unsure, not smaller', async () => {
    await start();
    sandbox.faults.inject({ endpoint: 'list', kind: 'body', body: 'bad-row' });
    await pollOnce();
    const seen = await overview();
    expect(seen.standing).toBe('partly-understood');
    expect(seen.products.some(({ notUnderstood }) => notUnderstood > 0)).toBe(true);
  });

  test('the same key saved again while a round runs leaves no empty list behind', async () => {
    await start({ speed: 0 });
    await pollOnce();
    await items.listOf('residential').remove();
    await items.listOf('mobile').remove();
    await pollOnce();
    expect((await overview()).count).toBe(24);
  });

  test('one product’s failure leaves the other’s numbers and its own last list', async () => {
    await start({ sessions: 20 });
    await pollOnce();
    sandbox.faults.inject({ endpoint: 'list', product: 'mobile', kind: 'status', status: 500 });
    const added = sandbox.world.add('residential', {});
    await pollOnce();
    expect(await overview()).toMatchObject({
      standing: 'stale',
      count: 21,
      problem: { kind: 'server-fault' },
    });
    expect((await overview()).rows.map(({ session }) => session.id)).toContain(added.id);
    sandbox.faults.clear();
    await pollOnce();
    expect(await overview()).toMatchObject({ standing: 'fresh', problem: null });
  });

  test('a failure on a later page keeps the last list whole', async () => {
    await start({ sessions: 40, pageSize: 10 });
    await pollOnce();
    sandbox.faults.inject({ endpoint: 'list', kind: 'reset', times: 1 });
    await pollOnce();
    expect((await overview()).count).toBe(40);
  });

  test('a large list that did not change is not written again', async () => {
    await start({ speed: 0 });
    await pollOnce();
    const written: string[] = [];
    fakeBrowser.storage.onChanged.addListener(
      (changes) => void written.push(...Object.keys(changes)),
    );
    await pollOnce();
    expect(written.filter((key) => key.startsWith('list:'))).toEqual([]);
    expect(written).toContain('status:mobile');
  });

  test('what was asked with a key that is no longer the one is not kept', async () => {
    await start();
    await pollOnce(async () => false);
    const state = await readState();
    expect(state.lists.residential).toEqual([]);
    expect(state.account).toBeNull();
  });

  test('stops paging once the key was changed', async () => {
    await start({ sessions: 60, pageSize: 5 });
    await pollOnce(async () => sandbox.journal.requests('list').length < 6);
    expect(sandbox.journal.requests('list').length).toBeLessThan(10);
    expect((await readState()).lists.residential).toEqual([]);
  });

  test('being told to wait is remembered', async () => {
    await start();
    sandbox.faults.inject({
      endpoint: 'list',
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '30' },
    });
    const before = Date.now();
    await pollOnce();
    const until = (await readState()).pause?.untilMs ?? 0;
    expect(until).toBeGreaterThanOrEqual(before + 30_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 30_000);
  });

  test('a list that keeps failing is asked for ever more rarely, until a person hopes anew', async () => {
    await start();
    sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 500 });
    const failures = async () => (await readState()).statuses.mobile?.failures;
    for (let round = 1; round <= 3; round++) {
      await items.listStatusOf('mobile').remove();
      await items.listStatusOf('mobile').write({
        good: null,
        problem: { kind: 'timed-out', requestId: null },
        failures: round,
        triedAtMs: 0,
        retryAtMs: 0,
      });
      await pollOnce(undefined, 'clock');
      expect(await failures()).toBe(round + 1);
    }
    await pollOnce(undefined, 'person');
    expect(await failures()).toBe(1);
    await pollOnce(undefined, 'online');
    expect(await failures()).toBe(1);
  });

  test('an end is forgotten once a list was read that must know of it', async () => {
    await start();
    const last = { session: null, wish: null };
    const ended = { product: 'mobile', sessionId: 'job', how: 'terminated', ...last } as const;
    const early = { ...ended, id: 'ses_a', endedAtMs: Date.now() - 60_001 };
    const late = { ...ended, id: 'ses_b', endedAtMs: Date.now() };
    await items.ended.item('mobile:ses_a').write(early);
    await items.ended.item('mobile:ses_b').write(late);
    await pollOnce();
    expect([...(await readState()).ended.keys()]).toEqual(['mobile:ses_b']);
  });
});
