import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createApi } from '../../../lib/api/client.ts';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import { LONG_LIST } from '../../../lib/polling/narrow.ts';
import { poll } from '../../../lib/polling/poll.ts';
import type { PollCause } from '../../../lib/polling/schedule.ts';
import { createQuota } from '../../../lib/quota/gate.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { parseHistory } from '../../../lib/store/history.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { end, session } from '../support/samples.ts';

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
    await pollOnce(undefined, 'opened');
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
    await sandbox.close();
    sandbox = await startSandbox();
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
    await pollOnce(undefined, 'opened');
    expect(sandbox.journal.requests('account')).toHaveLength(1);
    expect(sandbox.journal.requests('subusers')).toHaveLength(1);
    expect((await overview()).standing).toBe('fresh');
  });

  test('records without an id make the number unsure, not smaller', async () => {
    await start();
    sandbox.faults.inject({ endpoint: 'list', kind: 'body', body: 'bad-row' });
    await pollOnce();
    const seen = await overview();
    expect(seen.standing).toBe('partly-understood');
    expect(seen.products.some(({ unidentified }) => unidentified > 0)).toBe(true);
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
    expect(await failures()).toBe(1);
  });

  test('keeps whose sessions they are: their names through a fault, not through a refusal', async () => {
    await start();
    const names = async () => [...(await readState()).subusers.values()].map(({ name }) => name);
    const askAgain = async (status: number) => {
      const { againAtMs: _, v: __, ...known } = (await items.products.read()) ?? never();
      await items.products.write({ ...known, againAtMs: 0 });
      sandbox.faults.inject({ endpoint: 'subusers', kind: 'status', status, times: 1 });
      await pollOnce();
    };
    await pollOnce();
    const known = await names();
    expect(known).toEqual(sandbox.world.subusers.map(({ name }) => name));
    await askAgain(500);
    await askAgain(401);
    expect(await names()).toEqual(known);
    await askAgain(403);
    expect(await names()).toEqual([]);
  });
});

describe('from round to round', () => {
  const history = async () => parseHistory(await fakeBrowser.storage.local.get(null));

  test('what the lists show of a session is remembered as long as it is listed', async () => {
    await start({ speed: 0 });
    const { id } = sandbox.world.add('mobile', {});
    await pollOnce();
    sandbox.world.repin('mobile', id);
    sandbox.clock.advance(60_000);
    await pollOnce();
    const { traces, statuses } = await readState();
    const trace = traces.mobile.get(id);
    expect(trace?.points.length).toBeGreaterThan(3);
    expect(trace?.ips).toHaveLength(2);
    expect(statuses.mobile?.good?.earlierMs).toHaveLength(1);
    sandbox.world.terminate('mobile', id);
    await pollOnce();
    expect((await readState()).traces.mobile.has(id)).toBe(false);
  });

  test('ids that mean something to JavaScript cost no other session its trace', async () => {
    await start();
    const hostile = ['__proto__', 'constructor', 'toString'];
    for (const id of hostile) sandbox.world.add('mobile', { id });
    const { id } = sandbox.world.add('mobile', { id: 'ses_good' });
    for (const _ of [1, 2]) await pollOnce();
    const { traces, lists, asides } = await readState();
    expect(lists.mobile.map((one) => one.id)).toEqual(expect.arrayContaining(hostile));
    expect(traces.mobile.get(id)?.seenAtMs).toEqual(expect.any(Number));
    expect(asides).toEqual([]);
    for (const one of hostile) sandbox.world.terminate('mobile', one);
    await pollOnce();
    expect((await history()).map(({ session }) => session.id).sort()).toEqual(hostile.sort());
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('nothing is written of sessions where nothing has changed', async () => {
    await start({ speed: 0 });
    await pollOnce();
    const written: string[] = [];
    fakeBrowser.storage.onChanged.addListener(
      (changes) => void written.push(...Object.keys(changes)),
    );
    await pollOnce();
    expect(written.filter((key) => /^(list|traces|history):/.test(key))).toEqual([]);
    expect(written).toContain('status:mobile');
  });

  test('who is no longer listed is history; a failure half-way ends nothing', async () => {
    await start({ speed: 0, sessions: 60, pageSize: 10 });
    const { id } = sandbox.world.add('residential', {});
    await pollOnce();
    sandbox.world.terminate('residential', id);
    const before = await readState();
    const asked = sandbox.journal.requests('list').length;
    await pollOnce(async () => {
      const isHalfWay = sandbox.journal.requests('list').length > asked + 4;
      if (isHalfWay) sandbox.faults.inject({ endpoint: 'list', kind: 'body', body: 'truncated' });
      return true;
    });
    expect(await overview()).toMatchObject({ problem: { kind: 'foreign' } });
    expect(await history()).toEqual([]);
    expect((await readState()).traces).toEqual(before.traces);
    sandbox.faults.clear();
    await pollOnce();
    expect(await history()).toMatchObject([{ session: { id }, how: 'gone' }]);
  });

  test('both products’ ends are remembered side by side', async () => {
    await start({ speed: 0 });
    const ids = PRODUCTS.map((product) => sandbox.world.add(product, {}).id);
    await pollOnce();
    for (const [index, product] of PRODUCTS.entries()) {
      sandbox.world.terminate(product, ids[index] ?? '');
    }
    await pollOnce();
    expect((await history()).map(({ session }) => session.id).sort()).toEqual(ids.sort());
  });

  test('an end that is forgotten is in the history, and one that came back says as what', async () => {
    await start();
    const cart = { session_id: 'cart', subuser: 'sub_1', region: 'us', bytes_used: 0 };
    const old = sandbox.world.add('mobile', cart);
    await pollOnce();
    const [last] = (await readState()).lists.mobile.filter(({ id }) => id === old.id);
    sandbox.world.terminate('mobile', old.id);
    const ref = `mobile:${old.id}` as const;
    const ended = end(last ?? never(), { endedAtMs: Date.now() - 60_001 });
    await items.ended.item(ref).write(ended);
    const back = sandbox.world.add('mobile', cart);
    await pollOnce();
    const { ended: ends, traces } = await readState();
    expect([...ends.keys()]).toEqual([]);
    expect(await history()).toMatchObject([
      { how: 'terminated', wish: { requestId: 'req_1' }, cameBackAs: `mobile:${back.id}` },
    ]);
    expect(traces.mobile.get(back.id)?.returned).toMatchObject({ ref, fromIp: old.exit_ip });
  });

  test('a list without room for what is remembered of it is kept all the same', async () => {
    await start({ speed: 0 });
    const set = fakeBrowser.storage.local.set.bind(fakeBrowser.storage.local);
    const full = vi.spyOn(fakeBrowser.storage.local, 'set').mockImplementation(async (entries) => {
      if (Object.keys(entries).some((key) => key.startsWith('traces:'))) throw new Error('QUOTA');
      await set(entries);
    });
    await pollOnce();
    full.mockRestore();
    expect(await overview()).toMatchObject({ standing: 'fresh', count: 24, problem: null });
  });
});

describe('a long list', () => {
  const narrow = { region: 'jp' };

  /** The stored list holds more than the sandbox could list in a moment. */
  async function startLong() {
    await start({ speed: 0, sessions: 0, products: ['residential'] });
    const ids = ['jp', 'jp', 'us'].map((region) => sandbox.world.add('residential', { region }).id);
    await pollOnce();
    const listed = (await readState()).lists.residential;
    const elsewhere = { region: 'de', expiresAtMs: Date.now() + 600_000 };
    const others = Array.from({ length: LONG_LIST }, () => session(elsewhere));
    await items.listOf('residential').write({ sessions: [...listed, ...others] });
    await items.refresh.write({ askedAtMs: Date.now(), by: 'watching', narrow });
    return { ids, listed };
  }

  test('is read narrowed for somebody who looks, and keeps its age', async () => {
    const { ids } = await startLong();
    const before = (await readState()).statuses.residential?.good;
    const [gone = '', , unseen = ''] = ids;
    sandbox.world.terminate('residential', gone);
    sandbox.world.terminate('residential', unseen);
    const added = sandbox.world.add('residential', { region: 'jp' });
    const asked = sandbox.journal.requests('list').length;
    await pollOnce(undefined, 'watching');

    expect(sandbox.journal.requests('list').length - asked).toBe(1);
    const state = await readState();
    const held = state.lists.residential.map(({ id }) => id);
    expect(held).toHaveLength(LONG_LIST + 3);
    expect(held).toEqual(expect.arrayContaining([added.id, unseen]));
    expect(held).not.toContain(gone);
    expect(state.statuses.residential?.good).toEqual(before);
    expect(parseHistory(await fakeBrowser.storage.local.get(null))).toMatchObject([
      { session: { id: gone }, how: 'gone' },
    ]);
  });

  test('is read whole by the clock, or where nobody filters', async () => {
    await startLong();
    await items.refresh.write({ askedAtMs: Date.now(), by: 'person', narrow: null });
    await pollOnce();
    expect((await overview()).count).toBe(3);
  });

  test('keeps hidden what was ended in the part that is read again', async () => {
    const { listed } = await startLong();
    const [lagging = never()] = listed;
    const ref = refOf(lagging);
    await items.ended.item(ref).write(end(lagging, { endedAtMs: Date.now() }));
    await pollOnce(undefined, 'opened');
    expect((await readState()).lists.residential.map(refOf)).toContain(ref);
    expect((await overview()).rows.map((row) => row.ref)).not.toContain(ref);
  });

  test('tells the failures of a part of it, and forgets them', async () => {
    await startLong();
    const count = LONG_LIST + 3;
    sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 500, times: 1 });
    await pollOnce(undefined, 'opened');
    expect(await overview()).toMatchObject({ count, problem: { kind: 'server-fault' } });
    await pollOnce(undefined, 'person');
    expect(await overview()).toMatchObject({ count, problem: null, standing: 'fresh' });
  });
});

function never(): never {
  throw new Error('nothing there');
}
