import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { Popup, type PopupActions } from '../../../components/Popup.tsx';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { EMPTY_LEDGER, noted } from '../../../lib/quota/ledger.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Intent } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import { popupActions } from '../support/popup-actions.ts';
import { failing, listed, NOW, session, state, status } from '../support/samples.ts';

afterEach(cleanup);

function show(given: State, nowMs = NOW, name: string | null = null) {
  const actions = popupActions();
  const view = render(<Popup state={given} nowMs={nowMs} view={name} actions={actions} />);
  const next = (later: State, laterMs = nowMs) =>
    view.rerender(<Popup state={later} nowMs={laterMs} actions={actions} />);
  return { actions, next, user: userEvent.setup() };
}

const list = () => screen.getByRole('grid', { name: 'Active sessions' });
/** The rows under the headings. */
const rows = () => within(list()).queryAllByRole('row').slice(1);
const statusText = () => document.querySelector('.tally > span')?.textContent;

function asked(target: Session, fields: Partial<Intent> = {}): Pick<State, 'intents'> {
  const { product, id, sessionId, expiresAtMs } = target;
  const wish = { v: 5, owner: '', product, id, sessionId, expiresAtMs, from: 'row' } as const;
  const times = { askedAtMs: NOW, dueAtMs: NOW + 5_000, heldBy: null };
  return { intents: new Map([[refOf(target), { ...wish, ...times, ...fields }]]) };
}

describe('what the popup says', () => {
  const key = { tail: 'wxyz', keptIn: 'local' as const, checked: true };
  const offline: ApiError = { kind: 'unreachable', requestId: null };
  const never = failing(offline, null);

  test('without a key: one field, and what key to get', async () => {
    show(state());
    await screen.findByRole('textbox', { name: 'API key' });
    expect(screen.getByRole('link').getAttribute('href')).toMatch(
      /^https:\/\/docs\.helodata\.com\//,
    );
    expect(document.body.textContent).toContain('* is needed to end them');
  });

  test('while the first answer is under way', () => {
    show(state({ key }));
    expect(statusText()).toBe('Counting sessions…');
    screen.getByText('Asking helodata for your sessions…');
  });

  test('when nothing is known and the API fails', () => {
    show(
      state({ key: { ...key, checked: false }, statuses: { residential: never, mobile: never } }),
    );
    expect(statusText()).toBe('Number of sessions unknown');
    expect(screen.getByRole('alert').textContent).toMatch(/can’t be reached.*kept unchecked/);
  });

  test('of no sessions', () => {
    show(listed([]));
    expect(statusText()).toBe('No active sessionsResidential 0 · Mobile 0');
    screen.getByText(/appears here when a job/);
  });

  test('of no sessions when last checked, which may have changed', () => {
    const failed = failing(offline);
    show(listed([], { statuses: { residential: failed, mobile: failed } }));
    expect(statusText()).toContain('No sessions known');
    expect(screen.queryByRole('list')).toBeNull();
  });

  test('of an account with ISP alone, which is no error', () => {
    show(listed([], { products: [] }));
    expect(statusText()).toBe('No sessions to count');
    screen.getByText('Nothing to list');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('of a failure: what it is, what the list is worth, and the list', () => {
    const statuses = { residential: status(), mobile: { ...status(), problem: offline } };
    show(listed([session(), session({ product: 'mobile' })], { statuses }));
    expect(screen.getByRole('alert').textContent).toMatch(
      /^Mobile: helodata can’t.*Mobile numbers are as of/,
    );
    expect(rows()).toHaveLength(2);
  });

  test('of records that were not understood', () => {
    const statuses = {
      residential: status({ notUnderstood: { count: 3, inPart: 0, ways: ['a'] } }),
      mobile: status(),
    };
    show(listed([session()], { statuses }));
    expect(screen.getByRole('alert').textContent).toContain(
      '3 records have no id, and are missing here',
    );
  });

  test('of a key that was refused: the way to change it', async () => {
    const refused = { ...status(), problem: { kind: 'key-refused', requestId: 'req_1' } as const };
    const { actions, user } = show(
      listed([session()], { statuses: { residential: refused, mobile: refused } }),
    );
    await user.click(screen.getByRole('button', { name: 'Change key' }));
    expect(actions.onSettings).toHaveBeenCalledOnce();
    expect(rows()).toHaveLength(1);
  });

  test('of who, how many, how much and how old', () => {
    const account = { email: 'ada@example.com', plan: 'pro' };
    show(
      listed([session({ bytesUsed: 2e9 }), session({ bytesUsed: 1e9 })], { account }),
      NOW + 29_000,
    );
    screen.getByText('ada@example.com');
    screen.getByText('pro');
    screen.getByText('3.00 GB used');
    screen.getByText('Updated 30s ago');
    expect(statusText()).toBe('2 active sessionsResidential 2 · Mobile 0');
  });
});

describe('Refresh', () => {
  const refresh = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Refresh' });

  test('asks, and says while it is at work', async () => {
    const { actions, next, user } = show(listed([]));
    await user.click(refresh());
    expect(actions.onRefresh).toHaveBeenCalledOnce();
    next(listed([], { refresh: { v: 3, askedAtMs: NOW, by: 'person', narrow: null } }), NOW + 1);
    screen.getByText('Refreshing…');
    const round = { v: 1 as const, startedAtMs: NOW, finishedAtMs: null, everyMs: 60_000 };
    next(listed([], { round }), NOW + 20_000);
    screen.getByText('Refreshing…');
  });

  test('of a popup that found the list young enough is not said to be at work', () => {
    show(listed([], { refresh: { v: 3, askedAtMs: NOW, by: 'opened', narrow: null } }));
    expect(screen.queryByText('Refreshing…')).toBeNull();
  });

  test('waits as long as the vendor asks for, and says so', () => {
    const { next } = show(
      listed([], { pause: { v: 3, saidAtMs: NOW, untilMs: NOW + 1, unnamed: 0 } }),
    );
    expect(refresh().getAttribute('aria-disabled')).toBe('true');
    expect(refresh().title).toMatch(/nothing sent before/);
    next(listed([]), NOW + 1);
    expect(refresh().getAttribute('aria-disabled')).toBe('false');
  });
});

describe('a row', () => {
  test('tells product, session id, place, exit IP, time left, bytes, requests, and a moved IP', () => {
    const told = session({
      sessionId: 'cart7',
      requests: 1234,
      bytesUsed: 34_200_000,
      repinned: true,
    });
    show(listed([told]));
    expect(rows()[0]?.textContent).toMatch(
      /cart7.*RES.*sub_1.*US · CA · LA.*203\.0\.113\.7.*10:00.*10m.*34\.2 MB.*–.*1,234/,
    );
    within(list()).getByRole('img', { name: /exit IP was reassigned/ });
  });

  test('has a button that names what it ends, twins apart', async () => {
    const twins = [
      session({ id: 'ses_a', sessionId: 'login', bytesUsed: 2 }),
      session({ id: 'ses_b', sessionId: 'login', bytesUsed: 1 }),
    ];
    const { actions, user } = show(listed(twins));
    const names = screen
      .getAllByRole('button', { name: /^Terminate login/ })
      .map((button) => button.getAttribute('aria-label'));
    expect(new Set(names).size).toBe(2);
    await user.click(screen.getByRole('button', { name: /^Terminate login.*ses_b/ }));
    expect(actions.onTerminate.mock.calls).toEqual([[twins[1]]]);
  });

  test('that is about to be ended offers undo, and counts until it has ended', async () => {
    const target = session({ sessionId: 'login' });
    const { actions, user } = show(listed([target], asked(target)));
    expect(statusText()).toContain('1 active session');
    expect(rows()[0]?.textContent).toContain('Ending…');
    await user.click(screen.getByRole('button', { name: /^Undo ending login/ }));
    expect(actions.onUndo.mock.calls).toEqual([[target]]);
  });

  test('takes a double click for one click', async () => {
    const target = session();
    const { actions, next, user } = show(listed([target]));
    actions.onTerminate.mockImplementation(() => next(listed([target], asked(target))));
    await user.dblClick(screen.getByRole('button', { name: /^Terminate/ }));
    expect(actions.onTerminate).toHaveBeenCalledOnce();
    expect(actions.onUndo).not.toHaveBeenCalled();
  });

  test('takes a held Enter for one press', async () => {
    const target = session();
    const { actions, next, user } = show(listed([target]));
    actions.onTerminate.mockImplementation(() => next(listed([target], asked(target))));
    screen.getByRole('button', { name: /^Terminate/ }).focus();
    await user.keyboard('{Enter>5/}');
    expect(actions.onTerminate).toHaveBeenCalledOnce();
    expect(actions.onUndo).not.toHaveBeenCalled();
  });

  test('keeps one button through its fates, so that focus stays', () => {
    const target = session();
    const { next } = show(listed([target]));
    const button = screen.getByRole('button', { name: /^Terminate/ });
    button.focus();
    next(listed([target], asked(target)));
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Undo/);
    next(listed([target], asked(target)), NOW + 5_001);
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Ending/);
    expect(document.activeElement).toBe(button);
  });

  test('that could not be ended yet says why, when it is tried again, and can be called off', async () => {
    const target = session();
    const problem: ApiError = { kind: 'unreachable', requestId: null };
    const attempt = {
      v: 3,
      acceptedAtMs: null,
      askedAtMs: NOW,
      count: 1,
      triedAtMs: NOW,
      nextAtMs: NOW + 5_000,
      problem,
    } as const;
    const { actions, user } = show(
      listed([target], { ...asked(target), attempts: new Map([[refOf(target), attempt]]) }),
      NOW + 9_000,
    );
    expect(screen.getByRole('alert').textContent).toMatch(
      /: Not ended yet, next try at .*: helodata can’t be reached/,
    );
    expect(screen.queryByRole('button', { name: /^Terminate/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Undo ending .+, / }));
    expect(actions.onUndo.mock.calls).toEqual([[target]]);
  });

  test('that was refused says why, and can be asked for again', () => {
    const target = session({ sessionId: 'job18' });
    const problem: ApiError = { kind: 'not-permitted', code: 'scope', requestId: 'req_5' };
    const attempt = {
      v: 3,
      acceptedAtMs: null,
      askedAtMs: NOW,
      count: 1,
      triedAtMs: NOW,
      nextAtMs: null,
      problem,
    } as const;
    show(listed([target], { ...asked(target), attempts: new Map([[refOf(target), attempt]]) }));
    expect(screen.getByRole('alert').textContent).toBe(
      'job18: Not ended: 403, scope, req_5 – this key may not end sessions. A key with scope * may.',
    );
    screen.getByRole('button', { name: /^Terminate/ });
  });
});

describe('the list', () => {
  const three = ['a', 'b', 'c'].map((id, at) => session({ id, sessionId: id, bytesUsed: 3 - at }));
  const [a, b, c] = three as [Session, Session, Session];
  const ids = () => rows().map((row) => row.querySelector('.session-id')?.textContent);
  /** Where the rows are: the pointer may be at the headings all the same. */
  const body = () => list().querySelector('tbody') as HTMLElement;

  test('keeps a row that has ended in its place, with the reason', async () => {
    const { next, user } = show(listed(three));
    await user.hover(body());
    next(listed([a, c]));
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(rows()[1]?.textContent).toContain('Gone');
    expect(within(rows()[1] as HTMLElement).queryByRole('button')).toBeNull();
    await user.unhover(body());
    next(listed([a, c]));
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  test('moves no row while the pointer is in it, and has the most bytes first otherwise', async () => {
    const later = listed([a, b, { ...c, bytesUsed: 99 }]);
    const { next, user } = show(listed(three));
    await user.hover(body());
    next(later);
    expect(ids()).toEqual(['a', 'b', 'c']);
    await user.unhover(body());
    expect(ids()).toEqual(['c', 'a', 'b']);
  });

  test('lets newcomers wait while the pointer is in it, until they are let in', async () => {
    const late = session({ id: 'late', sessionId: 'late', bytesUsed: 50 });
    const { next, user } = show(listed(three));
    await user.hover(body());
    next(listed([...three, late]));
    expect(ids()).toEqual(['a', 'b', 'c']);
    await user.click(screen.getByRole('button', { name: '1 new' }));
    expect(ids()).toEqual(['late', 'a', 'b', 'c']);
    expect(screen.queryByRole('button', { name: '1 new' })).toBeNull();
  });

  test('is not at the mercy of a pointer that rests on a heading', async () => {
    const { next, user } = show(listed(three));
    await user.hover(within(list()).getByRole('button', { name: 'Sort by Data' }));
    next(listed([a, b, { ...c, bytesUsed: 99 }]));
    expect(ids()).toEqual(['c', 'a', 'b']);
  });

  test('opens a row’s menu as often as it is asked for, and has the focus back from it', async () => {
    const { user } = show(listed(three));
    await user.keyboard('jj');
    for (let time = 0; time < 2; time += 1) {
      await user.keyboard('m');
      const menu = await screen.findByRole('menu');
      expect(menu.contains(document.activeElement)).toBe(true);
      await user.keyboard('{Escape}');
      expect(screen.queryByRole('menu')).toBeNull();
      expect(document.activeElement?.textContent).toContain('b');
    }
  });

  test('sorts in the list of a product that answers later', async () => {
    const late = session({ id: 'late', sessionId: 'late', product: 'mobile', bytesUsed: 50 });
    const statuses = { residential: status(), mobile: null };
    const { next, user } = show(listed(three, { statuses }));
    await user.hover(body());
    next(listed([...three, late]));
    expect(ids()[0]).toBe('late');
  });

  test('keeps the keyboard’s focus on the row when it ends, and in the list when it leaves', async () => {
    const mobile = session({ product: 'mobile', sessionId: 'm', bytesUsed: 0 });
    const { next, user } = show(listed([...three, mobile]));
    await user.keyboard('jj');
    expect(document.activeElement?.textContent).toContain('b');
    next(listed([a, c, mobile]));
    expect(document.activeElement?.textContent).toMatch(/b.*Gone/);
    await user.keyboard('j');
    expect(document.activeElement?.textContent).toContain('c');
    // Nobody knows any more what has become of the residential ones.
    const lost = failing({ kind: 'unreachable', requestId: null }, null);
    next(listed([mobile], { statuses: { residential: lost, mobile: status() } }));
    expect(list().contains(document.activeElement)).toBe(true);
    expect(document.activeElement?.getAttribute('aria-rowindex')).not.toBeNull();
  });

  test('says how many rows there are, and has those in view in the page', async () => {
    const { user } = show(listed(Array.from({ length: 10_000 }, () => session())));
    expect(list().getAttribute('aria-rowcount')).toBe('10001');
    expect(rows().length).toBeLessThan(60);
    await user.keyboard('j{End}');
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('10001');
  });

  test('is sorted by any column, both ways', async () => {
    const { actions, user } = show(listed(three));
    await user.click(screen.getByRole('button', { name: 'Sort by Session' }));
    expect(ids()).toEqual(['a', 'b', 'c']);
    await user.click(screen.getByRole('button', { name: 'Sort by Session' }));
    expect(ids()).toEqual(['c', 'b', 'a']);
    expect(screen.getByRole('columnheader', { name: /Session/ }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect(actions.onView).toHaveBeenLastCalledWith(
      expect.objectContaining({ sort: { column: 'session', descending: true } }),
    );
  });

  test('is grouped, with subtotals', async () => {
    const { user } = show(listed([a, { ...b, region: 'de' }, c]));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Group by' }), 'By region');
    expect(rows().map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^Germany1 session · 2 B/),
      expect.stringContaining('b'),
      expect.stringMatching(/^United States2 sessions · 4 B/),
      expect.stringContaining('a'),
      expect.stringContaining('c'),
    ]);
  });

  test('takes a filter, says where it is wrong, and stays meanwhile', async () => {
    const { user } = show(listed(three));
    const box = screen.getByRole('combobox', { name: 'Filter' });
    await user.type(box, 'session=a');
    expect(ids()).toEqual(['a']);
    screen.getByText('1 of 3 shown');
    await user.type(box, ' bytes>');
    expect(ids()).toEqual(['a']);
    expect(box.getAttribute('aria-invalid')).toBe('true');
    await screen.findByText('bytes>', { selector: '.mistake mark' });
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  test('offers fields and values, to be taken by the keyboard', async () => {
    const { user } = show(listed(three));
    const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
    await user.type(box, 'prod');
    await screen.findAllByRole('option');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(box.value).toBe('product:');
    await user.type(box, 'r');
    await user.keyboard('{ArrowDown}{Tab}');
    expect(box.value).toMatch(/^product:residential/);
    expect(ids()).toHaveLength(3);
  });

  test('has finders that write themselves into the filter, and out of it', async () => {
    const { user } = show(listed([a, { ...b, repinned: true }, c]));
    const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
    await user.click(screen.getByRole('button', { name: 'Re-pinned' }));
    expect(box.value).toBe('repinned:yes');
    expect(ids()).toEqual(['b']);
    await user.click(screen.getByRole('button', { name: 'Re-pinned', pressed: true }));
    expect(box.value).toBe('');
  });

  test('marks rows, and drops the marks of those that are no longer shown', async () => {
    const { next, user } = show(listed(three));
    await user.click(screen.getByRole('checkbox', { name: 'Mark a' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('checkbox', { name: 'Mark c' }));
    await user.keyboard('{/Shift}');
    screen.getByText('3 marked');
    next(listed([a, c]));
    screen.getByText('2 marked');
    screen.getByText(/1 mark dropped, since its session has ended/, { selector: '.dropped' });
    await user.type(screen.getByRole('combobox', { name: 'Filter' }), 'session=a');
    await user.keyboard('{Enter}');
    screen.getByText('1 marked');
    screen.getByText(/1 mark dropped, since its session is no longer shown/, {
      selector: '.dropped',
    });
  });
});

describe('what needs a person', () => {
  const refusal: ApiError = { kind: 'not-permitted', code: 'scope', requestId: 'req_5' };
  const last = { session: null, wish: null };
  const ended = { v: 5, product: 'mobile', endedAtMs: NOW, how: 'expired', ...last } as const;
  const expiredOnes = (count: number): State['ended'] =>
    new Map(
      Array.from({ length: count }, (_, at) => {
        const id = `ses_x${at}`;
        return [`mobile:${id}`, { ...ended, id, sessionId: `job-x${at}` }];
      }),
    );

  test('a key that may only read disables every Terminate, with the reason', async () => {
    const { actions, user } = show(listed([session(), session()], { readOnly: refusal }));
    for (const button of screen.getAllByRole('button', { name: /^Terminate/ })) {
      expect(button.getAttribute('aria-disabled')).toBe('true');
      expect(button.title).toContain('may not end sessions');
      await user.click(button);
      button.focus();
      await user.keyboard('{Enter}');
    }
    expect(actions.onTerminate).not.toHaveBeenCalled();
    screen.getByText(/^Read-only: 403, scope, req_5 – this key may not end sessions/);
  });

  test('a session that expired before it could be ended is told until it is dismissed', async () => {
    const given = listed([], { ended: expiredOnes(7) });
    const { actions, user } = show(given);
    await screen.findByText(
      'job-x0, job-x1, job-x2, job-x3, job-x4, + 2 expired before it could be ended.',
    );
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(actions.onSeenExpired).toHaveBeenCalledWith([...given.ended.values()]);
  });

  test('what was kept and could not be read is named by its kind, even without a key', async () => {
    const asides = ['settings', 'list:mobile', 'list:residential'];
    for (const given of [state({ asides }), listed([], { asides })]) {
      const { actions, user } = show(given);
      await screen.findByText(/set aside: settings, list\.$/);
      await user.click(screen.getByRole('button', { name: 'Copy report' }));
      screen.getByRole('button', { name: 'Copied' });
      await user.click(screen.getByRole('button', { name: 'Dismiss' }));
      expect(actions.onSeenAsides).toHaveBeenCalledWith(asides);
      cleanup();
    }
  });

  test('the browser’s leave to connect, where it was taken away', async () => {
    const { actions, user } = show(listed([session()], { hasAccess: false }));
    expect(screen.getByRole('alert').textContent).toMatch(/does not let the extension connect/);
    expect(rows()).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Allow access' }));
    expect(actions.onAllow).toHaveBeenCalledOnce();
  });

  test('an answer that was not understood can be reported', async () => {
    const problem: ApiError = { kind: 'not-understood', status: 200, what: 'x', requestId: null };
    const failed = failing(problem);
    const { actions, user } = show(
      listed([], { statuses: { residential: failed, mobile: failed } }),
    );
    await user.click(screen.getByRole('button', { name: 'Copy report' }));
    expect(actions.onCopyReport).toHaveBeenCalledOnce();
  });

  test('a click that the browser could not keep is not passed over', () => {
    const actions = new Proxy({}, { get: () => () => {} }) as PopupActions;
    render(
      <Popup
        state={listed([session()])}
        nowMs={NOW}
        lostClick="Not kept: disk full"
        actions={actions}
      />,
    );
    expect(screen.getByRole('alert').textContent).toBe('Not kept: disk full');
  });
});

describe('what it costs', () => {
  const spent = (count: number, atMs = NOW) => ({
    ledger: { v: 1 as const, ...noted(EMPTY_LEDGER, atMs, count) },
  });
  const onPlan = (plan: string) => ({ account: { email: null, plan } });

  test('is told in requests of a day, with the interval and its reason', () => {
    show(listed([], { ...onPlan('trial'), ...spent(1) }));
    screen.getByText('1 of 1,000 requests in 24 hours');
    screen.getByText(
      'helodata is asked every 12 sec while this is open, else every 7 min, to stay within half of what the plan “trial” allows.',
    );
  });

  test('of a plan without a daily limit is told without one', () => {
    show(listed([], { ...onPlan('pro'), ...spent(2_880, NOW - 7_200_000) }));
    screen.getByText('2,880 requests in 24 hours');
    screen.getByText('helodata is asked every 10 sec while this is open, else every 1 min.');
  });

  test('keeps Refresh waiting once the share is used up, and says until when', () => {
    show(listed([], { ...onPlan('trial'), ...spent(70) }));
    const refresh = screen.getByRole<HTMLButtonElement>('button', { name: 'Refresh' });
    expect(refresh.getAttribute('aria-disabled')).toBe('true');
    expect(refresh.title).toMatch(/^Nothing is asked before \d.*your scrapers$/);
  });

  test('is not said to go on where nothing is asked', () => {
    show(listed([], { hasAccess: false }));
    expect(document.querySelector('footer')?.textContent).not.toContain('every');
  });
});

test('ends that are under way are told of, and their sessions count until they are through', () => {
  const [one, two] = [session(), session()];
  const given = listed([one, two], asked(one, { dueAtMs: NOW }));
  const { next } = show(given, NOW + 1_000);
  screen.getByText('1 being ended');
  expect(statusText()).toContain('2 active sessions');
  next(given, NOW + 20_000);
  screen.getByText('1 being ended');
  expect(statusText()).toContain('2 active sessions');
});

test('ends that wait for a view to close are told of, can be sent now, or taken back', async () => {
  const [one, two, third] = [session(), session(), session({ sessionId: 'elsewhere' })];
  const held = (target: Session, heldBy: string) => asked(target, { heldBy, dueAtMs: NOW }).intents;
  const intents = new Map([...held(one, 'here'), ...held(two, 'here'), ...held(third, 'tab')]);
  const { actions, user } = show(listed([one, two, third], { intents }), NOW + 300_000, 'here');
  await screen.findByText('2 end when this is closed · 1 ends when the other window is closed');
  expect(screen.getAllByText('Ends when closed')).toHaveLength(3);
  await user.click(screen.getByRole('button', { name: 'Undo all' }));
  expect(actions.onUndoThese.mock.calls).toEqual([[[...intents.values()]]]);
  await user.click(screen.getByRole('button', { name: 'End now' }));
  expect(actions.onEndHeld.mock.calls).toEqual([[[...intents.values()]]]);
});
