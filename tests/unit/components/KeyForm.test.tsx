import { cleanup, render, screen } from '@testing-library/preact';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { KeyForm } from '../../../components/KeyForm.tsx';
import type { KeyVerdict } from '../../../lib/api/key.ts';

afterEach(cleanup);

const account = { email: 'ada@example.com', plan: 'pro' };

const onCountCancelled = vi.fn(async () => 0);

function show(verdict: KeyVerdict | Promise<KeyVerdict>) {
  const onTry = vi.fn(async () => verdict);
  const onKeep = vi.fn();
  render(<KeyForm onTry={onTry} onKeep={onKeep} onCountCancelled={onCountCancelled} />);
  return { onTry, onKeep, user: userEvent.setup() };
}

const KEY = `hel_live_${'a1B2c3D4'.repeat(8)}`;

async function paste(user: UserEvent, text: string): Promise<void> {
  await user.click(field());
  await user.paste(text);
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' });
const saveButton = () => screen.getByRole('button', { name: 'Save key' });
const tryAnyway = () => screen.queryByRole('button', { name: 'Try anyway' });

describe('the key form', () => {
  test('has the focus in its field, and offers no password manager to keep it', () => {
    show({ kind: 'accepted', account });
    expect(document.activeElement).toBe(field());
    expect(field().type).toBe('text');
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

  test('saves the one key in a text, and says which it has found', async () => {
    const { user, onTry, onKeep } = show({ kind: 'accepted', account });
    const line = `curl -H "Authorization: Bearer ${KEY}" https://api.helodata.com/v1/users/me`;
    await paste(user, line);
    expect(screen.getByRole('status').textContent).toBe('Found the key ending in …c3D4.');
    expect(field().value).toBe(line);
    await user.click(saveButton());
    expect(onTry.mock.calls).toEqual([[KEY]]);
    await vi.waitFor(() => expect(onKeep.mock.calls[0]?.[0].key).toBe(KEY));
  });

  test('says nothing of a key alone', async () => {
    const { user } = show({ kind: 'accepted', account });
    await paste(user, ` ${KEY}\u200b `);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  test('shows no more of a pasted key than its end', async () => {
    const error = { kind: 'key-refused', requestId: null } as const;
    const { user } = show({ kind: 'refused', error });
    await paste(user, `KEY=${KEY}`);
    await user.click(saveButton());
    await screen.findByText(/refused the key/);
    expect(document.body.innerHTML).toContain('…c3D4');
    expect(document.body.innerHTML).not.toContain(KEY.slice(-5));
  });

  test.each([
    ['hel_live_01HXabc...', /Part of this key is hidden or missing\..* Nothing was sent\./],
    ['https://dashboard.helodata.com/', /This is an address, not a key\..* Nothing was sent\./],
    ['Ask Anna for it', /This can’t be a key: .* Nothing was sent\./],
    [`${KEY} ${KEY.replace('live', 'test')}`, /more than one key\..* Nothing was sent\./],
  ])('%s is named as soon as it is pasted, and never sent', async (text, words) => {
    const { user, onTry } = show({ kind: 'accepted', account });
    await paste(user, text);
    expect(screen.getByRole('alert').textContent).toMatch(words);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    await user.click(saveButton());
    await user.type(field(), '{Enter}');
    expect(screen.getByRole('alert').textContent).toMatch(words);
    expect(document.activeElement).toBe(field());
    expect(tryAnyway()).toBeNull();
    expect(onTry).not.toHaveBeenCalled();
  });

  test.each([
    [
      'sk-proj-abcdefghijklmnop',
      /^Keys that start with sk- belong to another service, such as OpenAI\./,
    ],
    ['a-newer-format', /^This does not look like a helodata key\./],
  ])('%s is named, and sent only if the person insists', async (text, words) => {
    const error = { kind: 'key-refused', requestId: 'req_1' } as const;
    const { user, onTry } = show({ kind: 'refused', error });
    await paste(user, text);
    await user.click(saveButton());
    expect(screen.getByRole('alert').textContent).toMatch(words);
    expect(onTry).not.toHaveBeenCalled();
    await user.click(tryAnyway() as HTMLElement);
    expect(onTry.mock.calls).toEqual([[text]]);
    await screen.findByText(/refused the key \(401\)/);
    expect(document.activeElement).toBe(field());
    await user.type(field(), '{Enter}');
    expect(onTry).toHaveBeenCalledOnce();
    await user.type(field(), 'x');
    expect(tryAnyway()).toBeNull();
  });

  test('keeps the focus when the button that insists goes', async () => {
    const { user } = show(new Promise(() => {}));
    await paste(user, 'a-newer-format');
    await user.click(tryAnyway() as HTMLElement);
    expect(tryAnyway()).toBeNull();
    expect(document.activeElement).toBe(field());
  });

  test('a typed text is named once it is to be saved, not at each letter', async () => {
    const { user, onTry } = show({ kind: 'accepted', account });
    await user.click(saveButton());
    expect(screen.getByRole('alert').textContent).toBe('Paste the key first.');
    await user.type(field(), 'sk-abcdefgh');
    expect(screen.getByRole('alert').textContent).toBe('');
    expect(screen.getByRole('status').textContent).toBe('');
    await user.type(field(), '{Enter}');
    expect(screen.getByRole('alert').textContent).toContain('sk-');
    expect(onTry).not.toHaveBeenCalled();
  });

  test.each([
    [KEY.slice(0, 40), 'This key may be cut off: it has 31 of 64 characters after hel_live_.'],
    [`${KEY}abc`, /^This key may hold something else, too: it has 67 characters after hel_live_/],
  ])('%s may have lost or gained a part: it is sent all the same', async (text, words) => {
    const error = { kind: 'key-refused', requestId: null } as const;
    const { user, onTry } = show({ kind: 'refused', error });
    await paste(user, text);
    expect(screen.getByRole('status').textContent).toMatch(words);
    await user.clear(field());
    await user.type(field(), text);
    expect(screen.getByRole('status').textContent).toBe('');
    await user.click(saveButton());
    await screen.findByText(/refused the key/);
    expect(screen.getByRole('status').textContent).toMatch(words);
    expect(onTry.mock.calls).toEqual([[text]]);
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
    render(<KeyForm onTry={onTry} onKeep={onKeep} onCountCancelled={onCountCancelled} />);
    const user = userEvent.setup();
    await user.type(field(), 'hel_live_aaa{Enter}');
    await user.type(field(), 'b{Enter}');
    answers[1]?.({ kind: 'accepted', account });
    answers[0]?.({ kind: 'accepted', account });
    await vi.waitFor(() => expect(onKeep).toHaveBeenCalled());
    expect(onKeep.mock.calls.map(([kept]) => kept.key)).toEqual(['hel_live_aaab']);
  });

  test('an answer that comes after the form was left keeps nothing', async () => {
    let answer: (verdict: KeyVerdict) => void = () => {};
    const onTry = () =>
      new Promise<KeyVerdict>((resolve) => {
        answer = resolve;
      });
    const onKeep = vi.fn();
    const { unmount } = render(
      <KeyForm onTry={onTry} onKeep={onKeep} onCountCancelled={onCountCancelled} />,
    );
    await userEvent.setup().type(field(), 'hel_live_aaa{Enter}');
    unmount();
    answer({ kind: 'accepted', account });
    await Promise.resolve();
    expect(onKeep).not.toHaveBeenCalled();
  });
});

describe('a key that is not known to be of the same account', () => {
  const words =
    /not known to belong to the same account, so 2 pending terminations will be cancelled/;

  test('is kept only after the form has said how many terminations that cancels', async () => {
    onCountCancelled.mockResolvedValueOnce(2);
    const { onKeep, user } = show({ kind: 'accepted', account });
    await paste(user, KEY);
    await user.click(screen.getByRole('button', { name: 'Save key' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
    expect(onKeep).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Use this key anyway' }));
    expect(onKeep).toHaveBeenCalledExactlyOnceWith({
      key: KEY,
      checked: true,
      account,
      keepIn: 'local',
    });
  });

  test('is asked about, too, if it could not be tried, until the text is changed', async () => {
    onCountCancelled.mockResolvedValueOnce(2);
    const error = { kind: 'offline', requestId: null } as const;
    const { onKeep, user } = show({ kind: 'unchecked', error });
    await paste(user, KEY);
    await user.click(screen.getByRole('button', { name: 'Save key' }));
    await user.click(await screen.findByRole('button', { name: 'Keep it unchecked' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
    await user.type(screen.getByRole('textbox'), 'x');
    expect(screen.queryByRole('button', { name: 'Use this key anyway' })).toBeNull();
    expect(onKeep).not.toHaveBeenCalled();
  });
});
