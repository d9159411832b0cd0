/* A view asks for fresh numbers while somebody looks at it. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { watch } from '../../../../entrypoints/popup/watch.ts';
import * as items from '../../../../lib/store/items.ts';
import { replace } from '../../support/replace.ts';

const narrow = () => ({ region: 'us' });
let stop = () => {};

beforeEach(() => {
  fakeBrowser.reset();
  vi.useFakeTimers();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('it asks as it opens, every now and then, and once the network is back', async () => {
  stop = watch(narrow);
  await vi.advanceTimersByTimeAsync(1);
  expect(await items.refresh.read()).toMatchObject({ by: 'opened', narrow: narrow() });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await items.refresh.read()).toMatchObject({ by: 'watching', narrow: narrow() });
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1);
  expect(await items.refresh.read()).toMatchObject({ by: 'online', narrow: null });
});

test('storage that is full leaves no error behind', async () => {
  let refused = 0;
  replace(fakeBrowser.storage.local, {
    async set() {
      refused += 1;
      throw new Error('Resource::kQuotaBytes quota exceeded');
    },
  });
  const left: unknown[] = [];
  const note = (reason: unknown) => left.push(reason);
  process.on('unhandledRejection', note);
  stop = watch(narrow);
  window.dispatchEvent(new Event('online'));
  vi.useRealTimers();
  await setImmediate();
  process.off('unhandledRejection', note);
  expect(refused).toBe(2);
  expect(left).toEqual([]);
});
