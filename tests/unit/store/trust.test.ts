/* A page that opens without the code that can tell what is stored. */
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { check } from '../../../lib/store/checks.ts';
import { loadChecks, trust, Unchecked } from '../../../lib/store/item.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS, type State, subscribeState } from '../../../lib/store/state.ts';

const load = vi.fn(async () => check);

beforeEach(() => {
  fakeBrowser.reset();
  load.mockClear();
  trust(load);
});

const settings = { ...DEFAULT_SETTINGS, v: 3, undoMs: 0 };
const former = { v: 1, undoMs: 0, pollEveryMs: 60_000 };

/** What it calls back with first. */
function firstRead(): Promise<State> {
  return new Promise((resolve, reject) => subscribeState(resolve, reject));
}

test('what is of today’s version is taken at its word', async () => {
  await fakeBrowser.storage.local.set({ settings });
  expect((await firstRead()).settings).toEqual(settings);
  expect(await items.settings.read()).toEqual(settings);
  expect(load).not.toHaveBeenCalled();
});

test('what is of another version is never shown as if it were not there', async () => {
  await fakeBrowser.storage.local.set({ settings: former });
  await expect(firstRead()).rejects.toThrow(Unchecked);
  await loadChecks();
  expect((await firstRead()).settings).toEqual({ ...settings, undoMs: 0 });
});

test.each([
  ['of a later version', { v: 99 }],
  ['that is nothing at all', 'x'],
  ['that is no text of JSON', '{"v":1,'],
])('nor is a list %s', async (_, raw) => {
  await fakeBrowser.storage.local.set({ 'list:mobile': raw });
  await expect(firstRead()).rejects.toThrow(Unchecked);
  await loadChecks();
  expect((await firstRead()).lists.mobile).toEqual([]);
});

test('who reads a single item gets what can tell where that is needed', async () => {
  await fakeBrowser.storage.local.set({ settings: former });
  expect(await items.settings.read()).toEqual({ ...settings, undoMs: 0 });
  expect(load).toHaveBeenCalledTimes(1);
});

test('once it is there, nothing is taken at its word', async () => {
  await fakeBrowser.storage.local.set({ settings: { v: 3, undoMs: 'soon' } });
  expect((await firstRead()).settings.undoMs).toBe('soon');
  await loadChecks();
  expect((await firstRead()).settings).toEqual(DEFAULT_SETTINGS);
});
