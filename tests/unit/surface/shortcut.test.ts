import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { changeShortcut, readShortcut } from '../../../lib/surface/shortcut.ts';

beforeEach(() => fakeBrowser.reset());

const commands = (...all: { name?: string; shortcut?: string }[]) =>
  Object.assign(fakeBrowser, { commands: { getAll: async () => all } });

test.each([
  ['as it is set', [{ name: '_execute_action', shortcut: 'Ctrl+Shift+Y' }], 'Ctrl+Shift+Y'],
  ['none where another extension has it', [{ name: '_execute_action', shortcut: '' }], null],
  ['none where the browser knows of none', [{ name: 'other', shortcut: 'F2' }], null],
])('the shortcut is %s', async (_, all, expected) => {
  commands(...all);
  expect(await readShortcut()).toBe(expected);
});

test('it is changed where the browser has that: by its own way there, or by the address', async () => {
  commands();
  const create = vi.spyOn(fakeBrowser.tabs, 'create').mockResolvedValue({} as never);
  await changeShortcut();
  expect(create).toHaveBeenCalledWith({ url: 'chrome://extensions/shortcuts' });
  const openShortcutSettings = vi.fn(async () => {});
  Object.assign(fakeBrowser.commands, { openShortcutSettings });
  await changeShortcut();
  expect(openShortcutSettings).toHaveBeenCalledOnce();
  expect(create).toHaveBeenCalledOnce();
});
