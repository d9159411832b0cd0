/* A key that an input method has taken does nothing to any surface that has keys of its own. */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isComposing } from '../../../components/input-method.ts';
import { KeyForm } from '../../../components/KeyForm.tsx';
import { BulkSheet } from '../../../components/over/BulkSheet.tsx';
import { RowMenu } from '../../../components/over/RowMenu.tsx';
import { Popup } from '../../../components/Popup.tsx';
import { popupActions } from '../support/popup-actions.ts';
import { known, listed, NOW, session } from '../support/samples.ts';

afterEach(cleanup);

/** As browsers tell of such a key: while it composes, or with nothing but its code once that is over. */
const KINDS = [
  ['while it composes', { isComposing: true, keyCode: 229 }],
  ['by `isComposing` alone', { isComposing: true }],
  ['by its code alone', { isComposing: false, keyCode: 229 }],
] as const;

test('an ordinary key is none of an input method', () => {
  expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13 }))).toBe(false);
});

describe.each(KINDS)('%s', (_, taken) => {
  /** Presses a key that is taken, where the focus is; whether that was left to the browser. */
  const press = (key: string, on: Element | null = document.activeElement) =>
    fireEvent.keyDown(on ?? document.body, { key, ...taken });

  test('is told', () => {
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Process', ...taken }))).toBe(true);
  });

  function showList() {
    const actions = popupActions();
    const sessions = ['a', 'b'].map((id) => session({ id, sessionId: id }));
    render(<Popup state={listed(sessions)} nowMs={NOW} actions={actions} />);
    return { actions, user: userEvent.setup() };
  }

  test('the filter takes no suggestion, and is not left', async () => {
    const { user } = showList();
    const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
    await user.click(box);
    await user.type(box, 're');
    await screen.findAllByRole('option');
    await user.keyboard('{ArrowDown}');
    const chosen = box.getAttribute('aria-activedescendant');
    expect(chosen).not.toBeNull();
    for (const key of ['Enter', 'Tab', 'ArrowDown', 'Escape']) expect(press(key)).toBe(true);
    expect(box.value).toBe('re');
    expect(box.getAttribute('aria-activedescendant')).toBe(chosen);
    expect(box.getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(box);
  });

  test('the list does not move, mark or end, and opens nothing', async () => {
    const { actions, user } = showList();
    await user.keyboard('j');
    const row = document.activeElement;
    for (const key of ['j', 'x', ' ', 'Enter', '?', 'm', '/']) press(key);
    expect(document.activeElement).toBe(row);
    expect(actions.onTerminate).not.toHaveBeenCalled();
    expect(screen.queryByText('1 marked')).toBeNull();
    expect(screen.queryByRole('heading', { name: /^[ab]$/ })).toBeNull();
  });

  test('the grouping is not left', () => {
    showList();
    const grouping = screen.getByRole('combobox', { name: 'Group by' });
    grouping.focus();
    expect(press('Escape')).toBe(true);
    expect(document.activeElement).toBe(grouping);
  });

  test('a menu stays, and goes to no letter', () => {
    const onClose = vi.fn();
    const items = ['Open', 'Protect'].map((label) => ({ label, onChoose: vi.fn() }));
    render(<RowMenu label="a" items={[items]} at={{ x: 0, y: 0 }} onClose={onClose} />);
    const first = document.activeElement;
    for (const key of ['p', 'ArrowDown', 'Tab', 'Escape']) press(key);
    expect(document.activeElement).toBe(first);
    expect(onClose).not.toHaveBeenCalled();
  });

  test('a question stays open, and its number is not sent off', () => {
    const calls = { onEnd: vi.fn(), onClose: vi.fn() };
    const rows = Array.from({ length: 51 }, () => known());
    render(<BulkSheet rows={rows} others={[known()]} undoMs={0} {...calls} />);
    const field = screen.getByRole('textbox');
    expect(press('Enter', field)).toBe(false);
    expect(press('Escape', field)).toBe(true);
    expect(fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 })).toBe(true);
    expect(calls.onClose).not.toHaveBeenCalled();
  });

  test('a key is not sent off', () => {
    render(<KeyForm onTry={vi.fn()} onKeep={vi.fn()} onCountCancelled={vi.fn()} />);
    const field = screen.getByRole('textbox', { name: 'API key' });
    expect(press('Enter', field)).toBe(false);
    expect(press('a', field)).toBe(true);
    expect(fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 })).toBe(true);
  });
});
