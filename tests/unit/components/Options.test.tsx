import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Options } from '../../../components/Options.tsx';
import { DEFAULT_SETTINGS, type State } from '../../../lib/store/state.ts';
import { listed, state, status } from '../support/samples.ts';

afterEach(cleanup);

function show(given: State) {
  const actions = {
    onTry: vi.fn(async () => ({ kind: 'accepted' as const, account: null })),
    onKeep: vi.fn(),
    onCountCancelled: async () => 0,
    onRemoveKey: vi.fn(),
    onMoveKey: vi.fn(),
    onSettings: vi.fn(),
    onShortcut: vi.fn(async (): Promise<string | null> => 'Alt+Shift+H'),
    onChangeShortcut: vi.fn(),
    onWatch: vi.fn(),
    onAllowNotifications: vi.fn(),
    onTestNotification: vi.fn(async () => ({ kind: 'sent' as const })),
  };
  render(<Options state={given} actions={actions} />);
  return { actions, user: userEvent.setup() };
}

const keyField = () => screen.queryByRole('textbox', { name: 'API key' });
const button = (name: string) => screen.getByRole('button', { name });

describe('the key', () => {
  test('is asked for where there is none', () => {
    show(state());
    expect(keyField()).not.toBeNull();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  test('is shown by its last four characters alone', () => {
    show(listed([]));
    screen.getByText('…wxyz');
    expect(keyField()).toBeNull();
  });

  test('can be replaced, or kept after all', async () => {
    const { actions, user } = show(listed([]));
    await user.click(button('Replace key'));
    await user.click(button('Cancel'));
    expect(document.activeElement).toBe(button('Replace key'));
    await user.click(button('Replace key'));
    await user.type(screen.getByRole('textbox', { name: 'API key' }), 'hel_live_new{Enter}');
    await vi.waitFor(() => expect(actions.onKeep).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(keyField()).toBeNull());
  });

  test('leaves its form only once it is stored: who sees it go may close the page', async () => {
    const { actions, user } = show(listed([]));
    let stored = () => {};
    actions.onKeep.mockReturnValue(
      new Promise<void>((resolve) => {
        stored = resolve;
      }),
    );
    await user.click(button('Replace key'));
    await user.type(screen.getByRole('textbox', { name: 'API key' }), 'hel_live_new{Enter}');
    await vi.waitFor(() => expect(actions.onKeep).toHaveBeenCalledOnce());
    expect(keyField()).not.toBeNull();
    stored();
    await vi.waitFor(() => expect(keyField()).toBeNull());
  });

  test('is kept where its predecessor was', async () => {
    const key = { tail: 'wxyz', keptIn: 'session' as const, checked: true };
    const { actions, user } = show(listed([], { key }));
    await user.click(button('Replace key'));
    await user.type(screen.getByRole('textbox', { name: 'API key' }), 'hel_live_new{Enter}');
    await vi.waitFor(() => expect(actions.onKeep).toHaveBeenCalledOnce());
    expect(actions.onKeep.mock.calls[0]?.[0]).toMatchObject({ keepIn: 'session' });
  });

  test('once refused is asked for anew, with the reason', () => {
    const refused = { ...status(), problem: { kind: 'key-refused', requestId: 'req_1' } as const };
    show(listed([], { statuses: { residential: refused, mobile: refused } }));
    expect(keyField()).not.toBeNull();
    screen.getByText(/refused the key \(401\).*Enter another key/);
  });

  test('is removed only once that was confirmed', async () => {
    const { actions, user } = show(listed([]));
    await user.click(button('Remove key'));
    const dialog = () => within(screen.getByRole('dialog', { name: 'Remove the key?' }));
    await user.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(actions.onRemoveKey).not.toHaveBeenCalled();
    await user.click(button('Remove key'));
    await user.click(dialog().getByRole('button', { name: 'Remove' }));
    expect(actions.onRemoveKey).toHaveBeenCalledOnce();
  });

  test('moves between storage that lasts and storage that does not', async () => {
    const { actions, user } = show(listed([]));
    await user.click(screen.getByRole('checkbox', { name: /until the browser closes/ }));
    expect(actions.onMoveKey.mock.calls).toEqual([['session']]);
  });
});

test('? shows the keys, but not in the field for the key; Escape leads back', async () => {
  const { user } = show(listed([]));
  await user.click(button('Replace key'));
  await user.keyboard('?');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'API key' }).value).toBe('?');
  expect(screen.queryByRole('dialog')).toBeNull();
  button('Remove key').focus();
  await user.keyboard('?');
  screen.getByRole('dialog', { name: 'Keys' });
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(button('Remove key'));
});

describe('the shortcut', () => {
  const section = () => screen.getByRole('heading', { name: 'Keyboard' }).closest('section');

  test('is as it is set in the browser, where it can be changed', async () => {
    const { actions, user } = show(listed([]));
    await vi.waitFor(() => expect(section()?.textContent).toContain('Alt+Shift+H'));
    await user.click(button('Change shortcut'));
    expect(actions.onChangeShortcut).toHaveBeenCalledOnce();
    actions.onShortcut.mockResolvedValue(null);
    window.dispatchEvent(new Event('focus'));
    await vi.waitFor(() => expect(section()?.textContent).toContain('No keys are set'));
  });
});

describe('the settings', () => {
  test('show what is chosen, and keep each choice at once and by itself', async () => {
    const { actions, user } = show(listed([]));
    const undo = screen.getByRole('radiogroup', { name: 'Time to undo' });
    expect(within(undo).getByRole<HTMLInputElement>('radio', { name: '5 s' }).checked).toBe(true);
    await user.click(within(undo).getByRole('radio', { name: 'Off' }));
    await user.click(within(undo).getByRole('radio', { name: 'Until I close it' }));
    await user.click(screen.getByRole('radio', { name: 'Every 5 min' }));
    expect(actions.onSettings.mock.calls).toEqual([
      [{ undoMs: 0 }],
      [{ undoMs: null }],
      [{ pollEveryMs: 300_000 }],
    ]);
  });

  test('show what is in force again if a change could not be stored', async () => {
    const { actions, user } = show(listed([]));
    for (const write of [actions.onSettings, actions.onWatch]) {
      write.mockRejectedValue(new Error('QUOTA_BYTES'));
    }
    const boxes = [
      screen.getByRole<HTMLInputElement>('checkbox', { name: /^Read-only/ }),
      screen.getByRole<HTMLInputElement>('switch', { name: 'Tell me when…' }),
    ];
    for (const box of boxes) {
      await user.click(box);
      await vi.waitFor(() => expect(box.checked).toBe(false));
    }
    expect(actions.onSettings.mock.calls).toEqual([[{ isLocked: true }]]);
    expect(actions.onWatch.mock.calls).toEqual([[{ isOn: true }]]);
  });

  test('say what undo is where nothing is closed', () => {
    show(listed([], { settings: { ...DEFAULT_SETTINGS, undoMs: null } }));
    screen.getByText(/From the icon’s menu, where nothing is closed, it is 20 s/);
  });

  test('lock everything against ending, and unlock it', async () => {
    const { actions, user } = show(listed([]));
    const lock = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Read-only: end nothing' });
    expect(lock.checked).toBe(false);
    await user.click(lock);
    expect(actions.onSettings.mock.calls).toEqual([[{ isLocked: true }]]);
  });

  test('take letters away as keys, ? included', async () => {
    const { actions, user } = show(listed([]));
    await user.click(screen.getByRole('checkbox', { name: /^Single letters and signs are keys/ }));
    expect(actions.onSettings.mock.calls).toEqual([[{ hasLetterKeys: false }]]);
    cleanup();
    const settings = { ...DEFAULT_SETTINGS, hasLetterKeys: false };
    await show(listed([], { settings })).user.keyboard('?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('show that the lock is on', () => {
    show(listed([], { settings: { ...DEFAULT_SETTINGS, isLocked: true } }));
    const lock = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Read-only: end nothing' });
    expect(lock.checked).toBe(true);
  });

  test('say so where the plan is not known yet', () => {
    show(listed([]));
    screen.getByText('helodata is asked every 7 min until your plan is known.');
  });

  test('say so where the plan asks for a longer interval', () => {
    const account = { email: 'ada@example.com', plan: 'trial' };
    show(listed([], { account }));
    screen.getByText(
      'helodata is asked every 7 min, to stay within half of what the plan “trial” allows.',
    );
  });
});
