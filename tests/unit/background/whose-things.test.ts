/* Nothing of an account is shown, sent or kept under another, and nothing of one is lost. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countCancelled } from '../../../lib/key-trial.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { checkUp } from '../../../lib/store/check-up.ts';
import { parseHistory } from '../../../lib/store/history.ts';
import * as items from '../../../lib/store/items.ts';
import { forgetWithoutKey, type KeyToKeep, keepKey, removeKey } from '../../../lib/store/key.ts';
import { readState } from '../../../lib/store/state.ts';
import { openRefsOf } from '../../../lib/termination/bulk.ts';
import { askToTerminate, askToTerminateAll } from '../../../lib/termination/intent.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser, openView } from '../support/browser.ts';

const MINUTE_MS = 60_000;
const NO_TRIAL = { requests: 1, waitUntilMs: null };
const ada = { email: 'Ada@example.com', plan: 'pro' };
const bob = { email: 'bob@example.com', plan: 'pro' };

let sandbox: Sandbox;
let background: Background;

beforeEach(async () => {
  sandbox = await startSandbox({ sessions: 4, speed: 0 });
  background = new Background(sandbox);
});
afterEach(() => sandbox.close());

const keyOf = (account: KeyToKeep['account'], more: Partial<KeyToKeep> = {}): KeyToKeep => ({
  key: sandbox.keys.full,
  checked: true,
  account,
  keepIn: 'local',
  ...more,
});
const keep = (kept: KeyToKeep) => background.act((nowMs) => keepKey(kept, NO_TRIAL, nowMs));
const deletes = () => sandbox.journal.requests('delete');

/** A termination that has yet to be sent. */
async function ask(undoMs = 20_000, heldBy: string | null = null) {
  const state = await background.state();
  const session = state.lists.residential[0] ?? state.lists.mobile[0];
  if (!session) throw new Error('there are sessions');
  const { owner } = state;
  await background.act((nowMs) =>
    askToTerminate({ session, from: 'row', undoMs, heldBy, owner, nowMs }),
  );
  return session;
}
const intents = async () => [...(await background.state()).intents.keys()];
const stored = async () => Object.keys(await browser.storage.local.get(null));

describe('a pending termination', () => {
  test('goes on with another key of the same account', async () => {
    await keep(keyOf(ada));
    const session = await ask();
    const rotated = keyOf({ ...ada, email: 'ada@example.com ' }, { key: sandbox.keys.rotated });
    expect(await countCancelled(rotated)).toBe(0);
    await keep(rotated);
    expect(await intents()).toEqual([refOf(session)]);
    await background.pass(MINUTE_MS);
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([session.id]);
  });

  test.each([
    ['another account', bob],
    ['an account that is not known', null],
  ])('is counted before a key of %s is kept, and cancelled then', async (_, account) => {
    await keep(keyOf(ada));
    await ask();
    const other = keyOf(account, { key: sandbox.keys.rotated });
    expect(await countCancelled(other)).toBe(1);
    await keep(other);
    expect(await intents()).toEqual([]);
    await background.pass(MINUTE_MS);
    expect(deletes()).toEqual([]);
    expect((await stored()).filter((key) => /^(intent|attempt|ended|history):/.test(key))).toEqual(
      [],
    );
  });

  test('that a page writes for the former account after a new key is neither shown nor sent', async () => {
    await keep(keyOf(ada));
    const { owner } = await background.state();
    const session = await ask();
    await keep(keyOf(bob, { key: sandbox.keys.rotated }));
    await background.act((nowMs) =>
      askToTerminate({ session, from: 'row', undoMs: 0, owner, nowMs }),
    );
    const { rows } = overviewOf(await background.state(), background.nowMs);
    expect(rows.every(({ fate }) => fate.kind === 'active')).toBe(true);
    await background.pass(MINUTE_MS);
    expect(deletes()).toEqual([]);
    expect((await stored()).filter((key) => key.startsWith('intent:'))).toEqual([]);
  });

  test('goes with a key that was kept until the browser closed', async () => {
    await keep(keyOf(ada, { keepIn: 'session' }));
    await ask();
    background.kill();
    await browser.storage.session.clear();
    await background.wake();
    expect((await stored()).filter((key) => /^(intent|list|account)/.test(key))).toEqual([]);
    await keep(keyOf(bob));
    await background.pass(MINUTE_MS);
    expect(deletes()).toEqual([]);
  });
});

describe('a protection', () => {
  const protect = () => items.protections.item('subuser:sub_1').write({ sinceMs: 0 });
  const isProtected = async () => (await background.state()).protections.has('subuser:sub_1');

  beforeEach(async () => {
    await keep(keyOf(ada, { keepIn: 'session' }));
    await protect();
    background.kill();
    await browser.storage.session.clear();
    await background.wake();
  });

  test('comes back with a key of the same account', async () => {
    await keep(keyOf(ada));
    expect(await isProtected()).toBe(true);
  });

  test('does not come back with a key of another account', async () => {
    await keep(keyOf(bob));
    expect(await isProtected()).toBe(false);
  });
});

describe('a key that can’t be read', () => {
  test.each([
    ['of a later version', JSON.stringify({ v: 9, key: 'later', savedAtMs: 1 })],
    ['that is damaged', '{"v":1,"key":'],
  ])('%s is set aside with all that it brought in, and not erased', async (_, raw) => {
    await keep(keyOf(ada));
    await background.pass(MINUTE_MS);
    const before = await stored();
    background.kill();
    await browser.storage.local.set({ key: raw });
    await background.wake();
    expect(await items.asides.item('key').read()).toMatchObject({ raw });
    const after = await stored();
    expect(before.filter((name) => name !== 'key' && !after.includes(name))).toEqual([]);
  });

  test('comes back once it can be read, but not after another was entered or all was removed', async () => {
    const kept = { v: 1, key: sandbox.keys.full, savedAtMs: 1, checked: true };
    const setAside = () =>
      items.asides
        .item('key')
        .write({ why: 'newer', atMs: 0, raw: JSON.stringify(kept), seen: true });
    await setAside();
    await background.wake();
    expect((await readState()).key).toMatchObject({ keptIn: 'local' });
    await removeKey();
    await setAside();
    await removeKey();
    background.kill();
    await background.wake();
    expect((await readState()).key).toBeNull();
    await setAside();
    await keep(keyOf(bob, { keepIn: 'session' }));
    expect(await items.asides.item('key').read()).toBeNull();
  });
});

test('what belongs to a key in memory stays as long as that does', async () => {
  await keep(keyOf(ada, { keepIn: 'session' }));
  const before = await stored();
  await forgetWithoutKey();
  expect(await stored()).toEqual(before);
});

test('a key that is kept while the background starts loses nothing of what came with it', async () => {
  const orders = [
    [forgetWithoutKey, () => keepKey(keyOf(ada), NO_TRIAL, background.nowMs)],
    [() => keepKey(keyOf(ada), NO_TRIAL, background.nowMs), forgetWithoutKey],
  ];
  for (const tasks of orders) {
    await browser.storage.local.clear();
    await Promise.all(tasks.map((task) => task()));
    const state = await readState();
    expect(state.account).toEqual(ada);
    expect(state.key).not.toBeNull();
    expect(state.ledger.hours.map(([, requests]) => requests)).toEqual([1]);
  }
});

describe('with another key of the same account', () => {
  const second = () => keyOf(ada, { key: sandbox.keys.second });

  test('a click goes on that follows one that was refused', async () => {
    await keep(keyOf(ada));
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 401, times: 1 });
    await ask(0);
    await background.pass(10_000);
    const page = openView('page');
    await ask(0, 'page');
    await background.pass(MINUTE_MS);
    expect(await countCancelled(keyOf(bob, { key: sandbox.keys.second }))).toBe(1);
    await keep(second());
    page.close();
    await background.pass(MINUTE_MS);
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('a bulk is told of and can be stopped', async () => {
    await keep(keyOf(ada));
    const state = await background.state();
    const { rows } = overviewOf(state, background.nowMs);
    await background.act((nowMs) =>
      askToTerminateAll({
        sessions: rows.map(({ session }) => session),
        undoMs: 20_000,
        nowMs,
        state,
      }),
    );
    await keep(second());
    expect(openRefsOf(await background.state())).toHaveLength(rows.length);
  });

  test('a session that was ended meanwhile is in the history', async () => {
    await keep(keyOf(ada));
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', when: 'after', times: 1 });
    const session = await ask(0);
    await keep(second());
    await background.pass(3 * MINUTE_MS);
    const past = parseHistory(await browser.storage.local.get(null));
    expect(past.map((each) => [each.session.id, each.how])).toEqual([[session.id, 'terminated']]);
  });

  test('a wait that the former key was told does not hold', async () => {
    await keep(keyOf(ada));
    const headers = { 'retry-after': '172800' };
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 429, times: 1, headers });
    await ask(0);
    await background.pass(5_000);
    await keep(second());
    await background.pass(MINUTE_MS);
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test('sessions that this key does not see are not gone', async () => {
    await keep(keyOf(ada));
    await background.pass(MINUTE_MS);
    background.transport = async (url, init) => {
      const answer = await fetch(url, init);
      if (!/\/sessions(\?|$)/.test(url)) return answer;
      const { data } = (await answer.json()) as { data: unknown[] };
      return Response.json({ data: data.slice(0, 1), next_cursor: null });
    };
    await keep(second());
    await background.pass(2 * MINUTE_MS);
    expect((await stored()).filter((key) => key.startsWith('history:'))).toEqual([]);
  });
});

test('what was protected before owners were known is there for the same account', async () => {
  await items.protections.item('subuser:sub_1').write({ sinceMs: 0 });
  await items.account.write({ account: ada, againAtMs: background.nowMs });
  await background.wake();
  await keep(keyOf(ada, { keepIn: 'session' }));
  expect((await background.state()).protections.size).toBe(1);
});

test('a key that is kept while a damaged one is set aside is not erased with that', async () => {
  await browser.storage.local.set({ key: 'garbage' });
  const get = browser.storage.local.get as (keys: unknown) => Promise<object>;
  let kept: Promise<void> | null = null;
  const keepMeanwhile = async (keys: unknown) => {
    const found = await get.call(browser.storage.local, keys);
    if (keys === 'key') kept ??= keepKey(keyOf(ada), NO_TRIAL, background.nowMs);
    return found;
  };
  Object.assign(browser.storage.local, { get: keepMeanwhile });
  await checkUp(background.nowMs);
  Object.assign(browser.storage.local, { get });
  await kept;
  expect(await items.keyInLocal.read()).not.toBeNull();
});
