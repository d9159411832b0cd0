import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createApi } from '../../../lib/api/client.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { poll } from '../../../lib/polling/poll.ts';
import { retryAtMs } from '../../../lib/quota/back-off.ts';
import { createQuota, type Quota } from '../../../lib/quota/gate.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS, readState } from '../../../lib/store/state.ts';
import { progressOf } from '../../../lib/termination/bulk.ts';
import { drain } from '../../../lib/termination/drain.ts';
import {
  askToTerminate,
  askToTerminateAll,
  undo,
  undoAll,
} from '../../../lib/termination/intent.ts';
import { createUndoClock, type UndoClock } from '../../../lib/termination/undo-clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
let quota: Quota;
/** How far the extension's clock is ahead of the machine's: time passes without waiting. */
let aheadMs: number;
/** By how much the clock was set while time went on. */
let clockSetMs = 0;
const now = () => Date.now() + aheadMs + clockSetMs;

beforeEach(async () => {
  fakeBrowser.reset();
  aheadMs = 0;
  quota = createQuota({ now, sleep: async () => {}, random: () => 0 });
  sandbox = await startSandbox({ sessions: 12, minutesLeft: [20, 25] });
  await items.keyInLocal.write({ key: sandbox.keys.full, savedAtMs: 0, checked: true });
  await poll({
    // A busy machine may take its time: what is under test begins after this.
    api: api(sandbox.keys.full, 10_000),
    cause: 'person',
    now,
    clockOffsetMs: () => 0,
    isCurrent: async () => true,
    random: () => 0,
  });
  sandbox.journal.clear();
  clockSetMs = 0;
  undoClock = createUndoClock(now, () => Date.now() + aheadMs);
});
afterEach(() => sandbox.close());

const api = (key = sandbox.keys.full, timeoutMs = 1_000) =>
  createApi({ key, baseUrl: sandbox.baseUrl, timeoutMs, now, gate: gate() });
let undoClock: UndoClock;
const gate = () => quota.gateFor('end', async () => true);
const drainOnce = (key?: string, isCurrent = async () => true) =>
  drain({ api: api(key), now, isCurrent, random: () => 0, quota, undoClock });
const drainInAHurry = () =>
  drain({
    api: api(),
    now,
    isCurrent: async () => true,
    random: () => 0,
    quota,
    undoClock,
    isImpatient: true,
  });
const deletes = () => sandbox.journal.requests('delete');

async function rows() {
  return overviewOf(await readState(), now()).rows;
}

async function firstSession(): Promise<Session> {
  const [row] = await rows();
  if (!row) throw new Error('the sandbox has sessions');
  return row.session;
}

async function ask(undoMs = 0): Promise<Session> {
  const session = await firstSession();
  await askToTerminate({ session, from: 'row', undoMs, owner: '', nowMs: now() });
  return session;
}

async function askMany(count: number): Promise<Session[]> {
  const sessions = (await rows()).slice(0, count).map(({ session }) => session);
  for (const session of sessions) {
    await askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs: now() });
  }
  return sessions;
}

async function fateOf(session: Session) {
  return (await rows()).find(({ ref }) => ref === refOf(session))?.fate;
}

async function leftBehind() {
  const { intents, attempts } = await readState();
  return [...intents.keys(), ...attempts.keys()];
}

describe('a wish to end a session', () => {
  test('is fulfilled with one DELETE, and the row is gone', async () => {
    const session = await ask();
    expect(await drainOnce()).toBeNull();
    expect(deletes().map(({ id, acted }) => ({ id, acted }))).toEqual([
      { id: session.id, acted: true },
    ]);
    expect(await fateOf(session)).toBeUndefined();
    expect(await leftBehind()).toEqual([]);
  });

  test('waits until it can’t be undone any more', async () => {
    await ask(5_000);
    const dueMs = await drainOnce();
    expect(deletes()).toEqual([]);
    aheadMs = (dueMs ?? 0) - Date.now();
    expect(aheadMs).toBeGreaterThan(5_000);
    expect(await drainOnce()).toBeNull();
    expect(deletes()).toHaveLength(1);
  });

  test('is forgotten when it is undone', async () => {
    const session = await ask(5_000);
    await undo(session);
    aheadMs = 60_000;
    expect(await drainOnce()).toBeNull();
    expect(sandbox.journal.entries()).toEqual([]);
    expect(await fateOf(session)).toEqual({ kind: 'active', refusal: null });
  });

  test('that is undone on its way out is still not sent', async () => {
    const session = await ask();
    fakeBrowser.storage.onChanged.addListener((changes) => {
      if (changes[`attempt:${refOf(session)}`]?.newValue) undo(session);
    });
    await drainOnce();
    expect(deletes()).toEqual([]);
    expect(await leftBehind()).toEqual([]);
  });

  test('for a session that is gone already is fulfilled', async () => {
    const session = await ask();
    sandbox.world.expire(session.product, session.id);
    await drainOnce();
    expect(deletes()).toMatchObject([{ status: 404 }]);
    expect(await fateOf(session)).toBeUndefined();
    expect((await readState()).ended.get(refOf(session))).toMatchObject({ how: 'gone', session });
    expect(await leftBehind()).toEqual([]);
  });

  test('whose session has expired meanwhile sends nothing but a look', async () => {
    await ask(5_000);
    await drainOnce();
    aheadMs = 30 * 60_000;
    sandbox.clock.advance(aheadMs);
    expect(await drainOnce()).toBeNull();
    expect(sandbox.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['detail']);
    expect(await leftBehind()).toEqual([]);
  });

  test('survives a clock that jumps ahead: a look tells that the session lives', async () => {
    const session = await ask(5_000);
    await drainOnce();
    aheadMs = 2 * 3_600_000;
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
  });

  test('waits its time even if the clock that wrote it was a little ahead', async () => {
    const session = await firstSession();
    await askToTerminate({ session, from: 'row', undoMs: 20_000, owner: '', nowMs: now() + 300 });
    expect(((await drainOnce()) ?? 0) - now()).toBeGreaterThan(19_000);
    expect(sandbox.journal.entries()).toEqual([]);
  });

  test('waits its time to undo, and no longer, if the clock is set back meanwhile', async () => {
    const session = await ask(5_000);
    await drainOnce();
    clockSetMs = -3 * 3_600_000;
    aheadMs = 4_000;
    const nextMs = (await drainOnce()) ?? 0;
    expect(nextMs - now()).toBeGreaterThan(1_000);
    expect(nextMs - now()).toBeLessThanOrEqual(1_250);
    expect(sandbox.journal.entries()).toEqual([]);
    aheadMs = 5_250;
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
  });
});

test('an intent that is stored under another session’s name ends neither session', async () => {
  const [one, other] = await askMany(2);
  if (!one || !other) throw new Error('the sandbox has sessions');
  const intent = await items.intents.item(refOf(one)).read();
  await Promise.all([undo(one), undo(other)]);
  if (intent) await items.intents.item(refOf(other)).write(intent);
  await drainOnce();
  expect(sandbox.journal.entries()).toEqual([]);
  expect(await fateOf(one)).toMatchObject({ kind: 'active' });
  expect(await fateOf(other)).toMatchObject({ kind: 'active' });
});

describe('an end that is known', () => {
  const endOf = async (session: Session) => (await readState()).ended.get(refOf(session));

  test('remembers the session as it was last listed, who asked, and the vendor’s request', async () => {
    const session = await ask();
    await drainOnce();
    expect(await endOf(session)).toMatchObject({
      how: 'terminated',
      session,
      wish: { from: 'row', askedAtMs: expect.any(Number), requestId: 'req_00000005' },
    });
  });

  test.each([
    ['by a look at what an earlier try has done', 'after', 'detail'],
    ['by a look at what is gone', 'before', 'gone'],
  ] as const)('%s has that answer’s id', async (_, when, how) => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when, times: 1 });
    await drainOnce();
    if (how === 'gone') sandbox.world.expire(session.product, session.id);
    aheadMs = 5_100;
    await drainOnce();
    expect(sandbox.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['delete', 'detail']);
    const end = await endOf(session);
    expect(end).toMatchObject({
      how: 'terminated',
      session,
      wish: { requestId: 'req_00000006' },
    });
  });

  test('is ours where a DELETE finds nothing that an earlier one may have ended', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when: 'after', times: 1 });
    await drainOnce();
    sandbox.faults.inject({ endpoint: 'detail', kind: 'status', status: 403 });
    aheadMs = 5_100;
    await drainOnce();
    expect(deletes().map(({ status }) => status)).toEqual([null, 404]);
    expect(await endOf(session)).toMatchObject({ how: 'terminated' });
  });

  test.each([
    [4_000, 'expired'],
    [60_000, 'gone'],
  ])(
    'is not ours where nothing was sent before; %i ms before its time it is %s',
    async (leftMs, how) => {
      const session = await firstSession();
      const soon = { ...session, expiresAtMs: now() + leftMs };
      await askToTerminate({ session: soon, from: 'row', undoMs: 0, owner: '', nowMs: now() });
      sandbox.world.expire(session.product, session.id);
      await drainOnce();
      // After the 404 of the DELETE the session is looked up.
      expect(await endOf(session)).toMatchObject({ how, wish: { requestId: 'req_00000006' } });
    },
  );

  test('is not claimed where a look finds nothing seconds from its expiry', async () => {
    const session = await firstSession();
    const soon = { ...session, expiresAtMs: now() + 8_000 };
    await askToTerminate({ session: soon, from: 'row', undoMs: 0, owner: '', nowMs: now() });
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when: 'before', times: 1 });
    await drainOnce();
    sandbox.world.expire(session.product, session.id);
    aheadMs = 5_100;
    await drainOnce();
    expect(await endOf(session)).toMatchObject({ how: 'expired' });
  });

  test('is not ours where it is found ended early by a first look', async () => {
    const session = await ask();
    sandbox.world.terminate(session.product, session.id);
    aheadMs = 30 * 60_000;
    await drainOnce();
    expect(sandbox.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['detail']);
    expect(await endOf(session)).toMatchObject({ how: 'gone' });
  });

  test('has no session where no list has it any more', async () => {
    const session = await ask();
    await items.listOf(session.product).write({ sessions: [] });
    await drainOnce();
    expect(await endOf(session)).toMatchObject({ session: null, wish: { from: 'row' } });
  });

  test('has the figures of the list that came while others were being ended', async () => {
    const [first, second] = await askMany(2);
    if (!first || !second) throw new Error('the sandbox has sessions');
    fakeBrowser.storage.onChanged.addListener((changes) => {
      if (!changes[`ended:${refOf(first)}`]) return;
      aheadMs += 11_000;
      const grown = { ...second, bytesUsed: Number(second.bytesUsed) + 1 };
      items.listOf(second.product).write({ sessions: [grown] });
    });
    await drainOnce();
    expect((await endOf(second))?.session?.bytesUsed).toBe(Number(second.bytesUsed) + 1);
  });
});

describe('many in one go', () => {
  const askAll = async () => {
    const sessions = (await rows()).map(({ session }) => session);
    await askToTerminateAll({ sessions, undoMs: 0, nowMs: now(), state: await readState() });
    return sessions;
  };
  const progress = async () => progressOf(await readState(), now());

  test('are ended, each once, and told of as a bulk', async () => {
    const sessions = await askAll();
    expect(await drainOnce()).toBeNull();
    expect(deletes().map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
    expect(await progress()).toMatchObject({ total: 12, ended: 12, waiting: 0, undone: 0 });
  });

  test('are ended no further once that is stopped', async () => {
    const [, , third] = await askAll();
    if (!third) throw new Error('the sandbox has sessions');
    fakeBrowser.storage.onChanged.addListener(async (changes) => {
      if (changes[`ended:${refOf(third)}`]?.newValue) await undoAll(await readState());
    });
    expect(await drainOnce()).toBeNull();
    const count = deletes().length;
    expect(count).toBeLessThan(12);
    expect(sandbox.world.endings).toHaveLength(count);
    expect(await progress()).toMatchObject({ ended: count, waiting: 0, undone: 12 - count });
    expect(await leftBehind()).toEqual([]);
  });

  test('go on past those that fail, which are told of one by one', async () => {
    const [first] = await askAll();
    if (!first) throw new Error('the sandbox has sessions');
    sandbox.faults.inject({ endpoint: 'delete', id: first.id, kind: 'status', status: 500 });
    const nextMs = await drainOnce();
    expect(await progress()).toMatchObject({
      ended: 11,
      waiting: 0,
      failed: [{ intent: { id: first.id }, problem: { status: 500 }, retryAtMs: nextMs }],
    });
  });
});

describe('under the read-only lock', () => {
  const lock = (isLocked: boolean) => items.settings.write({ ...DEFAULT_SETTINGS, isLocked });
  const locked = { kind: 'active', refusal: { kind: 'locked', requestId: null } };

  test('nothing is sent, the row says why, and the key is not to blame', async () => {
    const session = await ask();
    await lock(true);
    await drainOnce();
    expect(sandbox.journal.entries()).toEqual([]);
    expect(await fateOf(session)).toEqual(locked);
    expect((await readState()).readOnly).toBeNull();
    expect(overviewOf(await readState(), now())).toMatchObject({ standing: 'fresh', count: 12 });
  });

  test('nothing goes out even where it was switched on with the DELETE at hand', async () => {
    const session = await ask();
    fakeBrowser.storage.onChanged.addListener((changes) => {
      if (changes[`attempt:${refOf(session)}`]?.newValue) lock(true);
    });
    await drainOnce();
    expect(sandbox.journal.entries()).toEqual([]);
    expect(await fateOf(session)).toEqual(locked);
  });

  test('what waits for the vendor or its next try is told at once, what can be undone is not', async () => {
    const tried = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500, times: 1 });
    await drainOnce();
    const [, second, third] = await rows();
    if (!second || !third) throw new Error('the sandbox has sessions');
    const asked = { from: 'row', owner: '', nowMs: now() } as const;
    await askToTerminate({ ...asked, session: second.session, undoMs: 0 });
    await askToTerminate({ ...asked, session: third.session, undoMs: 5_000 });
    await items.pause.write({ saidAtMs: now(), untilMs: now() + 3_600_000, unnamed: 0 });
    await lock(true);
    const nextMs = await drainOnce();
    expect(nextMs).toBe(asked.nowMs + 5_250);
    expect(await fateOf(tried)).toEqual(locked);
    expect(await fateOf(second.session)).toEqual(locked);
    expect(await fateOf(third.session)).toMatchObject({ kind: 'undoable' });
  });

  test('unlocked, nothing is sent unasked, and the reason is gone', async () => {
    const session = await ask();
    await lock(true);
    await drainOnce();
    await lock(false);
    expect(await drainOnce()).toBeNull();
    expect(sandbox.journal.entries()).toEqual([]);
    expect(await fateOf(session)).toEqual({ kind: 'active', refusal: null });
    expect(await leftBehind()).toEqual([]);
  });

  test('unlocked, it can be asked for again', async () => {
    const session = await ask();
    await lock(true);
    await drainOnce();
    await lock(false);
    aheadMs = 1;
    await askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs: now() });
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
    expect(await leftBehind()).toEqual([]);
  });

  test('a refusal of the key stays one of the key', async () => {
    const session = await ask();
    await drainOnce(sandbox.keys.read);
    await lock(true);
    await drainOnce();
    expect(await fateOf(session)).toMatchObject({ refusal: { kind: 'not-permitted' } });
  });
});

describe('when something goes wrong', () => {
  test('a DELETE whose answer was lost is looked up, not sent twice', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when: 'after', times: 1 });
    const nextMs = await drainOnce();
    expect(await fateOf(session)).toMatchObject({
      kind: 'ending',
      retry: { problem: { kind: 'unreachable' }, atMs: nextMs },
    });
    aheadMs = 5_100;
    expect(await drainOnce()).toBeNull();
    expect(sandbox.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['delete', 'detail']);
    expect(sandbox.world.endings).toHaveLength(1);
    expect(await leftBehind()).toEqual([]);
  });

  test('a DELETE that never arrived is sent again after a look', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'hang', when: 'before', times: 1 });
    await drainOnce();
    aheadMs = 10_000;
    await drainOnce();
    expect(sandbox.journal.entries().map(({ endpoint }) => endpoint)).toEqual([
      'delete',
      'detail',
      'delete',
    ]);
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('a worker that was killed while it sent leaves a trace to go on from', async () => {
    const session = await ask();
    // What is stored when the worker dies between sending and hearing: the try, no outcome.
    const { askedAtMs } = (await readState()).intents.get(refOf(session)) ?? { askedAtMs: 0 };
    await items.attempts.item(refOf(session)).write({
      askedAtMs,
      count: 1,
      triedAtMs: now(),
      nextAtMs: now(),
      problem: null,
      acceptedAtMs: null,
    });
    await api().terminate(session.product, session.id);
    await drainOnce();
    expect(deletes()).toHaveLength(1);
    expect(await leftBehind()).toEqual([]);
  });

  test('429 holds everything back until the vendor’s instant', async () => {
    const session = await ask();
    sandbox.faults.inject({
      endpoint: 'delete',
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7' },
      times: 1,
    });
    const nextMs = (await drainOnce()) ?? 0;
    expect(nextMs - now()).toBeGreaterThan(6_000);
    expect((await readState()).pause?.untilMs).toBe(nextMs);
    await drainOnce();
    expect(deletes()).toHaveLength(1);
    aheadMs = 7_100;
    await drainOnce();
    expect(await fateOf(session)).toBeUndefined();
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('what a poll was told to wait for holds back a DELETE too', async () => {
    await ask();
    await items.pause.write({ saidAtMs: now(), untilMs: now() + 9_000, unnamed: 0 });
    expect(((await drainOnce()) ?? 0) - now()).toBeGreaterThan(8_000);
    expect(sandbox.journal.entries()).toEqual([]);
    aheadMs = 9_000;
    await drainOnce();
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test.each(['read', 'revoked'] as const)(
    'a %s key gets the reason, and no second try',
    async (key) => {
      const session = await ask();
      await drainOnce(sandbox.keys[key]);
      aheadMs = 600_000;
      await drainOnce(sandbox.keys[key]);
      expect(deletes()).toHaveLength(1);
      expect(await fateOf(session)).toMatchObject({
        kind: 'active',
        refusal: { requestId: expect.any(String) },
      });
      expect((await rows()).filter(({ fate }) => fate.kind === 'active')).toHaveLength(12);
    },
  );

  test('403 tells for all sessions that the key may not end them', async () => {
    const asked = await askMany(3);
    await drainOnce(sandbox.keys.read);
    expect(deletes()).toHaveLength(1);
    const overview = overviewOf(await readState(), now());
    expect(overview).toMatchObject({ standing: 'key-may-not-end', count: 12 });
    for (const session of asked) {
      expect(await fateOf(session)).toEqual({ kind: 'active', refusal: overview.readOnly });
    }
  });

  test('401 is told of all sessions, to badge and popup at once, and asked for no more', async () => {
    const asked = await askMany(3);
    await drainOnce(sandbox.keys.revoked);
    expect(deletes()).toHaveLength(1);
    expect(overviewOf(await readState(), now())).toMatchObject({
      standing: 'key-refused',
      count: 12,
    });
    for (const session of asked) {
      expect(await fateOf(session)).toMatchObject({ refusal: { kind: 'key-refused' } });
    }
  });

  test('a session whose end was refused by a 401 can be asked for again', async () => {
    const session = await ask();
    await drainOnce(sandbox.keys.revoked);
    aheadMs = 1;
    await askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs: now() });
    await drainOnce();
    expect(sandbox.world.endings).toHaveLength(1);
    expect(await leftBehind()).toEqual([]);
  });

  test('without a network two tries stand for all, and none is lost', async () => {
    await askMany(3);
    sandbox.faults.inject({ endpoint: '*', kind: 'reset' });
    const nextMs = (await drainOnce()) ?? 0;
    expect(sandbox.journal.entries()).toHaveLength(2);
    expect(nextMs - now()).toBeGreaterThan(4_000);
    sandbox.faults.clear();
    aheadMs = 5_100;
    expect(await drainOnce()).toBeNull();
    expect(sandbox.world.endings).toHaveLength(3);
    expect(deletes().filter(({ acted }) => acted)).toHaveLength(3);
  });

  test('back online, what failed in passing is not waited for', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', times: 1 });
    await drainOnce();
    aheadMs = 1_000;
    await drainOnce();
    expect(sandbox.world.endings).toEqual([]);
    await drainInAHurry();
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('each has its turn, however often one asks while the network is gone', async () => {
    const asked = await askMany(6);
    sandbox.faults.inject({ endpoint: '*', kind: 'reset' });
    for (let press = 0; press < 6; press++) {
      aheadMs += 1_000;
      await drainInAHurry();
    }
    const tries = sandbox.journal.entries().map(({ id }) => id);
    expect(tries).toHaveLength(12);
    expect(asked.map(({ id }) => tries.filter((tried) => tried === id).length)).toEqual(
      asked.map(() => 2),
    );
  });

  test('an instant of the vendor is waited for even so', async () => {
    await ask();
    const headers = { 'retry-after': '7' };
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 429, headers, times: 1 });
    await drainOnce();
    aheadMs = 6_000;
    await drainInAHurry();
    expect(deletes()).toHaveLength(1);
  });

  test('a look that the key may not take does not keep it from ending the session', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500, times: 1 });
    sandbox.faults.inject({ endpoint: 'detail', kind: 'status', status: 403 });
    await drainOnce();
    aheadMs = 5_100;
    await drainOnce();
    expect(sandbox.world.endings).toHaveLength(1);
    expect((await readState()).readOnly).toBeNull();
  });

  test('one that expires before it could be ended says so', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500 });
    await drainOnce();
    aheadMs = 30 * 60_000;
    sandbox.clock.advance(aheadMs);
    await drainOnce();
    expect(overviewOf(await readState(), now()).expired).toMatchObject([{ id: session.id }]);
    expect(await leftBehind()).toEqual([]);
  });

  test('one that was ended after all, as the record tells, does not', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when: 'after' });
    await drainOnce();
    aheadMs = 30 * 60_000;
    sandbox.clock.advance(aheadMs);
    await drainOnce();
    expect(overviewOf(await readState(), now()).expired).toEqual([]);
    expect(await leftBehind()).toEqual([]);
  });

  test('one is not given up for a clock that was set ahead', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: '*', kind: 'reset' });
    for (let tries = 0; tries < 3; tries++) {
      await drainOnce();
      aheadMs += 6_000;
    }
    sandbox.faults.clear();
    aheadMs += 24 * 3_600_000;
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
  });

  test('a back-off does not grow to hours by a clock that was set back', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500, times: 1 });
    await drainOnce();
    aheadMs -= 20 * 3_600_000;
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
  });

  test('one that has long expired is given up without an answer, after some tries', async () => {
    const session = await ask();
    sandbox.faults.inject({ endpoint: '*', kind: 'reset' });
    for (let tries = 0; tries < 5; tries++) {
      await drainOnce();
      aheadMs += 10 * 60_000;
    }
    expect(sandbox.journal.entries()).toHaveLength(5);
    expect(await leftBehind()).toEqual([]);
    expect(overviewOf(await readState(), now()).expired).toMatchObject([{ id: session.id }]);
  });

  test('what a former key was told is no answer for the next one', async () => {
    const session = await ask();
    await drainOnce(sandbox.keys.revoked, async () => false);
    expect(await fateOf(session)).toMatchObject({ kind: 'ending' });
    await drainOnce();
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test.each([1, 2, 3])(
    'no list says that the key was refused if another key takes its place before check %i',
    async (changedAt) => {
      await ask();
      let checks = 0;
      await drainOnce(sandbox.keys.revoked, async () => {
        checks += 1;
        return checks < changedAt;
      });
      const { residential, mobile } = (await readState()).statuses;
      expect([residential?.problem, mobile?.problem]).toEqual([null, null]);
    },
  );

  test('polls wait for no end that was refused', async () => {
    const expectEnds = vi.spyOn(quota, 'expectEnds');
    await ask();
    await drainOnce(sandbox.keys.read);
    expect(expectEnds.mock.calls).toContainEqual([1]);
    expectEnds.mockClear();
    aheadMs = 30 * 60_000;
    await drainOnce(sandbox.keys.read);
    expect(new Set(expectEnds.mock.calls.flat())).toEqual(new Set([0]));
  });

  test('an alarm does not try a network again that was given up, and a hurry does', async () => {
    await ask();
    quota.network.giveUp();
    const untilMs = quota.network.goneUntilMs();
    expect(await drainOnce()).toBe(untilMs);
    expect(deletes()).toEqual([]);
    await drainInAHurry();
    expect(deletes()).toHaveLength(1);
  });

  test('a session counts until helodata has confirmed its end', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500 });
    const count = async () => overviewOf(await readState(), now()).count;
    expect(await count()).toBe(12);
    await drainOnce();
    expect(await count()).toBe(12);
    sandbox.faults.clear();
    aheadMs += 60_000;
    await drainOnce();
    expect(await count()).toBe(11);
  });

  test('a refusal is forgotten with its session', async () => {
    await ask();
    await drainOnce(sandbox.keys.read);
    aheadMs = 30 * 60_000;
    await drainOnce(sandbox.keys.read);
    expect(await leftBehind()).toEqual([]);
    expect(deletes()).toHaveLength(1);
  });

  test('details of an undocumented shape keep nothing from being ended', async () => {
    await ask();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', times: 1 });
    await drainOnce();
    const state = await readState();
    const [intent] = state.intents.values();
    const listed = intent && sandbox.world.session(intent.product, intent.id);
    const odd = JSON.stringify({ ...listed, samples: null });
    sandbox.faults.inject({ endpoint: 'detail', kind: 'body', body: odd });
    aheadMs = 5_100;
    await drainOnce();
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('others go on past one that has to wait', async () => {
    const [first, second] = await rows();
    if (!first || !second) throw new Error('the sandbox has sessions');
    sandbox.faults.inject({
      endpoint: 'delete',
      id: first.session.id,
      kind: 'status',
      status: 500,
    });
    for (const { session } of [first, second]) {
      await askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs: now() });
    }
    await drainOnce();
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([second.session.id]);
  });
});

test('tries again after 5 s, later and later up to 5 min, or when the vendor says', () => {
  const offline = { kind: 'unreachable', requestId: null } as const;
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), random, (tries, chance) => {
      const waitMs = (retryAtMs(offline, tries, 0, chance) ?? 0) as number;
      expect(waitMs).toBeGreaterThanOrEqual(5_000);
      expect(waitMs).toBeLessThanOrEqual(Math.min(300_000, 5_000 * 2 ** (tries - 1)));
    }),
  );
  const paused = (untilMs: number) => ({ kind: 'rate-limited', untilMs, requestId: null }) as const;
  expect(retryAtMs(paused(4_200), 9, 0, 0)).toBe(4_200);
  expect(retryAtMs(paused(0), 9, 0, 0)).toBe(5_000);
});
