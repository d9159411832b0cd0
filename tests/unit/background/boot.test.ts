/* The background at its start, and two backgrounds that run at once. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { createEngine, type Engine } from '../../../lib/background/engine.ts';
import * as items from '../../../lib/store/items.ts';
import { restrictStorageAccess } from '../../../lib/store/key.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser, releaseLocks } from '../support/browser.ts';
import { replace } from '../support/replace.ts';
import { NOW, session } from '../support/samples.ts';

describe('at its start the background', () => {
  let sandbox: Sandbox;
  let background: Background;

  beforeEach(async () => {
    sandbox = await startSandbox({ sessions: 4, speed: 0 });
    background = new Background(sandbox);
  });
  afterEach(() => sandbox.close());

  test('lets only trusted contexts read its storage, so that no content script sees the key', async () => {
    const setAccessLevel = { local: vi.fn(async () => {}), session: vi.fn(async () => {}) };
    for (const area of ['local', 'session'] as const) {
      replace(browser.storage[area], { setAccessLevel: setAccessLevel[area] });
    }
    await background.connect(sandbox.keys.full);
    const trusted = { accessLevel: 'TRUSTED_CONTEXTS' };
    expect(setAccessLevel.local.mock.calls).toEqual([[trusted]]);
    expect(setAccessLevel.session.mock.calls).toEqual([[trusted]]);
  });

  test('goes on where the browser knows no access levels, as Firefox does not', async () => {
    for (const area of [browser.storage.local, browser.storage.session]) {
      Reflect.deleteProperty(area, 'setAccessLevel');
    }
    await expect(restrictStorageAccess()).resolves.toBeUndefined();
  });
});

describe('when two backgrounds run at once, as while a browser replaces a worker,', () => {
  const sessions = [session(), session(), session()] as [Session, Session, Session];
  let sent: string[];

  beforeEach(async () => {
    browser.reset();
    releaseLocks('all');
    sent = [];
    await items.keyInLocal.write({ key: 'k', savedAtMs: 1, checked: true });
  });

  /** An API that takes its time: whatever else can go out meanwhile does. */
  const engine = (): Engine =>
    createEngine({
      now: () => NOW,
      elapsed: () => 0,
      random: () => 0,
      after: () => () => {},
      async fetch(request) {
        const { method, url } = request as Request;
        sent.push(`${method} ${new URL(url).pathname.replace('/v1', '')}`);
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
        return method === 'DELETE'
          ? new Response(null, { status: 204 })
          : Response.json({ data: [] });
      },
    });

  test('only the first sends the DELETEs, each once', async () => {
    for (const each of sessions) {
      await askToTerminate({ session: each, from: 'row', undoMs: 0, owner: '', nowMs: NOW });
    }
    await Promise.all([engine().drain(), engine().drain()]);
    expect(sent).toEqual(sessions.map(({ id }) => `DELETE /residential/sessions/${id}`));
  });

  test('only the first asks for the lists', async () => {
    await Promise.all([engine().poll('opened'), engine().poll('opened')]);
    expect(sent.filter((each) => each.endsWith('/sessions')).sort()).toEqual([
      'GET /mobile/sessions',
      'GET /residential/sessions',
    ]);
  });
});
