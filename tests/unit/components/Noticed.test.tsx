/* What was noticed, in the popup: at its foot until that is dismissed, and for 24 hours in a view. */
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Popup } from '../../../components/Popup.tsx';
import type { Session } from '../../../lib/api/schemas.ts';
import type { Notice } from '../../../lib/store/schemas.ts';
import { DEFAULT_WATCHING, type State } from '../../../lib/store/state.ts';
import { formatTime } from '../../../lib/surface/format.ts';
import { popupActions } from '../support/popup-actions.ts';
import { failing, listed, NOW, past, session } from '../support/samples.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
// What is loaded when it is first needed takes a busy machine a while.
configure({ asyncUtilTimeout: 10_000 });

const [crawl, other] = ['crawl9', 'other'].map((id) => session({ id, sessionId: id })) as [
  Session,
  Session,
];

function notice(fields: Partial<Notice> = {}): Notice {
  const moved = { cause: 'moved', fromIp: '198.51.100.4', rate: null } as const;
  return { ...moved, atMs: NOW - 60_000, session: crawl, ...fields };
}

function show(notices: Notice[], fields: Partial<State> = {}) {
  const actions = popupActions();
  const popup = (more: Partial<State> = {}) => (
    <Popup
      state={listed([crawl, other], { notices, ...fields, ...more })}
      nowMs={NOW}
      actions={actions}
    />
  );
  const view = render(popup());
  const next = (more: Partial<State>) => view.rerender(popup(more));
  return { actions, next, user: userEvent.setup() };
}

const strip = async () => {
  const { parentElement } = await screen.findByRole('button', { name: 'Show' });
  return parentElement as HTMLElement;
};
const isGone = () => screen.queryByRole('button', { name: 'Show' }) === null;
const detailOf = (name: string) => screen.findByRole('region', { name });
const view = () => screen.findByRole('region', { name: 'Noticed in 24 hours' });

describe('the strip', () => {
  test('names the latest, and how many more there are', async () => {
    show([
      notice({ session: other }),
      notice({ cause: 'bytes', atMs: NOW - 1 }),
      notice({ atMs: NOW }),
    ]);
    const { textContent } = await strip();
    expect(textContent).toContain('crawl9: exit IP moved 198.51.100.4 → 203.0.113.7and 2 more');
  });

  test('tells only of what was not seen, and is not there without', async () => {
    const old = notice({ atMs: NOW - 90_000 });
    const { next } = show([old], { noticesSeenMs: NOW - 90_000 });
    expect(isGone()).toBe(true);
    next({ notices: [old, notice({ session: other })] });
    expect((await strip()).textContent).toMatch(/^other: exit IP moved.*203\.0\.113\.7Show/);
  });

  test('counts as seen at once, and stays until it is dismissed', async () => {
    const { actions, next, user } = show([notice()]);
    await strip();
    await waitFor(() => expect(actions.onSeenNotices.mock.calls).toEqual([[NOW - 60_000]]));
    next({ noticesSeenMs: NOW - 60_000 });
    await user.click(within(await strip()).getByRole('button', { name: 'Dismiss' }));
    expect(isGone()).toBe(true);
    next({ notices: [notice(), notice({ atMs: NOW })] });
    expect((await strip()).textContent).not.toContain('more');
  });

  test('does not count as seen where nobody can see it, until somebody does', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const { actions } = show([notice()]);
    await strip();
    expect(actions.onSeenNotices).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(actions.onSeenNotices.mock.calls).toEqual([[NOW - 60_000]]);
  });

  test('leads to the session that it names', async () => {
    const { user } = show([notice()]);
    await user.click(within(await strip()).getByRole('button', { name: /^crawl9/ }));
    await detailOf('crawl9');
  });

  test('leads to how it ended, where it is listed no more', async () => {
    const gone = session({ sessionId: 'gone1' });
    const { actions, user } = show([notice({ session: gone })]);
    actions.onHistory.mockImplementation(((told: (of: object[]) => void) => {
      told([past({ session: gone })]);
      return () => {};
    }) as never);
    await user.click(within(await strip()).getByRole('button', { name: /^gone1/ }));
    await within(await screen.findByRole('region', { name: 'History' })).findByText('gone1');
  });

  test('names the key where that was refused', async () => {
    show([notice({ cause: 'key', session: null, fromIp: null })]);
    expect((await strip()).textContent).toMatch(/^The key was refused helodata refused the key/);
  });

  test('is seen, and leads on, where no list was ever read', async () => {
    const refused = failing({ kind: 'key-refused', requestId: null }, null);
    const { actions, user } = show([notice({ cause: 'key', session: null, fromIp: null })], {
      lists: { residential: [], mobile: [] },
      statuses: { residential: refused, mobile: refused },
    });
    await waitFor(() => expect(actions.onSeenNotices.mock.calls).toEqual([[NOW - 60_000]]));
    await user.click(within(await strip()).getByRole('button', { name: 'Show' }));
    within(await view()).getByText('1 noticed');
  });

  test('stands below the list, which does not move for it', async () => {
    show([notice()]);
    const grid = screen.getByRole('grid', { name: 'Active sessions' });
    const isAfter = grid.compareDocumentPosition(await strip()) & Node.DOCUMENT_POSITION_FOLLOWING;
    expect(isAfter).not.toBe(0);
  });
});

describe('the view of 24 hours', () => {
  const fromMenu = async (user: ReturnType<typeof userEvent.setup>) => {
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Noticed in 24 hours' }));
    return within(await view());
  };

  test('opens from the strip, the latest first, each in words', async () => {
    const rate = notice({ cause: 'rate', rate: 62e6, session: other, atMs: NOW - 3_000 });
    const { user } = show([notice(), rate]);
    await user.click(within(await strip()).getByRole('button', { name: 'Show' }));
    const items = within(await view()).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      `${formatTime(NOW - 3_000)}RESother62.0 MB in a minuteUS · CA · LA · 1.00 MB used`,
      `${formatTime(NOW - 60_000)}REScrawl9exit IP moved198.51.100.4 → 203.0.113.7`,
    ]);
    within(await view()).getByText('2 noticed');
  });

  test('opens from the list’s menu, seen or not, and goes back by Escape', async () => {
    const { user } = show([notice()], { noticesSeenMs: NOW });
    (await fromMenu(user)).getByText('1 noticed');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('region', { name: 'Noticed in 24 hours' })).toBeNull();
  });

  test('is walked by the keys of the list, and leads to a session by Enter', async () => {
    const many = [notice(), notice({ session: other, atMs: NOW - 2 }), notice({ atMs: NOW - 1 })];
    const { user } = show(many, { noticesSeenMs: NOW });
    const buttons = (await fromMenu(user)).getAllByRole('button', { name: /moved/ });
    for (const [key, place] of [
      ['{ArrowDown}', 0],
      ['j', 1],
      ['k', 0],
      ['{ArrowUp}', 0],
      ['{End}', 2],
      ['j', 2],
      ['{Home}j', 1],
    ] as const) {
      await user.keyboard(key);
      expect(buttons.indexOf(document.activeElement as HTMLElement)).toBe(place);
    }
    await user.keyboard('{Enter}');
    await detailOf('other');
  });

  test('moves nothing when more is noticed, until it is asked for', async () => {
    const { next, user } = show([notice()], { noticesSeenMs: NOW - 1 });
    const inView = await fromMenu(user);
    next({ notices: [notice(), notice({ session: other, atMs: NOW })] });
    await strip();
    expect(inView.getAllByRole('listitem')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(inView.getAllByRole('listitem')).toHaveLength(2);
  });

  test('says which session is listed no more, and leads to the history', async () => {
    const gone = session({ sessionId: 'gone1' });
    const { user } = show([notice(), notice({ session: gone, atMs: NOW })], { noticesSeenMs: NOW });
    const inView = await fromMenu(user);
    expect(inView.getAllByText('No longer listed')).toHaveLength(1);
    await user.click(inView.getByRole('button', { name: /gone1.*No longer listed/ }));
    await screen.findByRole('region', { name: 'History' });
  });

  test('leads to the settings where the key was refused', async () => {
    const key = notice({ cause: 'key', session: null, fromIp: null });
    const { actions, user } = show([key], { noticesSeenMs: NOW });
    await user.click((await fromMenu(user)).getByRole('button', { name: /The key was refused/ }));
    expect(actions.onSettings).toHaveBeenCalledOnce();
  });

  test.each([
    [true, /What you want to be told of stays here for a day/],
    [false, /Watching is off in the settings/],
  ])('without any says why (watching: %j)', async (isOn, why) => {
    const { user } = show([], { watching: { ...DEFAULT_WATCHING, isOn } });
    const inView = await fromMenu(user);
    inView.getByText('Nothing was noticed in the last 24 hours');
    inView.getByText(why);
    expect(inView.queryByRole('button', { name: 'Settings' }) === null).toBe(isOn);
  });
});
