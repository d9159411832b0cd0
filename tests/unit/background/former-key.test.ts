/* The key is removed while one of its requests is under way: nothing that the answer says may be
 * stored, because it belongs to an account that the person has disconnected. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../lib/background/engine.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { keepKey, removeKey } from '../../../lib/store/key.ts';
import { DEFAULT_WATCHING, readState } from '../../../lib/store/state.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import { boundsOf } from '../../../lib/watching/causes.ts';
import { browser, releaseLocks } from '../support/browser.ts';
import { replace } from '../support/replace.ts';
import { NOW, session, status, told } from '../support/samples.ts';

const listed = session({ id: 'ses_listed' });
const subuser = { id: 'sub_1', name: 'acme', products: ['residential'], status: 'active' };

/** The answers of the API, by "METHOD path". */
const ANSWERS: Record<string, unknown> = {
  'GET /users/me': { id: 'usr_1', email: 'ada@example.com', plan: 'pro' },
  'GET /subusers': { data: [subuser] },
  'GET /residential/sessions': { data: [told('ses_answered')] },
  'GET /residential/sessions/ses_listed': told('ses_listed'),
  'DELETE /residential/sessions/ses_listed': {},
};

beforeEach(() => {
  browser.reset();
  releaseLocks('all');
});

interface Interruption {
  /** The request during which the key changes: "METHOD path". */
  at: string;
  /** The status of its answer. */
  code: number;
  headers?: Record<string, string>;
  change: () => Promise<void>;
  /** In place of the usual ones. */
  answers?: Record<string, unknown>;
}

/** A background whose key changes after the API has answered and before the answer is read. */
function engineWith({ at, code, headers = {}, change, answers }: Interruption): Engine {
  const bodies: Record<string, unknown> = { ...ANSWERS, ...answers };
  return createEngine({
    now: () => NOW,
    elapsed: () => 0,
    random: () => 0,
    after: () => () => {},
    async fetch(request) {
      const { method, url } = request as Request;
      const asked = `${method} ${new URL(url).pathname.replace('/v1', '')}`;
      const body = bodies[asked] ?? { data: [] };
      if (asked !== at) return Response.json(body);
      await change();
      return Response.json(code < 300 ? body : {}, { status: code, headers });
    },
  });
}

async function start(): Promise<void> {
  await items.keyInLocal.write({ key: 'former', savedAtMs: 1, checked: true });
  await items.listOf('residential').write({ sessions: [listed] });
  await items.listStatusOf('residential').write(status());
}

const poll = (engine: Engine) => engine.poll('person');

async function terminate(engine: Engine): Promise<void> {
  await askToTerminate({ session: listed, from: 'row', undoMs: 0, owner: '', nowMs: NOW });
  await engine.drain();
}

async function look(engine: Engine): Promise<void> {
  await items.look.write({ product: 'residential', id: listed.id, askedAtMs: NOW });
  await engine.look();
}

describe('nothing is stored of an answer that arrives after the key was removed', () => {
  const account = 'GET /users/me';
  const list = 'GET /residential/sessions';
  const detail = `${list}/ses_listed`;
  const end = 'DELETE /residential/sessions/ses_listed';
  const wait = { 'retry-after': '30' };

  test.each<[string, string, number, (engine: Engine) => Promise<void>, Record<string, string>?]>([
    ['the account', account, 200, poll],
    ['an account that could not be read', account, 500, poll],
    ['the refusal of the key', account, 401, poll],
    ['the sub-users', 'GET /subusers', 200, poll],
    ['sub-users that could not be read', 'GET /subusers', 500, poll],
    ['a list', list, 200, poll],
    ['a list that could not be read', list, 500, poll],
    ['the wait that the vendor asked for', list, 429, poll, wait],
    ['the details of a session', detail, 200, look],
    ['details that could not be read', detail, 500, look],
    ['the end of a session', end, 200, terminate],
    ['a session that was gone', end, 404, terminate],
    ['an end that the key is not permitted', end, 403, terminate],
    ['an end for which the key was refused', end, 401, terminate],
    ['an end that failed', end, 500, terminate],
  ])('%s', async (_, at, code, act, headers = {}) => {
    await start();
    await act(engineWith({ at, code, headers, change: removeKey }));
    expect(await browser.storage.local.get()).toEqual({});
    expect(await browser.storage.session.get()).toEqual({});
  });

  test('the round itself, if the key was removed just before it began', async () => {
    await start();
    replace(browser.alarms, {
      create: async (name: string) => name === 'poll' && removeKey(),
    });
    await engineWith({ at: '', code: 200, change: removeKey }).poll('person');
    expect(await browser.storage.local.get()).toEqual({});
  });
});

test('a session that ended under the former account is not in the history of the next one', async () => {
  await start();
  await items.account.write({ account: { email: 'ada@example.com', plan: 'pro' }, againAtMs: NOW });
  const account = { email: 'bob@example.com', plan: 'pro' };
  const next = { key: 'next', checked: true, account, keepIn: 'local' } as const;
  const change = () => keepKey(next, { requests: 0, waitUntilMs: null }, NOW);
  await terminate(engineWith({ at: 'DELETE /residential/sessions/ses_listed', code: 200, change }));
  expect([...(await readState()).ended.keys()]).toEqual([]);
});

test('a session is ended once if the same key is saved again while its DELETE is under way', async () => {
  await start();
  let deletes = 0;
  const change = async () => {
    deletes += 1;
    const same = { key: 'former', checked: true, account: null, keepIn: 'local' } as const;
    await keepKey(same, { requests: 0, waitUntilMs: null }, NOW);
  };
  const path = '/residential/sessions/ses_listed';
  const answers = { [`GET ${path}`]: told('ses_listed', { status: 'terminated' }) };
  const engine = engineWith({ at: `DELETE ${path}`, code: 200, change, answers });
  await terminate(engine);
  await engine.drain();
  expect(deletes).toBe(1);
  const { ended, intents } = await readState();
  expect(ended.get(refOf(listed))?.how).toBe('terminated');
  expect(intents.size).toBe(0);
});

describe('an alert of a key', () => {
  const shown: string[] = [];
  const account = { email: 'bob@example.com', plan: 'pro' };
  const next = { key: 'next', checked: true, account, keepIn: 'local' } as const;

  /** Paints, while a session has used more than it should, with a change of key on the way. */
  async function paintDuring(change: () => Promise<void>): Promise<void> {
    await start();
    await items.watching.write({ ...DEFAULT_WATCHING, isOn: true, bytes: { isOn: true, over: 1 } });
    const bounds = boundsOf(await readState());
    await items.notices.write({ notices: [], told: {}, silent: [], bounds });
    shown.length = 0;
    replace(browser.action, { setBadgeText: change });
    replace(browser.runtime, { getURL: (path: string) => path });
    replace(browser.notifications, { create: async (id: string) => void shown.push(id) });
    const none = async () => {};
    replace(browser.contextMenus, {
      create: () => '',
      update: none,
      remove: none,
      removeAll: none,
    });
    await engineWith({ at: '', code: 200, change }).repaint();
  }

  test('is noted and shown', async () => {
    await paintDuring(async () => {});
    expect((await readState()).notices.map(({ cause }) => cause)).toEqual(['bytes']);
    expect(shown).toEqual([`notice:bytes:${refOf(listed)}@${NOW}`]);
  });

  test.each([
    ['was removed', removeKey],
    ['was replaced', () => keepKey(next, { requests: 0, waitUntilMs: null }, NOW)],
  ])('is neither noted nor shown once that %s', async (_, change) => {
    await paintDuring(change);
    expect(await items.notices.read()).toBeNull();
    expect(shown).toEqual([]);
  });
});
