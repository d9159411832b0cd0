/* What a person is told of while a real background follows a sandbox. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_WATCHING, type Watching } from '../../../lib/store/state.ts';
import { rfc3339 } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Session } from '../../sandbox/session.ts';
import { Background } from '../support/background.ts';
import { browser } from '../support/browser.ts';

const MINUTE = 60_000;
/** Two rounds and what they may be late. */
const ROUNDS = 3 * MINUTE;

let sandbox: Sandbox;
let background: Background;
/** Without the instant that makes each one's id its own. */
const shown: string[] = [];
const ids: string[] = [];

beforeEach(async () => {
  shown.length = 0;
  ids.length = 0;
  sandbox = await startSandbox({ sessions: 4, speed: 0, minutesLeft: [25, 28], churn: false });
  background = new Background(sandbox);
  vi.spyOn(browser.notifications, 'create').mockImplementation(async (id: unknown) => {
    // What pops up is stored by then.
    const { notices } = await background.state();
    expect(notices.length).toBeGreaterThan(0);
    ids.push(String(id));
    shown.push(String(id).replace(/@\d+$/, ''));
    return String(id);
  });
  await background.connect(sandbox.keys.full);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sandbox.close();
});

/** Each session of the sandbox has some rate. */
const rate = { isOn: false, over: 1 };

const watch = (more: Partial<Watching> = {}) =>
  background.act(() => items.watching.write({ ...DEFAULT_WATCHING, isOn: true, rate, ...more }));

function add(id: string, wish: { bytes_used?: number; minutesLeft?: number } = {}): Session {
  const { minutesLeft = 20, bytes_used = 1_000 } = wish;
  const nowMs = sandbox.clock.now();
  return sandbox.world.add('residential', {
    ...{ id, session_id: id, bytes_used, requests: 1 },
    started_at: rfc3339(nowMs - 30 * MINUTE + minutesLeft * MINUTE),
    expires_at: rfc3339(nowMs + minutesLeft * MINUTE),
  });
}

const told = async () => (await background.state()).notices.map(({ cause }) => cause);

test('an IP that moves is told once, and not again after a kill', async () => {
  const { id } = add('mover');
  await background.pass(ROUNDS);
  await watch();
  sandbox.world.repin('residential', id);
  await background.pass(ROUNDS);
  expect(shown).toEqual(['notice:moved:residential:mover']);
  background.kill();
  sandbox.world.repin('residential', id);
  await background.pass(ROUNDS);
  expect(shown).toHaveLength(1);
  expect(await told()).toEqual(['moved']);
});

test('nothing is told or noted while nothing is watched, nor what held before', async () => {
  const { id } = add('mover');
  add('glutton', { bytes_used: 9e9 });
  await background.pass(ROUNDS);
  sandbox.world.repin('residential', id);
  await background.pass(ROUNDS);
  expect(await browser.storage.local.get('notices')).toEqual({});
  await watch();
  await background.pass(ROUNDS);
  expect(shown).toEqual([]);
  add('another', { bytes_used: 9e9 });
  await background.pass(ROUNDS);
  expect(shown).toEqual(['notice:bytes:residential:another']);
});

test.each([0, 1])('a chosen session is told of when its time comes, kills: %i', async (kills) => {
  await watch();
  add('chosen', { minutesLeft: 12 });
  await background.pass(ROUNDS);
  const ref = refOf({ product: 'residential', id: 'chosen' });
  await background.act((sinceMs) => items.reminders.item(ref).write({ sinceMs }));
  await background.pass(3 * MINUTE);
  expect(shown).toEqual([]);
  if (kills > 0) background.kill();
  await background.pass(2 * MINUTE);
  expect(shown).toEqual(['notice:ending:residential:chosen']);
  const [notice] = (await background.state()).notices;
  const leftMs = (notice?.session?.expiresAtMs ?? 0) - (notice?.atMs ?? 0);
  // An alarm may ring half a minute late.
  expect(Math.abs(leftMs - 5 * MINUTE)).toBeLessThan(31_000);
  await background.pass(12 * MINUTE);
  expect(shown).toHaveLength(1);
});

test('a key that is refused again, after it was accepted, is told as a new one', async () => {
  await watch();
  for (const _ of [1, 2]) {
    sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 401 });
    await background.ask('person');
    await background.pass(ROUNDS);
    sandbox.faults.clear();
    await background.ask('person');
    await background.pass(ROUNDS);
  }
  expect(shown).toEqual(['notice:key', 'notice:key']);
  expect(new Set(ids).size).toBe(2);
});

test('a refused key is told once', async () => {
  await watch();
  sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 401 });
  await background.pass(ROUNDS);
  await background.ask('person');
  await background.pass(ROUNDS);
  expect(shown).toEqual(['notice:key']);
});

describe('what does not pop up is noted', () => {
  test('in quiet hours, and is not shown after them', async () => {
    await watch({ quiet: { isOn: true, fromMin: 0, toMin: 0 } });
    add('glutton', { bytes_used: 9e9 });
    await background.pass(ROUNDS);
    await watch();
    await background.pass(ROUNDS);
    expect(shown).toEqual([]);
    expect(await told()).toEqual(['bytes']);
    expect(await browser.action.getBadgeText({})).toBe('•5');
  });

  test('where the browser does not allow it', async () => {
    vi.spyOn(browser.notifications, 'create').mockRejectedValue(new Error('not allowed'));
    await watch();
    add('glutton', { bytes_used: 9e9 });
    await background.pass(ROUNDS);
    expect(await told()).toEqual(['bytes']);
    expect(await browser.action.getBadgeText({})).toBe('•5');
  });
});

describe('a click on a notification', () => {
  const opened: string[] = [];
  beforeEach(async () => {
    opened.length = 0;
    browser.runtime.getURL = (path: string) => `ext:${path}`;
    browser.runtime.openOptionsPage = async () => void opened.push('options');
    Object.assign(browser.runtime, { getContexts: async () => [] });
    vi.spyOn(browser.tabs, 'create').mockImplementation(async ({ url }) => {
      opened.push(String(url));
      return {} as never;
    });
    await watch();
    add('first', { bytes_used: 9e9 });
    await background.pass(ROUNDS);
  });

  test('opens its session, and has seen what it told of', async () => {
    await background.clickNotification(ids[0] ?? '');
    expect(opened).toEqual(['ext:/page.html#session=residential%3Afirst']);
    expect(await browser.action.getBadgeText({})).toBe('5');
  });

  test('leaves the dot for what it did not tell of', async () => {
    add('second', { bytes_used: 9e9 });
    await background.pass(ROUNDS);
    await background.clickNotification(ids[0] ?? '');
    expect(await browser.action.getBadgeText({})).toBe('•6');
    await background.clickNotification('notice:bytes@1');
    expect(opened.at(-1)).toBe('ext:/page.html#notices');
    expect(await browser.action.getBadgeText({})).toBe('•6');
  });

  test('that told of several has seen them all', async () => {
    await background.clickNotification(ids[0] ?? '');
    for (const each of ['second', 'third', 'fourth', 'fifth']) add(each, { bytes_used: 9e9 });
    await background.pass(ROUNDS);
    expect(shown.at(-1)).toBe('notice:bytes');
    expect(await browser.action.getBadgeText({})).toBe('•9');
    await background.clickNotification(ids.at(-1) ?? '');
    expect(opened.at(-1)).toBe('ext:/page.html#notices');
    expect(await browser.action.getBadgeText({})).toBe('9');
  });

  test('on that of the key opens the settings', async () => {
    await background.clickNotification('notice:key@1');
    expect(opened).toEqual(['options']);
  });

  test('on a test opens the settings, and has seen nothing', async () => {
    await background.clickNotification('notice:test@1');
    expect(opened).toEqual(['options']);
    expect(await browser.action.getBadgeText({})).toBe('•5');
  });
});
