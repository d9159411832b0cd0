import { afterEach, expect, test, vi } from 'vitest';
import { elsewhere } from '../../../lib/surface/elsewhere.ts';
import { browser } from '../support/browser.ts';

const open = vi.fn(async () => {});

afterEach(() => {
  Object.assign(browser, { sidePanel: undefined, sidebarAction: undefined });
  vi.clearAllMocks();
});

const places = (from: 'popup' | 'page' | 'panel') => elsewhere(from).map(({ where }) => where);

test('Chrome’s side panel opens in the window that one is in', async () => {
  Object.assign(browser, { sidePanel: { open } });
  Object.assign(browser.windows, { getCurrent: async () => ({ id: 7 }) });
  expect(places('popup')).toEqual(['page', 'sidePanel']);
  await elsewhere('popup')[1]?.open();
  expect(open).toHaveBeenCalledExactlyOnceWith({ windowId: 7 });
});

test('Firefox’s sidebar opens within the click itself', () => {
  Object.assign(browser, { sidebarAction: { open } });
  expect(places('popup')).toEqual(['page', 'sidebar']);
  void elsewhere('popup')[1]?.open();
  expect(open).toHaveBeenCalledOnce();
});

test('nothing is offered that is where one is, or that the browser has not', () => {
  expect(places('popup')).toEqual(['page']);
  Object.assign(browser, { sidePanel: { open } });
  expect(places('page')).toEqual(['sidePanel']);
  expect(places('panel')).toEqual(['page']);
});
