import { beforeEach, expect, test, vi } from 'vitest';
import { changeSettings, changeWatching } from '../../../lib/store/change.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS, DEFAULT_WATCHING } from '../../../lib/store/state.ts';
import { browser, releaseLocks } from '../support/browser.ts';

beforeEach(() => {
  browser.reset();
  releaseLocks('all');
  vi.restoreAllMocks();
});

test('settings that several pages change at the same moment are all kept', async () => {
  await Promise.all([
    changeSettings({ isLocked: true }),
    changeSettings({ undoMs: null }),
    changeSettings({ pollEveryMs: 300_000 }),
    changeSettings({ hasLetterKeys: false }),
  ]);
  expect(await items.settings.read()).toEqual({
    ...{ v: 3, isLocked: true, undoMs: null, pollEveryMs: 300_000, hasLetterKeys: false },
  });
});

test('alert settings that several pages change at the same moment are all kept, within one cause too', async () => {
  await Promise.all([
    changeWatching({ isOn: true }),
    changeWatching({ bytes: { isOn: false } }),
    changeWatching({ bytes: { over: 7 } }),
    changeWatching({ quiet: { fromMin: 60 } }),
  ]);
  const quiet = { ...DEFAULT_WATCHING.quiet, fromMin: 60 };
  const bytes = { isOn: false, over: 7 };
  expect(await items.watching.read()).toEqual({
    ...{ ...DEFAULT_WATCHING, v: 1, isOn: true, bytes, quiet },
  });
});

test('a change that can’t be stored rejects, and a later change is still stored', async () => {
  vi.spyOn(browser.storage.local, 'set').mockRejectedValue(new Error('QUOTA_BYTES'));
  await expect(changeSettings({ isLocked: true })).rejects.toThrow('QUOTA_BYTES');
  vi.restoreAllMocks();
  await changeSettings({ undoMs: 0 });
  expect(await items.settings.read()).toEqual({ ...DEFAULT_SETTINGS, v: 3, undoMs: 0 });
});
