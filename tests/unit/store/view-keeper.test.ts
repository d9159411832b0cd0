// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_VIEW } from '../../../lib/store/state.ts';
import { keepView, takeLeftView } from '../../../lib/store/view-keeper.ts';

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
