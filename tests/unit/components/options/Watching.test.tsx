import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WatchingSection } from '../../../../components/options/Watching.tsx';
import { type Change, changed } from '../../../../lib/store/change.ts';
import { DEFAULT_WATCHING, type Watching } from '../../../../lib/store/state.ts';
import type { TestResult } from '../../../../lib/surface/notifications.ts';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const ON: Watching = { ...DEFAULT_WATCHING, isOn: true };

function show(given: Watching, { mayNotify = true } = {}) {
  const actions = {
    onWatch: vi.fn<(change: Change<Watching>) => void>(),
    onAllowNotifications: vi.fn(),
    onTestNotification: vi.fn(async (): Promise<TestResult> => ({ kind: 'sent' })),
  };
  /** As the page shows what was stored. */
  function Page(stored: { mayNotify: boolean }) {
    const [watching, setWatching] = useState(given);
    actions.onWatch.mockImplementation((change) => setWatching((was) => changed(was, change)));
    return <WatchingSection watching={watching} {...stored} {...actions} />;
  }
  const { rerender } = render(<Page mayNotify={mayNotify} />);
  return {
    ...actions,
    user: userEvent.setup({ advanceTimers: vi.advanceTimersByTime }),
    rerender: (stored: { mayNotify: boolean }) => rerender(<Page {...stored} />),
  };
}

const main = () => screen.getByRole<HTMLInputElement>('switch', { name: 'Tell me when…' });
const checkbox = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });

describe('the switch', () => {
  test('is off at first, and nothing else can be chosen then', () => {
    show(DEFAULT_WATCHING);
    expect(main().checked).toBe(false);
    const groups = screen.getAllByRole<HTMLFieldSetElement>('group');
    for (const control of [...screen.getAllByRole('checkbox'), ...screen.getAllByRole('textbox')]) {
      expect(groups.some((group) => group.disabled && group.contains(control))).toBe(true);
    }
  });

  test('asks the browser within the click that turns it on, and only then', async () => {
    const { user, onWatch, onAllowNotifications } = show(DEFAULT_WATCHING);
    await user.click(main());
    expect(onAllowNotifications).toHaveBeenCalledOnce();
    expect(onWatch).toHaveBeenLastCalledWith({ isOn: true });
    await user.click(main());
    expect(onAllowNotifications).toHaveBeenCalledOnce();
    expect(onWatch).toHaveBeenLastCalledWith({ isOn: false });
  });

  test('stays on where the browser refuses, and what that means is told with a way out', async () => {
    const { user, onAllowNotifications } = show(ON, { mayNotify: false });
    expect(main().checked).toBe(true);
    screen.getByText(/does not allow notifications.*dot on the badge and in the popup only/);
    await user.click(screen.getByRole('button', { name: 'Allow notifications' }));
    expect(onAllowNotifications).toHaveBeenCalledOnce();
  });

  test.each([
    [ON, true],
    [DEFAULT_WATCHING, false],
  ])('says nothing of it where that is not so (%#)', (watching, mayNotify) => {
    show(watching, { mayNotify });
    expect(screen.queryByText(/does not allow notifications/)).toBeNull();
  });
});

describe('a cause', () => {
  test('reads as a sentence with its bound in it', () => {
    show(ON);
    checkbox(/^the exit IP of a session moves$/);
    checkbox(/^a session has used more than MB$/);
    expect(field('a session has used more than MB').value).toBe('500');
    expect(field('a session uses more than MB in a minute').value).toBe('50');
    expect(field('a session that I chose ends in minutes').value).toBe('5');
  });

  test('is turned off and on alone, and keeps its bound', async () => {
    const { user, onWatch } = show(ON);
    await user.click(checkbox(/has used more than/));
    expect(onWatch).toHaveBeenLastCalledWith({ bytes: { isOn: false } });
    await user.click(checkbox(/has used more than/));
    expect(onWatch).toHaveBeenLastCalledWith({ bytes: { isOn: true } });
    expect(field('a session has used more than MB').value).toBe('500');
  });

  test('is told of in a fieldset', () => {
    show(ON);
    within(screen.getByRole('group', { name: 'Tell me when…' })).getByText(/exit IP/);
    within(screen.getByRole('group', { name: 'Quiet hours' })).getByText(/Quiet from/);
  });
});

describe('a bound', () => {
  const MB = 'a session has used more than MB';

  test('counts once the typing pauses, without being left', async () => {
    const { user, onWatch } = show(ON);
    await user.clear(field(MB));
    await user.type(field(MB), '120');
    expect(onWatch).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(300);
    expect(onWatch).toHaveBeenCalledOnce();
    expect(onWatch).toHaveBeenLastCalledWith({ bytes: { over: 120e6 } });
  });

  test('counts at once when it is left, and what is clicked then does not undo it', async () => {
    const { user, onWatch } = show(ON);
    await user.clear(field('a session that I chose ends in minutes'));
    await user.type(field('a session that I chose ends in minutes'), '9');
    await user.click(checkbox(/exit IP/));
    expect(onWatch.mock.calls).toEqual([
      [{ ending: { withinMs: 9 * 60_000 } }],
      [{ moved: { isOn: false } }],
    ]);
  });

  test.each(['', '0', '-5', '1.5', 'many', '9999999'])(
    'of %j is answered, and the last one stays in force',
    async (typed) => {
      const { user, onWatch } = show(ON);
      await user.clear(field(MB));
      if (typed) await user.type(field(MB), typed);
      await user.tab();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(onWatch.mock.calls.filter(([{ bytes }]) => bytes?.over !== 5e8)).toEqual([]);
      expect(field(MB).getAttribute('aria-invalid')).toBe('true');
      const answer = document.getElementById(field(MB).getAttribute('aria-describedby') ?? '');
      expect(answer?.getAttribute('role')).toBe('alert');
      expect(answer?.textContent).toBe(
        'Write a whole number from 1 to 1,000,000. Until then it is 500.',
      );
    },
  );

  test('that is corrected is no longer answered', async () => {
    const { user, onWatch } = show(ON);
    await user.clear(field(MB));
    await user.tab();
    await user.type(field(MB), '７５');
    await user.tab();
    expect(onWatch).toHaveBeenLastCalledWith({ bytes: { over: 75e6 } });
    expect(field(MB).getAttribute('aria-invalid')).toBe('false');
    expect(screen.queryByText(/Write a whole number/)).toBeNull();
  });
});

describe('quiet hours', () => {
  const time = (name: string) =>
    screen.getByLabelText<HTMLInputElement>(name, { selector: '.time' });

  test('may run over midnight', async () => {
    const { user, onWatch } = show(ON);
    expect([time('Quiet from').value, time('to').value]).toEqual(['22:00', '07:00']);
    await user.click(checkbox(/^Quiet from/));
    await user.clear(time('to'));
    await user.type(time('to'), '06:30');
    await user.tab();
    expect(onWatch).toHaveBeenCalledWith({ quiet: { isOn: true } });
    expect(onWatch).toHaveBeenLastCalledWith({ quiet: { toMin: 6 * 60 + 30 } });
    screen.getByText(/^No notification is shown then/);
  });

  test('from an hour to the same are all day, and it says so', () => {
    show({ ...ON, quiet: { isOn: true, fromMin: 60, toMin: 60 } });
    screen.getByText(/^From and to are the same, so it is always quiet/);
  });

  test('without a time are as they were, and it says so', async () => {
    const { user, onWatch } = show(ON);
    await user.clear(time('to'));
    await user.tab();
    expect(onWatch).not.toHaveBeenCalled();
    screen.getByText('Write a time of day. Until then it stays as it was.');
  });
});

describe('the test notification', () => {
  const button = (name = 'Send a test notification') => screen.getByRole('button', { name });
  const answers = (kind: string, reason = '') => ({ kind, reason }) as TestResult;

  test.each([
    ['sent', answers('sent'), /^Sent\. .*operating system.*do not disturb/],
    ['refused', answers('not-allowed'), /^The browser does not allow notifications/],
    [
      'failed',
      answers('failed', 'Unable to \u202edownload'),
      /no notification: Unable to \[U\+202E\]download$/,
    ],
    ['failed without a word', answers('failed'), /gave no reason\.$/],
  ])('says what came of it: %s', async (_, result, words) => {
    const { user, onTestNotification } = show(DEFAULT_WATCHING);
    onTestNotification.mockResolvedValue(result);
    expect(screen.getByRole('status').textContent).toBe('');
    await user.click(button());
    expect(screen.getByRole('status').textContent).toMatch(words);
    expect(onTestNotification).toHaveBeenCalledOnce();
  });

  test('says it again when it is sent again', async () => {
    const { user, onTestNotification } = show(ON);
    await user.click(button());
    let answer = (_: TestResult) => {};
    onTestNotification.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await user.click(button());
    expect(screen.getByRole('status').textContent).toBe('');
    answer({ kind: 'sent' });
    await waitFor(() => expect(screen.getByRole('status').textContent).toMatch(/^Sent/));
  });

  test('refused, it offers to allow notifications, until that is so', async () => {
    const { user, onTestNotification, onAllowNotifications, rerender } = show(DEFAULT_WATCHING, {
      mayNotify: false,
    });
    onTestNotification.mockResolvedValue({ kind: 'not-allowed' });
    await user.click(button());
    await user.click(button('Allow notifications'));
    expect(onAllowNotifications).toHaveBeenCalledOnce();
    rerender({ mayNotify: true });
    expect(screen.getByRole('status').textContent).toBe('');
    expect(screen.queryByRole('button', { name: 'Allow notifications' })).toBeNull();
  });

  test('refused, it offers that once, where the switch does so already', async () => {
    const { user, onTestNotification } = show(ON, { mayNotify: false });
    onTestNotification.mockResolvedValue({ kind: 'not-allowed' });
    await user.click(button());
    await screen.findByText(/so none was sent/);
    expect(screen.getAllByRole('button', { name: 'Allow notifications' })).toHaveLength(1);
  });
});
