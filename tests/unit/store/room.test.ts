import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import * as items from '../../../lib/store/items.ts';
import { writeCopies } from '../../../lib/store/room.ts';
import { DEFAULT_SETTINGS } from '../../../lib/store/state.ts';
import { past, session } from '../support/samples.ts';

beforeEach(async () => {
  fakeBrowser.reset();
  await items.listOf('mobile').write({ sessions: [session()] });
  await items.tracesOf('mobile').write({ traces: new Map() });
  await items.history.item('1').write({ past: [past()] });
  await items.protections.item('subuser:sub_1').write({ sinceMs: 1 });
});
afterEach(() => vi.restoreAllMocks());

const keys = async () => Object.keys(await fakeBrowser.storage.local.get(null)).sort();

/** Holds this many items of any size, as a full disk holds so many bytes. */
function holds(most: number) {
  const set = fakeBrowser.storage.local.set.bind(fakeBrowser.storage.local);
  vi.spyOn(fakeBrowser.storage.local, 'set').mockImplementation(async (entries) => {
    const after = new Set([...(await keys()), ...Object.keys(entries)]);
    if (after.size > most) throw new Error('QUOTA_BYTES exceeded');
    await set(entries);
  });
}

describe('in full storage, for what a person wants kept', () => {
  test('traces are given up first', async () => {
    holds(4);
    await items.settings.write(DEFAULT_SETTINGS);
    expect(await keys()).toEqual([
      'history:1',
      'list:mobile',
      'protected:subuser:sub_1',
      'settings',
    ]);
  });

  test('then history and lists, and nothing that a person did', async () => {
    holds(2);
    await items.settings.write(DEFAULT_SETTINGS);
    expect(await keys()).toEqual(['protected:subuser:sub_1', 'settings']);
  });

  test('or it says so', async () => {
    holds(1);
    await expect(items.settings.write(DEFAULT_SETTINGS)).rejects.toThrow('QUOTA');
  });
});

describe('in full storage, a list', () => {
  const list = items.listOf('residential').entry({ sessions: [] });
  const traces = items.tracesOf('residential').entry({ traces: new Map() });

  test('is kept without its traces', async () => {
    holds(4);
    await writeCopies([list], traces);
    expect(await keys()).toEqual([
      'history:1',
      'list:mobile',
      'list:residential',
      'protected:subuser:sub_1',
    ]);
  });

  test('takes nothing else’s room', async () => {
    holds(3);
    await expect(writeCopies([list], traces)).rejects.toThrow('QUOTA');
    expect(await keys()).toEqual(['history:1', 'list:mobile', 'protected:subuser:sub_1']);
  });
});
