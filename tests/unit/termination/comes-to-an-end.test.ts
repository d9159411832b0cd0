/* Each termination comes to an end, whatever the API answers: by effect, by refusal, by the expiry of its
 * session, or after a number of tries. The sandbox's journal counts what that costs. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mayUndo, overviewOf, type Row } from '../../../lib/session/overview.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS } from '../../../lib/store/state.ts';
import { askToTerminate, endHeld, undo } from '../../../lib/termination/intent.ts';
import { reopened } from '../../../lib/termination/reopen.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser, openView } from '../support/browser.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let sandbox: Sandbox;
let background: Background;

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<void> {
  sandbox = await startSandbox({ sessions: 8, speed: 0, minutesLeft: [20, 28], ...options });
  background = new Background(sandbox);
  await background.connect(sandbox.keys.full);
}
beforeEach(() => start());
afterEach(() => sandbox.close());

const overview = async () => overviewOf(await background.state(), background.nowMs);
const rows = async () => (await overview()).rows;
const rowOf = async ({ ref }: Row) => (await rows()).find((row) => row.ref === ref);
const endOf = async ({ ref }: Row) => (await background.state()).ended.get(ref);
const deletes = () => sandbox.journal.requests('delete');

async function someRow(): Promise<Row> {
  const [row] = await rows();
  if (!row) throw new Error('there are sessions');
  return row;
}

async function terminate(...asked: Row[]): Promise<void> {
  await background.act((nowMs) =>
    Promise.all(
      asked.map(({ session }) =>
        askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs }),
      ),
    ),
  );
}

/** Makes polls rare, so that hours pass faster. */
const rarely = () =>
  background.act(() => items.settings.write({ ...DEFAULT_SETTINGS, pollEveryMs: 900_000 }));

/** The intents and attempts that are left. */
async function leftBehind(): Promise<number> {
  const { intents, attempts } = await background.state();
  return intents.size + attempts.size;
}

const spoil = (fault: FaultSpec) => sandbox.faults.inject(fault);
const status = (endpoint: FaultSpec['endpoint'], code: number, more: Partial<FaultSpec> = {}) =>
  spoil({ endpoint, kind: 'status', status: code, ...more } as FaultSpec);

describe('a DELETE that finds the session terminated', () => {
  test('was repeated by the browser: it counts as terminated by us, once', async () => {
    const row = await someRow();
    // The first acted and its answer was lost; the browser sent it again by itself.
    background.transport = async (url, init) => {
      if (init.method === 'DELETE') await fetch(url, init);
      return fetch(url, init);
    };
    await terminate(row);
    expect(deletes().map((entry) => entry.status)).toEqual([204, 404]);
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([row.session.id]);
    expect(await endOf(row)).toMatchObject({ how: 'terminated', wish: { from: 'row' } });
    expect(await leftBehind()).toBe(0);
  });

  test('is not claimed where the look does not say so', async () => {
    const row = await someRow();
    status('delete', 404, { times: 1 });
    status('detail', 404, { times: 1 });
    await terminate(row);
    expect(await endOf(row)).toMatchObject({ how: 'gone' });
  });
});

describe('a look that nobody can use', () => {
  test.each([405, 500])('(%i) costs little, and its intent ends with its session', async (code) => {
    await rarely();
    const asked = (await rows()).slice(0, 3);
    status('detail', code);
    status('delete', 500);
    await terminate(...asked);
    await background.pass(40 * MINUTE_MS);
    expect(await leftBehind()).toBe(0);
    expect(sandbox.world.endings).toEqual([]);
    for (const row of asked) expect((await endOf(row))?.how).toBe('expired');
    const sent = sandbox.journal.entries().filter(({ endpoint }) => endpoint !== 'list');
    expect(sent.length).toBeLessThan(3 * 60);
  });

  test('is given up after a number of tries where the session has no expiry, and the row says so', async () => {
    await sandbox.close();
    await start({ minutesLeft: [2_000, 2_100], sessions: 1 });
    await rarely();
    const row = await someRow();
    status('delete', 500);
    await terminate(row);
    await background.pass(2 * HOUR_MS);
    expect((await rowOf(row))?.fate).toMatchObject({
      kind: 'active',
      refusal: { kind: 'server-fault' },
    });
    expect(deletes()).toHaveLength(24);
    await background.pass(2 * HOUR_MS);
    expect(deletes()).toHaveLength(24);
    // A click asks anew.
    sandbox.faults.clear();
    await terminate(row);
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([row.session.id]);
  });
});

test('a wish that was given up is told of once its session has expired', async () => {
  const row = await someRow();
  status('delete', 500);
  await terminate(row);
  const attempt = (await background.state()).attempts.get(row.ref);
  if (!attempt) throw new Error('it was tried');
  await background.act(() => items.attempts.item(row.ref).write({ ...attempt, nextAtMs: null }));
  await background.pass(40 * MINUTE_MS);
  expect((await overview()).expired.map(({ id }) => id)).toEqual([row.session.id]);
  expect(await leftBehind()).toBe(0);
});

test('a single termination that keeps failing can be called off', async () => {
  const row = await someRow();
  status('delete', 500);
  await terminate(row);
  await background.pass(MINUTE_MS);
  const fate = (await rowOf(row))?.fate;
  expect(fate && mayUndo(fate)).toBe(true);
  await background.act(() => undo(row.session));
  sandbox.faults.clear();
  await background.pass(10 * MINUTE_MS);
  expect(sandbox.world.endings).toEqual([]);
  expect(await leftBehind()).toBe(0);
});

describe('an end that a later list contradicts', () => {
  const notDone = { kind: 'ending', retry: { problem: { kind: 'not-done' } } };

  test.each([
    ['204 for a session that lives on', 204],
    ['404 for a session that lives on', 404],
  ])('%s: its row says so and the termination goes on', async (_, code) => {
    const row = await someRow();
    status('delete', code, { times: 1 });
    if (code === 404) status('detail', 404, { times: 1 });
    await terminate(row);
    expect(await endOf(row)).toBeDefined();
    let seen: unknown = null;
    for (let minute = 0; minute < 4 && sandbox.world.endings.length === 0; minute++) {
      await background.pass(MINUTE_MS / 2);
      seen = (await rowOf(row))?.fate ?? seen;
    }
    expect(sandbox.world.endings.map(({ id }) => id)).toEqual([row.session.id]);
    expect(seen).toMatchObject(notDone);
    await background.pass(3 * MINUTE_MS);
    expect(await rowOf(row)).toBeUndefined();
    expect(await leftBehind()).toBe(0);
    expect(deletes()).toHaveLength(2);
  });

  test('an API that always says "done" and does nothing is asked rarely, and ends with the session', async () => {
    const row = await someRow();
    status('delete', 204);
    await terminate(row);
    await background.pass(8 * MINUTE_MS);
    expect((await rowOf(row))?.fate).toMatchObject(notDone);
    await background.pass(40 * MINUTE_MS);
    expect(await leftBehind()).toBe(0);
    expect(deletes().length).toBeLessThan(8);
  });

  test('an end of another kind is not reopened', async () => {
    const row = await someRow();
    await terminate(row);
    expect(reopened(await background.state(), background.nowMs).size).toBe(0);
    await background.pass(5 * MINUTE_MS);
    expect(reopened(await background.state(), background.nowMs).size).toBe(0);
  });
});

describe('where nobody answers', () => {
  test('requests that hang stop the others after two', async () => {
    const asked = await rows();
    background.isLate = (method) => method === 'DELETE';
    await terminate(...asked);
    await background.pass(34_000);
    expect(deletes().length).toBeLessThanOrEqual(2);
    background.isLate = () => false;
    await background.pass(8 * MINUTE_MS);
    expect(sandbox.world.endings).toHaveLength(asked.length);
    expect(await leftBehind()).toBe(0);
  });
});

describe('a 429', () => {
  test.each<[string, Record<string, string | null>, number]>([
    ['without an instant', { 'retry-after': null, 'x-ratelimit-reset': null }, 5_000],
    ['that asks for nothing', { 'retry-after': '0', 'x-ratelimit-reset': null }, 5_000],
    ['that asks for two days', { 'retry-after': '172800' }, 172_800_000],
  ])('%s stops everything of the key', async (_, headers, leastMs) => {
    const asked = await rows();
    sandbox.journal.clear();
    spoil({ endpoint: '*', kind: 'status', status: 429, headers });
    const fromMs = background.nowMs;
    await terminate(...asked);
    await background.pass(Math.min(leastMs, HOUR_MS) - 10);
    expect(sandbox.journal.entries()).toHaveLength(1);
    await background.pass(10 * MINUTE_MS);
    if (leastMs > HOUR_MS) expect(sandbox.journal.entries()).toHaveLength(1);
    else expect(sandbox.journal.entries().length).toBeLessThan(16);
    const { pause } = await background.state();
    expect(pause?.untilMs).toBeGreaterThanOrEqual(fromMs + leastMs);
  });

  test('without an instant is waited out with a growing back-off, until another answer comes', async () => {
    const unnamed = { 'retry-after': null, 'x-ratelimit-reset': null };
    spoil({ endpoint: '*', kind: 'status', status: 429, headers: unnamed });
    await background.pass(30 * MINUTE_MS);
    expect((await background.state()).pause?.unnamed).toBeGreaterThan(4);
    sandbox.faults.clear();
    await background.pass(15 * MINUTE_MS);
    expect((await background.state()).pause).toBeNull();
  });
});

test('many terminations on a trial plan stay within their share of each minute', async () => {
  await sandbox.close();
  await start({ sessions: 60, plan: 'trial', minutesLeft: [200, 220] });
  const asked = await rows();
  await terminate(...asked);
  const sent = () => background.sent.filter(({ method }) => method === 'DELETE');
  for (let minute = 0; minute < 3; minute++) {
    const before = sent().length;
    await background.pass(MINUTE_MS);
    expect(sent().length - before).toBeLessThanOrEqual(16);
  }
  const fate = (await rows()).find(({ fate: { kind } }) => kind === 'ending')?.fate;
  expect(fate).toMatchObject({ retry: { problem: { kind: 'over-budget' } } });
  await background.pass(5 * MINUTE_MS);
  expect(sandbox.world.endings).toHaveLength(asked.length);
  expect(sandbox.journal.entries().some(({ status: code }) => code === 429)).toBe(false);
});

describe('a 403', () => {
  const forbidden = { endpoint: 'delete', kind: 'status', status: 403 } as const;

  test('of one session says nothing of a key that has ended others', async () => {
    const [first, second, third] = await rows();
    if (!first || !second || !third) throw new Error('there are sessions');
    await terminate(first);
    spoil({ ...forbidden, times: 1 });
    await terminate(second);
    expect((await overview()).standing).toBe('fresh');
    expect((await rowOf(second))?.fate).toMatchObject({ refusal: { kind: 'not-permitted' } });
    await background.pass(1);
    await terminate(third, second);
    expect(sandbox.world.endings).toHaveLength(3);
  });

  test('of a key is tried again once a person has refreshed, and forgotten by a success', async () => {
    const row = await someRow();
    spoil({ ...forbidden, times: 1 });
    await terminate(row);
    expect((await overview()).standing).toBe('key-may-not-end');
    await background.pass(1_000);
    await background.ask('person');
    await background.pass(2_000);
    expect((await overview()).standing).toBe('fresh');
    await terminate(row);
    expect(sandbox.world.endings).toHaveLength(1);
    expect(await background.state()).toMatchObject({ readOnly: null, hasEnded: true });
  });

  test('for five sessions in a row stops the rest of a bulk', async () => {
    await terminate(await someRow());
    await background.pass(2 * MINUTE_MS);
    sandbox.journal.clear();
    spoil(forbidden);
    await terminate(...(await rows()));
    expect(deletes()).toHaveLength(5);
    expect(await overview()).toMatchObject({ standing: 'fresh' });
  });
});

test('presses of Refresh without a network use up no tries', async () => {
  const row = await someRow();
  const { transport } = background;
  vi.stubGlobal('navigator', { locks: navigator.locks, onLine: false });
  background.transport = () => Promise.reject(new TypeError('no network'));
  await terminate(row);
  for (let press = 0; press < 24; press++) {
    await background.pass(10_000);
    await background.ask('person');
  }
  vi.unstubAllGlobals();
  background.transport = transport;
  status('detail', 503, { times: 1 });
  await background.ask('online');
  await background.pass(6 * MINUTE_MS);
  expect(sandbox.world.endings.map(({ id }) => id)).toEqual([row.session.id]);
});

test('a list that had to make room confirms no end', async () => {
  const row = await someRow();
  spoil({ endpoint: 'delete', kind: 'accepted', actsAfterMs: 600_000 });
  await terminate(row);
  await background.pass(3 * MINUTE_MS);
  await browser.storage.local.remove(['list:residential', 'list:mobile']);
  await background.act(() => items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 0 }));
  expect(await endOf(row)).toBeUndefined();
});

describe('"End now" of what waits for its view', () => {
  const hold = async (row: Row) => {
    await background.act((nowMs) =>
      askToTerminate({
        session: row.session,
        from: 'row',
        undoMs: 0,
        heldBy: 'page',
        owner: '',
        nowMs,
      }),
    );
    return [...(await background.state()).intents.values()];
  };

  test('sends it at once, whatever the clock is set to meanwhile', async () => {
    openView('page');
    const held = await hold(await someRow());
    background.setClock(10 * MINUTE_MS);
    await background.act((nowMs) => endHeld(held, nowMs));
    await background.pass(1_000);
    expect(deletes()).toHaveLength(1);
  });

  test('brings nothing back that was sent or undone a moment ago', async () => {
    const view = openView('page');
    const row = await someRow();
    const held = await hold(row);
    await background.act(async () => view.close());
    await background.pass(1_000);
    expect(deletes()).toHaveLength(1);
    await background.act((nowMs) => endHeld(held, nowMs));
    await background.pass(5_000);
    expect(deletes()).toHaveLength(1);

    const [other] = (await rows()).filter(({ ref }) => ref !== row.ref);
    if (!other) throw new Error('there are sessions');
    openView('page');
    const undone = await hold(other);
    await background.act(() => undo(other.session));
    await background.act((nowMs) => endHeld(undone, nowMs));
    await background.pass(5_000);
    expect(deletes()).toHaveLength(1);
  });
});
