// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import * as items from '../../../lib/store/items.ts';
import { removeKey } from '../../../lib/store/key.ts';
import { DEFAULT_VIEW } from '../../../lib/store/state.ts';
import { keepView, takeLeftView } from '../../../lib/store/view-keeper.ts';
import { releaseLocks } from '../support/browser.ts';
import { replace } from '../support/replace.ts';

const typed = (filter: string) => ({ ...DEFAULT_VIEW, filter });

beforeEach(async () => {
  fakeBrowser.reset();
  releaseLocks('all');
  vi.restoreAllMocks();
  vi.useFakeTimers();
  await items.keyInLocal.write({ key: 'hel_live_key', savedAtMs: 1, checked: true });
  return () => {
    vi.runAllTimers();
    vi.useRealTimers();
    localStorage.clear();
  };
});

test('letters are kept together once they pause', async () => {
  const write = vi.spyOn(items.view, 'write');
  for (const text of ['u', 'us', 'us ']) keepView(typed(text));
  await vi.runAllTimersAsync();
  expect(write.mock.calls).toEqual([[typed('us ')]]);
});

test('what was typed as the page went is there when it is opened again', async () => {
  const write = vi.spyOn(items.view, 'write');
  keepView(typed('region:us'));
  expect(write).not.toHaveBeenCalled();
  await takeLeftView();
  expect(await items.view.read()).toMatchObject(typed('region:us'));
});

test('a filter that is stored waits no longer, and one that is newer still does', async () => {
  keepView(typed('old'));
  vi.runAllTimers();
  keepView(typed('new'));
  await vi.waitFor(async () => expect(await items.view.read()).toMatchObject(typed('old')));
  expect(localStorage.getItem('view')).toContain('new');
  vi.runAllTimers();
  await vi.waitFor(() => expect(localStorage.getItem('view')).toBeNull());
  expect(await items.view.read()).toMatchObject(typed('new'));
});

test('a filter that can’t be stored goes on waiting', async () => {
  vi.spyOn(items.view, 'write').mockRejectedValue(new Error('QUOTA_BYTES exceeded'));
  keepView(typed('region:us'));
  vi.runAllTimers();
  await takeLeftView();
  expect(localStorage.getItem('view')).toContain('region:us');
});

test('a page waits for a second at most for what was left, and for that only', async () => {
  const write = vi.spyOn(items.view, 'write').mockReturnValue(new Promise(() => {}));
  localStorage.setItem('view', JSON.stringify({ ...typed('region:us'), v: 1 }));
  const taken = vi.fn();
  takeLeftView().then(taken);
  await vi.advanceTimersByTimeAsync(900);
  expect(write).toHaveBeenCalledOnce();
  expect(taken).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(taken).toHaveBeenCalledOnce();
  expect(localStorage.getItem('view')).toContain('region:us');

  // The page that could not write is closed.
  releaseLocks('all');
  write.mockResolvedValue();
  await takeLeftView();
  expect(vi.getTimerCount()).toBe(0);
});

test('what was left and can’t be read now keeps no page from opening, and stays', async () => {
  vi.spyOn(items.view, 'readFrom').mockRejectedValue(new Error('no such file'));
  localStorage.setItem('view', '{"v":0}');
  await takeLeftView();
  expect(localStorage.getItem('view')).toBe('{"v":0}');
});

test('nothing that was left changes nothing', async () => {
  await items.view.write(typed('kept'));
  await takeLeftView();
  expect(await items.view.read()).toMatchObject(typed('kept'));
});

test.each(['{"v":1,"filter":1}', '{"v":', 'null', ''])(
  'a copy that reads %j is thrown away',
  async (copy) => {
    await items.view.write(typed('kept'));
    localStorage.setItem('view', copy);
    await takeLeftView();
    expect(await items.view.read()).toMatchObject(typed('kept'));
    expect(localStorage.getItem('view')).toBeNull();
  },
);

describe('once the key is removed, nothing is left of a filter', () => {
  /** Waits until each page has finished all that it had begun. */
  const settled = () => vi.advanceTimersByTimeAsync(2_000);

  const expectNothingLeft = async () => {
    await settled();
    expect(localStorage.getItem('view')).toBeNull();
    expect(await fakeBrowser.storage.local.get()).toEqual({});
  };

  test('that was stored, with letters that a closed page has left', async () => {
    await items.view.write(typed('subuser:a'));
    localStorage.setItem('view', String(items.view.entry(typed('subuser:acme')).view));
    await removeKey();
    await expectNothingLeft();
  });

  test('whose last letters wait in another page', async () => {
    keepView(typed('subuser:acme'));
    await removeKey();
    expect(localStorage.getItem('view')).toBeNull();
    await expectNothingLeft();
  });

  test('that another page is storing at that moment', async () => {
    const { local } = fakeBrowser.storage;
    const set = local.set.bind(local);
    replace(local, {
      async set(entries: Record<string, unknown>) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await set(entries);
      },
    });
    keepView(typed('subuser:acme'));
    await vi.advanceTimersByTimeAsync(350);
    const removed = removeKey();
    await settled();
    await removed;
    await expectNothingLeft();
  });

  test('of which a letter is typed before the page hears of that', async () => {
    await removeKey();
    keepView(typed('subuser:acme'));
    await expectNothingLeft();
  });

  test('that a page finds as it opens', async () => {
    await removeKey();
    localStorage.setItem('view', String(items.view.entry(typed('subuser:acme')).view));
    await takeLeftView();
    await expectNothingLeft();
  });
});
