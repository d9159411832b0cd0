// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_VIEW } from '../../../lib/store/state.ts';
import { keepView, leaveView, takeLeftView } from '../../../lib/store/view-keeper.ts';

const typed = (filter: string) => ({ ...DEFAULT_VIEW, filter });

beforeEach(() => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  vi.useFakeTimers();
  return () => {
    vi.runAllTimers();
    vi.useRealTimers();
    localStorage.clear();
  };
});

test('letters are kept together once they pause', async () => {
  const write = vi.spyOn(items.view, 'write');
  for (const text of ['u', 'us', 'us ']) keepView(typed(text));
  vi.runAllTimers();
  expect(write.mock.calls).toEqual([[typed('us ')]]);
});

test('what was typed as the page went is there when it is opened again', async () => {
  const write = vi.spyOn(items.view, 'write');
  keepView(typed('region:us'));
  leaveView();
  expect(write).not.toHaveBeenCalled();
  await takeLeftView();
  expect(await items.view.read()).toMatchObject(typed('region:us'));
});

test('what was kept, or changed since, is not overtaken by what was left before', async () => {
  keepView(typed('old'));
  leaveView();
  // It was not closed after all.
  keepView(typed('new'));
  vi.runAllTimers();
  leaveView();
  await takeLeftView();
  expect(await items.view.read()).toMatchObject(typed('new'));
});

test('nothing, or nonsense, that was left changes nothing', async () => {
  await items.view.write(typed('kept'));
  await takeLeftView();
  localStorage.setItem('view', JSON.stringify({ view: { filter: 1 } }));
  await takeLeftView();
  expect(await items.view.read()).toMatchObject(typed('kept'));
});
