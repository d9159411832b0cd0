import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { Keys } from '../../../../components/over/Keys.tsx';

afterEach(cleanup);

function show(shortcut: string | null = 'Alt+Shift+H') {
  const onClose = vi.fn();
  render(<Keys onShortcut={async () => shortcut} onClose={onClose} />);
  return onClose;
}

/** The keys that do something at a place. */
function keysFor(place: string, what: string): string | null | undefined {
  const table = screen.getByRole('table', { name: place });
  const row = within(table).getByRole('cell', { name: what }).closest('tr');
  return row?.querySelector('th')?.textContent;
}

test.each([
  ['In the list', '/', 'Filter'],
  ['In the list', '↑ ↓ k j', 'Up and down'],
  ['In the list', 'Enter', 'Open the session'],
  ['In the list', 'Space', 'Mark or unmark'],
  ['In the list', 'Shift+Space', 'Mark up to here'],
  ['In the list', 'Shift+↑↓', 'Mark on the way'],
  ['In the list', 'a', 'Mark all shown'],
  ['In the list', 'Esc', 'Clear marks'],
  ['In the list', 'x', 'End the session, or all marked'],
  ['In the list', 'u', 'Undo; of many ended at once, all'],
  ['In the list', 'r', 'Refresh'],
  ['In the list', 'c', 'Copy the username'],
  ['In the list', 'p', 'Protect'],
  ['In the list', 'n', 'Tell me before it ends'],
  ['In the list', 'm Menu Shift+F10', 'Menu of the session'],
  ['In the list', 'Home End', 'To either end'],
  ['In the list', 'PgUp PgDn', 'By the page'],
  ['In the filter', 'Tab Enter', 'Take it'],
  ['In the filter', 'Enter Esc', 'To the list'],
  ['In a session', 'x', 'End the session'],
  ['In a session', 'u', 'Undo'],
  ['In a session', 'Esc', 'Back'],
  ['In the history', '↑ ↓ k j', 'Up and down'],
  ['In what was noticed', 'Enter', 'Open the session'],
  ['In the list, a session, the history or what was noticed', 'g h', 'To the history'],
  ['In the list, a session, the history or what was noticed', 'g n', 'To what was noticed'],
  ['In the list, a session, the history or what was noticed', 'g s', 'To the settings'],
  ['In the list, a session, the history or what was noticed', 'g l', 'To the list'],
  ['In menus and questions', 'A…Z', 'To what begins with it, or has it as its key'],
  ['In the settings', '← →', 'Choose another'],
  ['Anywhere', '?', 'This list'],
])('%s, %s: %s', (place, keys, what) => {
  show();
  expect(keysFor(place, what)).toBe(keys);
});

test('the shortcut is as the browser has it, and left out where none is set', async () => {
  show('Ctrl+Shift+Y');
  await screen.findByRole('cell', { name: /^Open the popup/ });
  expect(keysFor('Anywhere', 'Open the popup, in whatever tab')).toBe('Ctrl+Shift+Y');
  cleanup();
  show(null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(screen.queryByRole('cell', { name: /^Open the popup/ })).toBeNull();
});

test('closes', async () => {
  const onClose = show();
  screen.getByRole('dialog', { name: 'Keys' });
  await userEvent.keyboard('{Enter}');
  expect(onClose).toHaveBeenCalledOnce();
});
