import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { Keys } from '../../../../components/over/Keys.tsx';

afterEach(cleanup);

test.each([
  ['/', 'Filter'],
  ['↑ ↓ k j', 'Up and down'],
  ['Enter', 'Open the session'],
  ['Space', 'Mark or unmark'],
  ['Shift+Space', 'Mark up to here'],
  ['Shift+↑↓', 'Mark on the way'],
  ['a', 'Mark all shown'],
  ['x', 'End the session, or all marked'],
  ['u', 'Undo'],
  ['r', 'Refresh'],
  ['c', 'Copy the username'],
  ['p', 'Protect'],
  ['n', 'Tell me before it ends'],
  ['m Menu', 'Menu of the session'],
  ['Home End', 'To either end'],
  ['PgUp PgDn', 'By the page'],
  ['Esc', 'Back'],
  ['?', 'This list'],
])('%s: %s', (keys, what) => {
  render(<Keys onClose={vi.fn()} />);
  const row = screen.getByRole('cell', { name: what }).closest('tr');
  expect(row?.querySelector('th')?.textContent).toBe(keys);
});

test('closes', async () => {
  const onClose = vi.fn();
  render(<Keys onClose={onClose} />);
  screen.getByRole('dialog', { name: 'Keys' });
  await userEvent.keyboard('{Enter}');
  expect(onClose).toHaveBeenCalledOnce();
});
