import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS, readState } from '../../../lib/store/state.ts';
import { heldIntents } from '../../../lib/termination/attempt.ts';
import { progressOf } from '../../../lib/termination/bulk.ts';
import { holdView, takeFromClosed, undoTerms } from '../../../lib/termination/hold.ts';
import {
  askToTerminate,
  askToTerminateAll,
  endHeld,
  undo,
  undoThese,
} from '../../../lib/termination/intent.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { openView, releaseLocks } from '../support/browser.ts';
import { replace } from '../support/replace.ts';

let sandbox: Sandbox;
let background: Background;

beforeEach(async () => {
  sandbox = await startSandbox({ sessions: 6, minutesLeft: [20, 25] });
  background = new Background(sandbox);
  await background.connect(sandbox.keys.full);
});
afterEach(() => sandbox.close());

const deletes = () => sandbox.journal.requests('delete').map(({ id }) => id);

async function rows() {
  return overviewOf(await readState(), background.nowMs).rows;
}

async function fateOf(id: string) {
  return (await rows()).find(({ session }) => session.id === id)?.fate;
}

/** Asks to end the first sessions of the list, in a view. Gives their ids. */
async function askIn(view: string, count = 1): Promise<string[]> {
  const sessions = (await rows())
    .filter(({ fate }) => fate.kind === 'active')
    .slice(0, count)
    .map(({ session }) => session);
  await background.act(async (nowMs) => {
    for (const session of sessions) {
      await askToTerminate({ session, from: 'row', undoMs: 0, heldBy: view, owner: '', nowMs });
    }
  });
  return sessions.map(({ id }) => id);
}

describe('an end that can be undone until its view is closed', () => {
  test('is not sent while that is open, however long, and at once when it closes', async () => {
    const view = openView('popup');
    const [id = ''] = await askIn('popup');
    await background.pass(10 * 60_000);
    expect(deletes()).toEqual([]);
    expect(await fateOf(id)).toMatchObject({ kind: 'undoable', untilMs: null });
    await background.act(async () => view.close());
    expect(await fateOf(id)).toMatchObject({ kind: 'ending' });
    expect(deletes(), 'an undo at the last instant is stored first').toEqual([]);
    await background.pass(300);
    expect(deletes()).toEqual([id]);
    expect(heldIntents(await readState())).toEqual([]);
  });

  test('is sent by an alarm where the background was dead when it closed', async () => {
    const view = openView('popup');
    const [id = ''] = await askIn('popup');
    background.kill();
    view.close();
    await background.pass(31_000);
    expect(deletes()).toEqual([id]);
  });

  test('is sent at the next start of a browser that crashed', async () => {
    openView('popup');
    const ids = await askIn('popup', 2);
    background.kill();
    releaseLocks('all');
    // Whatever wakes it.
    await background.ask('opened');
    await background.pass(300);
    expect(deletes()).toEqual(ids);
  });

  test('waits for its own view, whichever others close', async () => {
    const [first, second] = [openView('first'), openView('second')];
    const [one = ''] = await askIn('first');
    const [other = ''] = await askIn('second');
    await background.act(async () => second.close());
    await background.pass(300);
    expect(deletes()).toEqual([other]);
    expect(await fateOf(one)).toMatchObject({ kind: 'undoable' });
    await background.act(async () => first.close());
    await background.pass(300);
    expect(deletes()).toEqual([other, one]);
  });

  test('is on its way, in every view, though nothing may be sent', async () => {
    const view = openView('popup');
    const [id = ''] = await askIn('popup');
    const { nowMs } = background;
    await items.pause.write({ saidAtMs: nowMs, untilMs: nowMs + 40_000, unnamed: 0 });
    await background.act(async () => view.close());
    await background.pass(1_000);
    expect(deletes()).toEqual([]);
    expect(await fateOf(id)).toMatchObject({ kind: 'ending', retry: { atMs: nowMs + 40_000 } });
    await background.pass(45_000);
    expect(deletes()).toEqual([id]);
  });

  test('is forgotten when it is undone as the view closes', async () => {
    const view = openView('popup');
    const [row] = await rows();
    const [id = ''] = await askIn('popup');
    expect(id).toBe(row?.session.id);
    await background.act(async () => view.close());
    await background.act(() => undo({ product: row?.session.product ?? 'mobile', id }));
    await background.pass(120_000);
    expect(deletes()).toEqual([]);
    expect((await readState()).attempts.size).toBe(0);
  });

  test('whose session expires meanwhile is told of once the view is closed', async () => {
    const view = openView('popup');
    const [id = ''] = await askIn('popup');
    await background.pass(26 * 60_000);
    await background.act(async () => view.close());
    await background.pass(1_000);
    expect(deletes()).toEqual([]);
    const { expired } = overviewOf(await readState(), background.nowMs);
    expect(expired.map((end) => end.id)).toEqual([id]);
  });
});

describe('all that waits', () => {
  test('can be sent while the view stays open', async () => {
    openView('page');
    const ids = await askIn('page', 3);
    await background.act(async (nowMs) => endHeld(heldIntents(await readState()), nowMs));
    await background.pass(300);
    expect(deletes().sort()).toEqual(ids.sort());
  });

  test('can be taken back', async () => {
    const view = openView('page');
    await askIn('page', 3);
    await background.act(async () => undoThese(heldIntents(await readState())));
    await background.act(async () => view.close());
    await background.pass(60_000);
    expect(deletes()).toEqual([]);
  });

  test('of one bulk is told of as such once it is on its way', async () => {
    const view = openView('page');
    const sessions = (await rows()).map(({ session }) => session).slice(0, 4);
    const state = await readState();
    await background.act((nowMs) =>
      askToTerminateAll({ sessions, undoMs: 0, heldBy: 'page', nowMs, state }),
    );
    expect(progressOf(await readState(), background.nowMs)).toBeNull();
    expect(
      heldIntents(await readState())
        .map(refOf)
        .sort(),
    ).toEqual(sessions.map(refOf).sort());
    await background.act(async () => view.close());
    expect(progressOf(await readState(), background.nowMs)).toMatchObject({ total: 4, waiting: 4 });
    await background.pass(300);
    expect(deletes()).toHaveLength(4);
  });
});

describe('how an end can be undone', () => {
  const untilClosed = { ...DEFAULT_SETTINGS, undoMs: null };

  test('is as chosen; where there is no view to close, for 20 s', () => {
    expect(undoTerms(DEFAULT_SETTINGS, 'popup')).toEqual({ undoMs: 5_000, heldBy: null });
    expect(undoTerms(untilClosed, 'popup')).toEqual({ undoMs: 0, heldBy: 'popup' });
    expect(undoTerms(untilClosed, null)).toEqual({ undoMs: 20_000, heldBy: null });
  });

  test('waits for no view before the browser has said that it is there', async () => {
    const view = holdView();
    expect(view()).toBeNull();
    await vi.waitFor(() => expect(view()).not.toBeNull());
    const { held } = await navigator.locks.query();
    expect(held?.map(({ name }) => name)).toContain(`view:${view()}`);
  });

  describe('in Firefox', () => {
    /** The background page, as far as a view reaches it. */
    const backgroundPageIs = (page: () => Promise<unknown>) => {
      const manifest = { background: { scripts: ['background.js'] } };
      replace(browser.runtime, { getManifest: () => manifest, getBackgroundPage: page });
    };
    /** Lets everything happen that takes no time. */
    const settled = () => new Promise((resolve) => setImmediate(resolve));

    test('waits for a view once its lock is seen from the background page', async () => {
      backgroundPageIs(async () => ({ navigator }));
      const view = holdView();
      expect(view()).toBeNull();
      await vi.waitFor(() => expect(view()).not.toBeNull());
    });

    test.each<[string, () => Promise<unknown>]>([
      ['a private window or a container tab, from where that is out of reach', async () => null],
      ['a view that the browser keeps from it', () => Promise.reject(new Error('no'))],
      [
        'a view whose lock is not among its own',
        async () => ({ navigator: { locks: { query: async () => ({ held: [] }) } } }),
      ],
      [
        'a view while it ends',
        async () => ({ navigator: { locks: { query: () => Promise.reject(new Error('gone')) } } }),
      ],
    ])('waits for none in %s', async (_, page) => {
      backgroundPageIs(page);
      const view = holdView();
      await settled();
      expect(view()).toBeNull();
    });
  });
});

describe('intents are taken from views', () => {
  const hold = async (view: string) => {
    const { residential, mobile } = (await background.state()).lists;
    const [one] = [...residential, ...mobile].filter(({ id }) => !taken.has(id));
    if (!one) throw new Error('the sandbox has sessions');
    taken.add(one.id);
    const nowMs = background.nowMs;
    await askToTerminate({ session: one, from: 'row', undoMs: 0, heldBy: view, owner: '', nowMs });
    return refOf(one);
  };
  let taken: Set<string>;

  beforeEach(() => {
    taken = new Set();
    background.kill();
  });

  test('that have closed, and stay with those that are open', async () => {
    const view = openView('open');
    const [open, closed] = [await hold('open'), await hold('closed')];
    expect(await takeFromClosed(background.nowMs)).toEqual(new Set(['open']));
    const { attempts } = await readState();
    expect([...attempts.keys()]).toEqual([closed]);
    expect(attempts.has(open)).toBe(false);
    view.close();
  });

  test('although a background still waits in line for them to close', async () => {
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const line = navigator.locks.request('view:closed', { mode: 'shared' }, () => waiting);
    const closed = await hold('closed');
    expect(await takeFromClosed(background.nowMs)).toEqual(new Set());
    expect([...(await readState()).attempts.keys()]).toEqual([closed]);
    goOn();
    await line;
  });
});
