import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { KeyForm } from '../../../components/KeyForm.tsx';
import type { KeyVerdict } from '../../../lib/api/key.ts';

afterEach(cleanup);

const account = { email: 'ada@example.com', plan: 'pro' };

function show(verdict: KeyVerdict | Promise<KeyVerdict>) {
  const onTry = vi.fn(async () => verdict);
  const onKeep = vi.fn();
  render(<KeyForm onTry={onTry} onKeep={onKeep} />);
  return { onTry, onKeep, user: userEvent.setup() };
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' });
const saveButton = () => screen.getByRole('button', { name: 'Save key' });

describe('the key form', () => {
  test('has the focus in its field, and offers no password manager to keep it', () => {
    show({ kind: 'accepted', account });
    expect(document.activeElement).toBe(field());
    expect(field().getAttribute('autocomplete')).toBe('off');
  });

  test('keeps an accepted key, cleaned, where it was asked to', async () => {
    const { user, onTry, onKeep } = show({ kind: 'accepted', account });
    await user.type(field(), ' Bearer hel_live_abc ');
    await user.click(screen.getByRole('checkbox', { name: /until the browser closes/ }));
    await user.click(saveButton());
    expect(onTry).toHaveBeenCalledWith('hel_live_abc');
    expect(onKeep.mock.calls).toEqual([
      [{ key: 'hel_live_abc', checked: true, account, keepIn: 'session' }],
    ]);
  });

  test('says why a key was refused, and keeps what was typed', async () => {
    const error = { kind: 'key-refused', requestId: 'req_1' } as const;
    const { user, onKeep } = show({ kind: 'refused', error });
    await user.type(field(), 'hel_live_abc{Enter}');
    const answer = await screen.findByText(/refused the key \(401\).*Request req_1\./);
    expect(answer.getAttribute('role')).toBe('alert');
    expect(field().value).toBe('hel_live_abc');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field());
    expect(onKeep).not.toHaveBeenCalled();
    await user.type(field(), 'd');
    expect(answer.textContent).toBe('');
  });

  test('offers to keep a key that could not be tried', async () => {
    const error = { kind: 'unreachable', requestId: null } as const;
    const { user, onKeep } = show({ kind: 'unchecked', error });
    await user.type(field(), 'hel_live_abc{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Keep it unchecked' }));
    expect(onKeep.mock.calls).toEqual([
      [{ key: 'hel_live_abc', checked: false, account: null, keepIn: 'local' }],
    ]);
  });

  test.each([
    ['', /Paste the key first/],
    ['hel_live_a b', /character that no key can have/],
  ])('%j is answered without asking anybody', async (text, words) => {
    const { user, onTry } = show({ kind: 'accepted', account });
    if (text) await user.type(field(), text);
    await user.click(saveButton());
    await screen.findByText(words);
    expect(onTry).not.toHaveBeenCalled();
  });

  test('tries a key once, however often one presses', async () => {
    let answer: (verdict: KeyVerdict) => void = () => {};
    const { user, onTry, onKeep } = show(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await user.type(field(), 'hel_live_abc{Enter}{Enter}');
    const button = await screen.findByRole<HTMLButtonElement>('button', {
      name: 'Trying the key…',
    });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.click(button);
    answer({ kind: 'accepted', account });
    await vi.waitFor(() => expect(onKeep).toHaveBeenCalledOnce());
    expect(onTry).toHaveBeenCalledOnce();
  });

  test('an answer that comes after the text was changed is nobody’s', async () => {
    const answers: ((verdict: KeyVerdict) => void)[] = [];
    const onTry = () => new Promise<KeyVerdict>((resolve) => answers.push(resolve));
    const onKeep = vi.fn();
    render(<KeyForm onTry={onTry} onKeep={onKeep} />);
    const user = userEvent.setup();
    await user.type(field(), 'aaa{Enter}');
    await user.type(field(), 'b{Enter}');
    answers[1]?.({ kind: 'accepted', account });
    answers[0]?.({ kind: 'accepted', account });
    await vi.waitFor(() => expect(onKeep).toHaveBeenCalled());
    expect(onKeep.mock.calls.map(([kept]) => kept.key)).toEqual(['aaab']);
  });

  test('an answer that comes after the form was left keeps nothing', async () => {
    let answer: (verdict: KeyVerdict) => void = () => {};
    const onTry = () =>
      new Promise<KeyVerdict>((resolve) => {
        answer = resolve;
      });
    const onKeep = vi.fn();
    const { unmount } = render(<KeyForm onTry={onTry} onKeep={onKeep} />);
    await userEvent.setup().type(field(), 'aaa{Enter}');
    unmount();
    answer({ kind: 'accepted', account });
    await Promise.resolve();
    expect(onKeep).not.toHaveBeenCalled();
  });
});
