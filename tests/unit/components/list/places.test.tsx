/* Keys in what takes the place of the list, and the ways between. */
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import type { Session } from '../../../../lib/api/schemas.ts';
import { protectionName } from '../../../../lib/session/protection.ts';
import { refOf } from '../../../../lib/session/ref.ts';
import type { State } from '../../../../lib/store/state.ts';
import { popupActions } from '../../support/popup-actions.ts';
import { failing, intentOf, listed, NOW, session, state } from '../../support/samples.ts';

afterEach(cleanup);
configure({ asyncUtilTimeout: 10_000 });

const [a, b] = ['a', 'b'].map((id) => session({ id, sessionId: id })) as [Session, Session];

function show(given: State = listed([a, b])) {
  const actions = popupActions();
  const view = render(<Popup state={given} nowMs={NOW} actions={actions} />);
  const next = (later: State) =>
    view.rerender(<Popup state={later} nowMs={NOW} actions={actions} />);
  return { actions, next, user: userEvent.setup() };
}

/** With the first session open. */
async function openFirst(given?: State) {
  const shown = show(given);
  await shown.user.keyboard('j{Enter}');
  await screen.findByRole('heading', { name: 'a' });
  return shown;
}

const wished = (target: Session): Pick<State, 'intents'> => ({
  intents: new Map([[refOf(target), intentOf(target)]]),
});

const gone = (query: string) => waitFor(() => expect(screen.queryByText(query)).toBeNull());

describe('in a session', () => {
  test('x ends it, c copies, p protects; no key does anything to a row behind it', async () => {
    const { actions, user } = await openFirst();
    await user.keyboard('jxcp arm/');
    expect(actions.onTerminate.mock.calls).toEqual([[a]]);
    expect(actions.onCopyUsername.mock.calls[0]?.[0].session).toEqual(a);
    expect(actions.onProtect.mock.calls).toEqual([[a, 'session', true]]);
    expect(actions.onRefresh).not.toHaveBeenCalled();
    expect(screen.queryByRole('menu')).toBeNull();
    await user.keyboard('{Escape}');
    await gone('About this session');
    expect(screen.queryByText(/marked/)).toBeNull();
  });

  test('x ends the one that is open, whatever is marked', async () => {
    const { actions, user } = show();
    await user.keyboard('j j {Home}{Enter}');
    await screen.findByRole('heading', { name: 'a' });
    await user.keyboard('x');
    expect(actions.onTerminate.mock.calls).toEqual([[a]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('u takes its own end back, and no other', async () => {
    const { actions, next, user } = await openFirst(listed([a, b], wished(b)));
    await user.keyboard('u');
    expect(actions.onUndo).not.toHaveBeenCalled();
    next(listed([a, b], wished(a)));
    await user.keyboard('u');
    expect(actions.onUndo.mock.calls).toEqual([[a]]);
  });

  test('a protected one is asked about, over the session, which is not asked for anew', async () => {
    const protections = new Set([protectionName('session', a)]);
    const { actions, user } = await openFirst(listed([a, b], { protections }));
    await user.keyboard('x');
    await screen.findByRole('dialog', { name: /a is protected/ });
    screen.getByRole('heading', { name: 'a', hidden: true });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    screen.getByRole('heading', { name: 'a' });
    expect(actions.onLook).toHaveBeenCalledOnce();
  });
});

describe('?', () => {
  test('opens over a session and leads back there, to where the keyboard was', async () => {
    const { actions, user } = await openFirst();
    screen.getByRole('button', { name: 'Copy JSON' }).focus();
    await user.keyboard('?');
    await screen.findByRole('dialog', { name: 'Keys' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement?.textContent).toBe('Copy JSON');
    expect(actions.onLook).toHaveBeenCalledOnce();
  });

  test('opens over the history', async () => {
    const { user } = show();
    await user.keyboard('gh');
    await screen.findByRole('heading', { name: 'History' });
    await user.keyboard('?');
    await screen.findByRole('dialog', { name: 'Keys' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    screen.getByRole('heading', { name: 'History' });
  });

  test('is followed by nothing else, as long as that is open', async () => {
    const { actions, user } = show();
    await user.keyboard('j?');
    await screen.findByRole('dialog', { name: 'Keys' });
    await user.keyboard('xghr');
    expect(actions.onTerminate).not.toHaveBeenCalled();
    expect(actions.onRefresh).not.toHaveBeenCalled();
    expect(screen.queryByRole('heading', { name: 'History' })).toBeNull();
  });
});

describe('g', () => {
  test('leads to the history, from a session too, and back to the list', async () => {
    const { user } = await openFirst();
    await user.keyboard('gh');
    await screen.findByRole('heading', { name: 'History' });
    expect(screen.queryByRole('heading', { name: 'a' })).toBeNull();
    await user.keyboard('gl');
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'History' })).toBeNull());
    await waitFor(() => expect(document.activeElement?.tagName).toBe('TR'));
    expect(document.activeElement?.textContent).toContain('a');
  });

  test('leads to the settings', async () => {
    const { actions, user } = show();
    await user.keyboard('gs');
    expect(actions.onSettings).toHaveBeenCalledOnce();
  });

  test('is forgotten after a while, and by any other key', async () => {
    const { user } = show();
    await user.keyboard('gjh');
    const at = vi.spyOn(Event.prototype, 'timeStamp', 'get');
    at.mockReturnValue(1_000);
    fireEvent.keyDown(document.body, { key: 'g' });
    at.mockReturnValue(2_600);
    fireEvent.keyDown(document.body, { key: 'h' });
    at.mockRestore();
    expect(screen.queryByRole('heading', { name: 'History' })).toBeNull();
    await user.keyboard('gh');
    await screen.findByRole('heading', { name: 'History' });
  });
});

describe('where there is no list', () => {
  const { key } = listed([]);
  const never = failing({ kind: 'unreachable', requestId: null }, null);

  test.each([
    ['Asking helodata for your sessions…', state({ key })],
    [
      'Your sessions can’t be shown yet',
      state({ key, statuses: { residential: never, mobile: never } }),
    ],
    ['Nothing to list', listed([], { products: [] })],
  ])('%s: ? and g work all the same', async (words, given) => {
    const { actions, user } = show(given);
    screen.getByText(words);
    expect(screen.queryByRole('combobox')).toBeNull();
    await user.keyboard('?');
    await screen.findByRole('dialog', { name: 'Keys' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('gs');
    expect(actions.onSettings).toHaveBeenCalledOnce();
    await user.keyboard('gn');
    await screen.findByRole('heading', { name: 'Noticed in 24 hours' });
    await user.keyboard('gh');
    await screen.findByRole('heading', { name: 'History' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'History' })).toBeNull());
    screen.getByText(words);
  });

  test('the first one is there once it has come, whatever lay over it', async () => {
    const { next, user } = show(state({ key }));
    await user.keyboard('gh');
    await screen.findByRole('heading', { name: 'History' });
    next(listed([a, b]));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(2));
    screen.getByRole('button', { name: 'More' });
  });

  test('nothing is left of one that is lost, as with another key', async () => {
    const { next, user } = await openFirst();
    await user.keyboard('{Escape} {Enter}');
    await screen.findByRole('heading', { name: 'a' });
    next(state({ key }));
    screen.getByText('Asking helodata for your sessions…');
    expect(screen.queryByRole('heading', { name: 'a' })).toBeNull();
    next(listed([b]));
    expect(screen.queryByText(/marked/)).toBeNull();
  });
});

describe('the keyboard', () => {
  const main = () => document.querySelector('main');

  test('is in the view from the start, and where a key works', async () => {
    const { user } = show();
    expect(document.activeElement).toBe(main());
    await user.keyboard('j');
    expect(document.activeElement?.textContent).toContain('a');
  });

  test('is in the view when what had it goes', async () => {
    const asides = ['settings'];
    const { next, user } = show(listed([a], { asides }));
    (await screen.findByRole('button', { name: 'Dismiss' })).focus();
    next(listed([a]));
    await waitFor(() => expect(document.activeElement).toBe(main()));
    await user.keyboard('j');
    expect(document.activeElement?.textContent).toContain('a');
  });

  test('goes back to the button of a menu that is left', async () => {
    const { user } = show();
    const more = screen.getByRole('button', { name: 'More' });
    more.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('menu');
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(more);
  });
});
