/* What hands may do at the list in any order, and what must not come of it. */
import {
  cleanup,
  configure,
  fireEvent,
  render,
  screen,
  waitFor,
  within,
} from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import type { Session } from '../../../../lib/api/schemas.ts';
import { protectionName } from '../../../../lib/session/protection.ts';
import { refOf } from '../../../../lib/session/ref.ts';
import type { Intent } from '../../../../lib/store/schemas.ts';
import { DEFAULT_VIEW, type State } from '../../../../lib/store/state.ts';
import { popupActions } from '../../support/popup-actions.ts';
import { listed, NOW, session, state, status } from '../../support/samples.ts';

afterEach(cleanup);
// What opens over the list is loaded first, which takes a busy machine a while.
configure({ asyncUtilTimeout: 10_000 });

const three = ['a', 'b', 'c'].map((id, at) => session({ id, sessionId: id, bytesUsed: 3 - at }));
const [a, b, c] = three as [Session, Session, Session];

function show(given: State, nowMs = NOW) {
  const actions = popupActions();
  const view = render(<Popup state={given} nowMs={nowMs} actions={actions} />);
  const next = (later: State, laterMs = nowMs) =>
    view.rerender(<Popup state={later} nowMs={laterMs} actions={actions} />);
  return { actions, next, user: userEvent.setup() };
}

/** A wish to end a session, which waits for its view to close. */
const asked = ({ product, id, sessionId, expiresAtMs }: Session, askedAtMs: number): Intent => ({
  ...{ v: 5, owner: '', product, id, sessionId, expiresAtMs, from: 'row', heldBy: 'view' },
  ...{ askedAtMs, dueAtMs: askedAtMs },
});

const list = () => screen.getByRole('grid', { name: 'Active sessions' });
const rows = () => within(list()).queryAllByRole('row').slice(1);
const ids = () => rows().map((row) => row.querySelector('.session-id')?.textContent);
const body = () => list().querySelector('tbody') as HTMLElement;
const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
const focused = () => document.activeElement as HTMLElement;
const focusedId = () => focused().closest('tr')?.querySelector('.session-id')?.textContent;
const endButton = (name: string) =>
  screen.getByRole('button', { name: new RegExp(`^Terminate ${name},`) });

describe('the focus', () => {
  test('that a key at the end of the list did not move stays where the person takes it next', async () => {
    const { actions, user } = show(listed([a]));
    await user.keyboard('jj/exit');
    expect(box().value).toBe('exit');
    expect(actions.onTerminate).not.toHaveBeenCalled();
  });

  test('goes back to the list from its filter at once', async () => {
    const { user } = show(listed(three));
    await user.keyboard('jj/{Escape}{Escape}');
    expect(focusedId()).toBe('b');
  });

  test('on what waits over the list keeps it waiting, and stays there', async () => {
    const { next, user } = show(listed(three));
    await user.keyboard('j');
    const later = listed([...three, session({ sessionId: 'late' })]);
    next(later);
    const waiting = screen.getByRole('button', { name: '1 new' });
    waiting.focus();
    next(later, NOW + 1_000);
    expect(focused()).toBe(waiting);
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  test('stays in the list when newcomers are let in, or the filter or the marks are taken away', async () => {
    const { next, user } = show(listed(three));
    await user.keyboard('j');
    next(listed([...three, session({ sessionId: 'late' })]));
    screen.getByRole('button', { name: '1 new' }).focus();
    await user.keyboard('{Enter}');
    expect(list().contains(focused())).toBe(true);
    await user.keyboard(' ');
    screen.getByRole('button', { name: 'Clear marks' }).focus();
    await user.keyboard('{Enter}');
    expect(list().contains(focused())).toBe(true);
    await user.keyboard('/nobody');
    screen.getAllByRole('button', { name: 'Clear filter' }).at(-1)?.focus();
    await user.keyboard('{Enter}');
    expect(list().contains(focused())).toBe(true);
  });
});

describe('x', () => {
  test('ends the row whose button was used last, and not one that the keyboard was at before', async () => {
    const { actions, user } = show(listed(three));
    await user.keyboard('j');
    expect(focusedId()).toBe('a');
    await user.click(endButton('b'));
    actions.onTerminate.mockClear();
    await user.keyboard('x');
    expect(actions.onTerminate).not.toHaveBeenCalledWith(a);
  });

  test('ends nothing out of sight: it shows the row first', async () => {
    const many = Array.from({ length: 500 }, (_, at) => session({ bytesUsed: 1000 - at }));
    const { actions, user } = show(listed(many));
    await user.keyboard('jjj');
    const scroller = document.querySelector('.scroller') as HTMLElement;
    scroller.scrollTop = 9_000;
    fireEvent.scroll(scroller);
    await user.keyboard('x');
    expect(actions.onTerminate).not.toHaveBeenCalled();
    expect(scroller.scrollTop).toBe(84);
    await user.keyboard('x');
    expect(actions.onTerminate).toHaveBeenCalledWith(many[2]);
  });

  test.each(['p', 'n'])('%s does nothing out of sight, either', async (key) => {
    const many = Array.from({ length: 500 }, (_, at) => session({ bytesUsed: 1000 - at }));
    const { actions, user } = show(listed(many));
    await user.keyboard('jjj');
    const scroller = document.querySelector('.scroller') as HTMLElement;
    scroller.scrollTop = 9_000;
    fireEvent.scroll(scroller);
    const done = { p: actions.onProtect, n: actions.onRemind }[key];
    await user.keyboard(key);
    expect(done).not.toHaveBeenCalled();
    await user.keyboard(key);
    expect(done).toHaveBeenCalledWith(many[2], ...(key === 'p' ? ['session', true] : [true]));
  });

  test('ends no row that has come under the focus by itself', async () => {
    const mobile = session({ id: 'm', product: 'mobile', sessionId: 'm', bytesUsed: 0 });
    const { actions, next, user } = show(listed([...three, mobile]));
    await user.keyboard('j');
    next(listed([mobile], { statuses: { residential: null, mobile: status() } }));
    expect(focusedId()).toBe('m');
    await user.keyboard('x');
    expect(actions.onTerminate).not.toHaveBeenCalled();
    await user.keyboard('jx');
    expect(actions.onTerminate).toHaveBeenCalledWith(mobile);
  });

  test('ends nothing while the focus is elsewhere: it goes to the row first', async () => {
    const { actions, user } = show(listed(three));
    await user.keyboard('j');
    screen.getByRole('button', { name: 'Idle' }).focus();
    await user.keyboard('x');
    expect(actions.onTerminate).not.toHaveBeenCalled();
    expect(focusedId()).toBe('a');
    await user.keyboard('x');
    expect(actions.onTerminate).toHaveBeenCalledWith(a);
  });
});

describe('u takes back', () => {
  const askedIn = (order: Session[], at = (place: number) => NOW - place) =>
    new Map(order.map((each, place) => [refOf(each), asked(each, at(place))]));

  test('what was asked for last, of those too that wait for the view to close', async () => {
    const { actions, user } = show(listed(three, { intents: askedIn(three) }));
    await user.keyboard('u');
    expect(actions.onUndoThese.mock.calls).toEqual([[[a]]]);
    await user.keyboard('jjju');
    expect(actions.onUndoThese).toHaveBeenLastCalledWith([c]);
  });

  test('all of what was asked for in one go, the latest or that of the row that the keyboard is at', async () => {
    const intents = askedIn(three, (place) => NOW - (place > 1 ? 1 : 0));
    const { actions, user } = show(listed(three, { intents }));
    await user.keyboard('u');
    expect(actions.onUndoThese.mock.calls).toEqual([[[a, b]]]);
    await user.keyboard('j{End}u');
    expect(actions.onUndoThese).toHaveBeenLastCalledWith([c]);
    await user.keyboard('{Home}u');
    expect(actions.onUndoThese).toHaveBeenLastCalledWith([a, b]);
  });
});

describe('an export', () => {
  test('tells the filter by which its rows were chosen, and none that is not understood', async () => {
    const { actions, user } = show(listed(three));
    await user.type(box(), 'session=a bytes>abc');
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Export 1 shown as CSV' }));
    expect(actions.onExport).toHaveBeenCalledExactlyOnceWith({
      name: expect.stringMatching(/^helodata-sessions-.*-session-a\.csv$/),
      type: 'text/csv;charset=utf-8',
      text: expect.stringMatching(/^.*\r\n[^\r]*,a,[^\r]*\r\n$/),
    });
  });
});

describe('a row that has ended', () => {
  test('has no Terminate in its menu, nor has one that ends while that is open', async () => {
    const { actions, next, user } = show(listed(three));
    await user.hover(body());
    next(listed([a, c]));
    fireEvent.contextMenu(rows()[1] as HTMLElement);
    const item = await screen.findByRole('menuitem', { name: 'Terminate' });
    await user.click(item);
    expect(actions.onTerminate).not.toHaveBeenCalled();
    fireEvent.contextMenu(rows()[0] as HTMLElement);
    await screen.findByRole('menuitem', { name: 'Terminate' });
    next(listed([c]));
    await user.click(screen.getByRole('menuitem', { name: 'Terminate' }));
    expect(actions.onTerminate).not.toHaveBeenCalled();
  });

  test('one that was protected a moment ago, as the state does not say yet, is asked about', async () => {
    const { actions, next, user } = show(listed(three));
    await user.keyboard('jpx');
    expect(actions.onProtect).toHaveBeenCalledWith(a, 'session', true);
    expect(actions.onTerminate).not.toHaveBeenCalled();
    await screen.findByRole('dialog', { name: /a is protected/ });
    await user.keyboard('{Escape}');
    next(listed(three, { protections: new Set([protectionName('session', a)]) }));
    next(listed(three));
    await user.keyboard('x');
    expect(actions.onTerminate).toHaveBeenCalledWith(a);
  });

  test('leaves no question about itself behind, and the keys go on', async () => {
    const protections = new Set([protectionName('session', a)]);
    const { next, user } = show(listed(three, { protections }));
    await user.keyboard('jx');
    await screen.findByRole('dialog');
    next(listed([b, c], { protections }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('j');
    expect(focusedId()).toBe('b');
  });
});

test.each([
  ['198.51.100.1', /^Came back after 12 sec with the same IP/],
  ['198.51.100.9', /^Came back after 12 sec with a new IP/],
])(
  'a session that came back from %s tells of the IP it came back by, not of a later one',
  (fromIp, words) => {
    const ips = ['198.51.100.1', '198.51.100.2'].map((ip, at) => ({ ip, atMs: NOW - 60_000 + at }));
    const returned = { ref: 'residential:ses_0', afterMs: 12_000, fromIp };
    const trace = { seenAtMs: NOW - 60_000, points: [NOW - 60_000, 0, 0], ips, returned };
    const traces = { residential: new Map([[a.id, trace]]), mobile: new Map() };
    show(listed(three, { traces }));
    screen.getByRole('img', { name: words });
  },
);

test('the list tells its styles by what it is sorted, which has its place in however narrow a row', async () => {
  const { user } = show(listed(three));
  await user.click(screen.getByRole('button', { name: 'Sort by Requests' }));
  expect(list().dataset.sort).toBe('requests');
});

describe('the filter', () => {
  test('is in force once it is entered, wherever the pointer rests', async () => {
    const rested = session({ sessionId: 'ratio' });
    const { user } = show(listed([...three, rested]));
    await user.keyboard('/');
    await user.hover(body());
    await user.keyboard('rat');
    await user.keyboard('{Enter}');
    expect(ids()).toEqual(['ratio']);
  });

  test('whose last word is still waited for moves no row between press and release', async () => {
    const { actions, user } = show(listed([...three, session({ sessionId: 'ratio' })]));
    await user.type(box(), 'rat');
    expect(ids()).toEqual(['ratio', 'a', 'b', 'c']);
    await user.click(endButton('b'));
    expect(actions.onTerminate).toHaveBeenCalledExactlyOnceWith(b);
    expect(ids()).toEqual(['ratio', 'a', 'b', 'c']);
    await user.unhover(body());
    expect(ids()).toEqual(['ratio']);
  });

  test('that is in force lets nothing in when its box is left for a row', async () => {
    const { actions, next, user } = show(listed([a, c]));
    await user.type(box(), 'product:res');
    await user.hover(endButton('c'));
    next(listed(three));
    expect(ids()).toEqual(['a', 'c']);
    await user.pointer({ keys: '[MouseLeft>]', target: endButton('c') });
    expect(ids()).toEqual(['a', 'c']);
    await user.pointer({ keys: '[/MouseLeft]' });
    expect(actions.onTerminate).toHaveBeenCalledExactlyOnceWith(c);
  });

  test('drops the marks on what it hides once it stands, not on the way', async () => {
    const { user } = show(listed([...three, session({ sessionId: 'job1' })]));
    await user.click(screen.getByRole('checkbox', { name: 'Mark job1' }));
    await user.unhover(body());
    await user.type(box(), 'session=job');
    expect(screen.queryByText('1 marked')).toBeNull();
    await user.type(box(), '1');
    expect(ids()).toEqual(['job1']);
    expect(screen.getByText('1 marked')).toBeTruthy();
    await user.type(box(), '2');
    expect(screen.queryByText(/dropped/)).toBeNull();
    await user.keyboard('{Escape}');
    expect(screen.getAllByText(/1 mark dropped/).length).toBeGreaterThan(0);
  });

  test('counts what it shows as the headline counts, with those whose end is under way', async () => {
    const intents = new Map([[refOf(a), asked(a, NOW - 1)]]);
    const { user } = show(listed(three, { intents }));
    await user.type(box(), 'region:us');
    screen.getByText('3 active sessions');
    expect(document.querySelector('.shown')?.textContent).toBe('3 of 3 shown');
  });

  test('for twins lets one go whose twin has expired, before the next list', async () => {
    const twin = { ...b, sessionId: 'a', expiresAtMs: NOW + 1_000 };
    const given = listed([a, twin, c]);
    const { next, user } = show(given);
    await user.click(screen.getByRole('button', { name: 'Twins' }));
    expect(ids()).toEqual(['a', 'a']);
    await user.click(box());
    next(given, NOW + 1_000);
    const isAlive = (row: HTMLElement) => row.dataset.fate === 'active';
    await waitFor(() => expect(rows().filter(isAlive)).toEqual([]));
  });

  test('that matched nothing lets rows move again, though the pointer was in them', async () => {
    const { next, user } = show(listed(three));
    await user.hover(body());
    await user.keyboard('/nobody');
    await user.clear(box());
    next(listed([a, b, { ...c, bytesUsed: 99 }]));
    await waitFor(() => expect(ids()).toEqual(['c', 'a', 'b']));
  });

  test('that is left by Escape is in force, to its last word', async () => {
    const { user } = show(listed([...three, session({ sessionId: 'ratio' })]));
    await user.keyboard('/rat{Escape}{Escape}');
    expect(ids()).toEqual(['ratio']);
  });

  test('that matched nothing gives the list back from its beginning', async () => {
    const many = Array.from({ length: 500 }, (_, at) => session({ bytesUsed: 1000 - at }));
    const { user } = show(listed(many));
    const scroller = document.querySelector('.scroller') as HTMLElement;
    scroller.scrollTop = 15_000;
    fireEvent.scroll(scroller);
    await user.type(box(), 'nobody');
    await user.clear(box());
    expect(document.querySelector('.scroller')?.scrollTop).toBe(0);
    expect(ids()[0]).toBe(many[0]?.sessionId);
  });
});

describe('a double click', () => {
  test('on what opens or closes a sheet or a menu does nothing beneath it', async () => {
    const { actions, user } = show(listed(three));
    await user.click(screen.getByRole('checkbox', { name: 'Mark a' }));
    await user.click(screen.getByRole('button', { name: 'End 1 marked' }));
    await screen.findByRole('dialog');
    fireEvent.click(screen.getByRole('button', { name: 'End 1' }), { detail: 2 });
    expect(actions.onEndAll).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'End 1' }), { detail: 1 });
    expect(actions.onEndAll).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    fireEvent.click(endButton('b'), { detail: 2 });
    fireEvent.click(rows()[2] as HTMLElement, { detail: 2 });
    expect(actions.onTerminate).not.toHaveBeenCalled();
    expect(actions.onLook).not.toHaveBeenCalled();
    fireEvent.click(endButton('b'), { detail: 1 });
    expect(actions.onTerminate).toHaveBeenCalledWith(b);
  });
});

test('a filter narrows the requests until its list goes with the key', () => {
  const view = { ...DEFAULT_VIEW, filter: 'region:us' };
  const { actions, next } = show(listed([session()], { view }));
  expect(actions.onNarrow).toHaveBeenLastCalledWith({ region: 'us' });
  next(state());
  expect(actions.onNarrow).toHaveBeenLastCalledWith(null);
});
