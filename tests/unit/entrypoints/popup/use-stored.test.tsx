/* A popup over what is stored: taken at its word, until that won't do. */
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { useStored } from '../../../../entrypoints/popup/use-stored.ts';
import { check } from '../../../../lib/store/checks.ts';
import { trust } from '../../../../lib/store/item.ts';
import type { State } from '../../../../lib/store/state.ts';

const load = vi.fn(async () => check);

beforeEach(() => {
  fakeBrowser.reset();
  load.mockClear();
  trust(load);
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function View({ state }: { state: State }) {
  return (
    <p>{`${state.settings.pollEveryMs.toFixed()} ${state.lists.mobile.map(({ id }) => id)}`}</p>
  );
}

function Broken({ state }: { state: State }): never {
  throw new Error(`broken with ${state.lists.mobile.length}`);
}

let left = Promise.resolve();
beforeEach(() => {
  left = Promise.resolve();
});

function Page({ of: Shown = View }: { of?: typeof View }) {
  const { state, isBroken, isUnreadable } = useStored(left);
  if (isBroken || isUnreadable) return <p>{isUnreadable ? 'unreadable' : 'broken'}</p>;
  return state && <Shown state={state} />;
}

test('what is of today is shown without what could tell', async () => {
  await fakeBrowser.storage.local.set({ settings: { v: 3, pollEveryMs: 300_000 } });
  render(<Page />);
  await screen.findByText('300000');
  expect(load).not.toHaveBeenCalled();
});

test('what is of an earlier version is shown as it is today, and never as absent', async () => {
  const settings = { v: 1, undoMs: 0, pollEveryMs: 300_000 };
  await fakeBrowser.storage.local.set({ settings });
  render(<Page />);
  await screen.findByText('300000');
  expect(load).toHaveBeenCalledTimes(1);
});

test('what the page fails on reads as absent', async () => {
  await fakeBrowser.storage.local.set({ settings: { v: 3, pollEveryMs: null } });
  render(<Page />);
  await screen.findByText('60000');
});

test('and a list that is none is no list', async () => {
  await fakeBrowser.storage.local.set({ 'list:mobile': { v: 1, sessions: 'x' } });
  render(<Page />);
  await screen.findByText('60000');
});

test('a page that fails on what is well says that it is broken', async () => {
  render(<Page of={Broken} />);
  await screen.findByText('broken');
});

test('storage that can’t be read is told', async () => {
  vi.spyOn(fakeBrowser.storage.local, 'get').mockRejectedValue(new Error('gone'));
  render(<Page />);
  await waitFor(() => expect(screen.getByText('unreadable')).toBeDefined());
});

test('nothing is read before what a page left is stored', async () => {
  let store = () => {};
  left = new Promise((resolve) => {
    store = resolve;
  });
  const get = vi.spyOn(fakeBrowser.storage.local, 'get');
  render(<Page />);
  // Effects run after a frame.
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  expect(get).not.toHaveBeenCalled();
  store();
  await screen.findByText('60000');
});

test('a page that goes before that listens to nothing in the end', async () => {
  let store = () => {};
  left = new Promise((resolve) => {
    store = resolve;
  });
  const { onChanged } = fakeBrowser.storage;
  const { unmount } = render(<Page />);
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  unmount();
  store();
  await left;
  await waitFor(() => expect(onChanged.hasListeners()).toBe(false));
});
