import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { ApiError } from '../../../lib/api/errors.ts';
import { spentInDay } from '../../../lib/quota/ledger.ts';
import { pausedUntilMs } from '../../../lib/quota/pause.ts';
import { KNOWN } from '../../../lib/session/facts.ts';
import type { Ref } from '../../../lib/session/ref.ts';
import { readCommand, readWork } from '../../../lib/store/commands.ts';
import * as items from '../../../lib/store/items.ts';
import { keepKey, moveKey, readKey, removeKey } from '../../../lib/store/key.ts';
import {
  DEFAULT_SETTINGS,
  DEFAULT_VIEW,
  DEFAULT_WATCHING,
  keyProblem,
  readState,
  type State,
  subscribeState,
} from '../../../lib/store/state.ts';
import { replace } from '../support/replace.ts';
import { end, NOW, past, session, state, status } from '../support/samples.ts';

beforeEach(() => fakeBrowser.reset());

const account = { email: 'ada@example.com', plan: 'pro' };
const refused: ApiError = { kind: 'key-refused', requestId: null };
const offline: ApiError = { kind: 'unreachable', requestId: null };
const KEY = 'hel_test_0123456789wxyz';
const keep = (keepIn: 'local' | 'session', key = KEY) =>
  keepKey({ key, checked: true, account, keepIn }, { requests: 1, waitUntilMs: null }, NOW);

describe('reading', () => {
  test('an empty storage is a state of its own', async () => {
    expect(await readState()).toMatchObject({
      key: null,
      settings: DEFAULT_SETTINGS,
      account: null,
    });
  });

  test('what does not fit its schema reads as absent, and costs nothing else', async () => {
    await items.listOf('residential').write({ sessions: [session({ id: 'ses_a' })] });
    await fakeBrowser.storage.local.set({
      settings: { v: 1, undoMs: -3 },
      'list:mobile': { v: 99 },
      'status:mobile': 'broken',
      'intent:mobile:ses_x': null,
    });
    const state = await readState();
    expect(state.settings).toEqual(DEFAULT_SETTINGS);
    expect(state.lists.mobile).toEqual([]);
    expect(state.statuses.mobile).toBeNull();
    expect(state.intents.size).toBe(0);
    expect(state.lists.residential).toHaveLength(1);
  });

  test('a subscriber sees the state now and after each change, until it leaves', async () => {
    const seen: State[] = [];
    const leave = subscribeState(
      (state) => seen.push(state),
      () => {},
    );
    await expect.poll(() => seen.length).toBe(1);
    await items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 0 });
    expect(seen.at(-1)?.settings.undoMs).toBe(0);
    await items.settings.remove();
    expect(seen.at(-1)?.settings).toEqual(DEFAULT_SETTINGS);
    leave();
    await items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 0 });
    expect(seen).toHaveLength(3);
  });
});

test('reading returns what was stored, and the new value after a change', async () => {
  const subuser = { id: 'sub_1', name: 'acme', label: 'Acme' };
  const known = { subusers: [subuser], asOfMs: NOW, againAtMs: NOW + 1, requests: 3 };
  await items.account.write({ account, againAtMs: NOW });
  await items.products.write({ ...known, products: ['mobile'] });
  await items.watching.write({ ...DEFAULT_WATCHING, isOn: true });
  await items.notifying.write({ granted: true });
  expect(await readState()).toMatchObject({
    account,
    accountAgainAtMs: NOW,
    products: ['mobile'],
    productsAgainAtMs: NOW + 1,
    productsRequests: 3,
    subusers: new Map([['sub_1', subuser]]),
    watching: { isOn: true },
    mayNotify: true,
    hasAccess: true,
  });
  await items.products.write({ ...known, products: ['residential'] });
  await items.access.write({ granted: false });
  expect(await readState()).toMatchObject({ products: ['residential'], hasAccess: false });
  const { commands } = await readWork();
  expect(commands).toMatchObject({ products: ['residential'], hasAccess: false });
});

test('without anything stored, nothing is forbidden, known or wanted', async () => {
  expect(await readState()).toMatchObject({
    account: null,
    accountAgainAtMs: 0,
    products: null,
    productsAgainAtMs: 0,
    productsRequests: 1,
    watching: DEFAULT_WATCHING,
    mayNotify: false,
    hasAccess: true,
    noticesSeenMs: 0,
    readOnly: null,
    bulk: null,
    detail: null,
  });
  expect((await readWork()).commands).toMatchObject({ hasAccess: true, products: null });
});

test('a change that comes while storage is first read is not lost', async () => {
  const { get } = fakeBrowser.storage.local;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  replace(fakeBrowser.storage.local, {
    async get(keys: null) {
      const read = await get(keys);
      await held;
      return read;
    },
  });
  const seen: State[] = [];
  const leave = subscribeState(
    (state) => seen.push(state),
    () => {},
  );
  await new Promise(setImmediate);
  await items.settings.write({ ...DEFAULT_SETTINGS, isLocked: true });
  expect(seen).toEqual([]);
  goOn();
  await expect.poll(() => seen.length).toBe(1);
  leave();
  expect(seen[0]?.settings.isLocked).toBe(true);
});

test('only storage.local and storage.session are the extension’s state', async () => {
  const seen: State[] = [];
  const leave = subscribeState(
    (state) => seen.push(state),
    () => {},
  );
  await expect.poll(() => seen.length).toBe(1);
  await fakeBrowser.storage.sync.set(items.settings.entry({ ...DEFAULT_SETTINGS, isLocked: true }));
  expect(seen).toHaveLength(1);
  await items.keyInSession.write({ key: KEY, savedAtMs: NOW, checked: true });
  leave();
  expect(seen[1]?.key?.keptIn).toBe('session');
});

test.each<[string, ApiError | null, ApiError | null, ApiError | null]>([
  ['the first list that was refused', refused, offline, refused],
  ['the second list that was refused', offline, refused, refused],
  ['no other failure', offline, offline, null],
  ['nothing if all is well', null, null, null],
])('the problem of the key is %s', async (_, residential, mobile, expected) => {
  const of = (problem: ApiError | null) => ({ ...status(), problem });
  const statuses = { residential: of(residential), mobile: of(mobile) };
  expect(keyProblem(state({ statuses }))).toEqual(expected);
});

test('what a change leaves alone stays the same object, so that nobody works from it anew', async () => {
  await items.listOf('mobile').write({ sessions: [session()] });
  await items.tracesOf('mobile').write({ traces: new Map() });
  await items.listStatusOf('mobile').write(status());
  await items.ended.item('mobile:ses_x').write(end(session({ id: 'ses_x' })));
  const seen: State[] = [];
  const leave = subscribeState(
    (state) => seen.push(state),
    () => {},
  );
  await expect.poll(() => seen.length).toBe(1);
  await items.ledger.write({ hours: [], moments: [] });
  const [first, second] = seen;
  const parts = [...KNOWN, 'intents', 'attempts'] as const;
  for (const part of parts) expect(second?.[part], part).toBe(first?.[part]);

  await items.listOf('mobile').write({ sessions: [] });
  leave();
  const changed = parts.filter((part) => seen[2]?.[part] !== first?.[part]);
  expect(changed).toEqual(['lists']);
  expect(seen[2]?.lists.mobile).toEqual([]);
});

test('storage that can’t be read is told, so that no page stays blank', async () => {
  const { get } = fakeBrowser.storage.local;
  Object.assign(fakeBrowser.storage.local, { get: async () => Promise.reject(new Error('IO')) });
  const reasons: unknown[] = [];
  subscribeState(
    () => reasons.push('state'),
    (reason) => reasons.push(reason),
  );
  await expect.poll(() => reasons).toEqual([new Error('IO')]);
  Object.assign(fakeBrowser.storage.local, { get });
});

test('an intent that is stored under another session’s name is not read', async () => {
  const intent = {
    product: 'mobile',
    id: 'ses_victim',
    sessionId: 'job',
    expiresAtMs: NOW,
    askedAtMs: NOW,
    dueAtMs: NOW,
    from: 'row',
    heldBy: null,
    owner: '',
  } as const;
  await items.intents.item('mobile:ses_named').write(intent);
  await items.intents.item('residential:ses_victim').write(intent);
  expect([...(await readState()).intents]).toEqual([]);
  expect([...(await readWork()).commands.intents]).toEqual([]);
  for (const named of ['mobile:ses_named', 'residential:ses_victim'] as Ref[]) {
    expect([...(await readCommand(named)).intents]).toEqual([]);
  }
});

describe('the key', () => {
  test.each(['local', 'session'] as const)(
    'is kept in storage.%s only, and shown by its end',
    async (area) => {
      await keep(area === 'local' ? 'session' : 'local');
      await keep(area);
      expect((await readKey())?.key).toBe(KEY);
      const other = area === 'local' ? 'session' : 'local';
      expect(JSON.stringify(await fakeBrowser.storage[other].get())).not.toContain(KEY);
      expect(JSON.stringify(await fakeBrowser.storage.sync.get())).not.toContain(KEY);
      const state = await readState();
      expect(state.key).toEqual({ tail: 'wxyz', keptIn: area, checked: true });
      expect(JSON.stringify(state)).not.toContain(KEY);
    },
  );

  test('shows nothing of a key that four characters would give away', async () => {
    await keep('local', 'short');
    expect((await readState()).key?.tail).toBe('');
  });

  test('shows the last four of twelve characters', async () => {
    await keep('local', '0123456789ab');
    expect((await readState()).key?.tail).toBe('89ab');
  });

  test('that does not exist is not stored by moving it', async () => {
    await moveKey('session');
    expect(await fakeBrowser.storage.session.get()).toEqual({});
    expect(await readKey()).toBeNull();
  });

  test('that was there before stays if another could not be stored', async () => {
    await keep('local');
    const { set } = fakeBrowser.storage.local;
    replace(fakeBrowser.storage.local, {
      async set(entries: Record<string, unknown>) {
        if ('key' in entries) throw new Error('QUOTA_BYTES exceeded');
        await set(entries);
      },
    });
    await expect(keep('local', 'hel_test_another_key')).rejects.toThrow('QUOTA');
    expect((await readKey())?.key).toBe(KEY);
  });

  test('moves between the two', async () => {
    await keep('local');
    await moveKey('session');
    expect(await fakeBrowser.storage.local.get('key')).toEqual({});
    expect((await readState()).key?.keptIn).toBe('session');
    await moveKey('local');
    expect(await fakeBrowser.storage.session.get('key')).toEqual({});
    expect((await readKey())?.key).toBe(KEY);
  });

  const intent = {
    product: 'mobile' as const,
    id: 'ses_1',
    sessionId: 'job',
    expiresAtMs: NOW,
    askedAtMs: NOW,
    dueAtMs: NOW,
    from: 'row' as const,
    heldBy: null,
    owner: '',
  };

  test('in place of another forgets what the former one showed, and all wishes, unless it is known to be of the same account', async () => {
    await keep('local');
    await items.listOf('mobile').write({ sessions: [session()] });
    await items.intents.item('mobile:ses_1').write(intent);
    await items.intents.item('mobile:ses_2').write({ ...intent, id: 'ses_2' });
    await items.attempts.item('mobile:ses_2').write({
      askedAtMs: NOW,
      count: 1,
      triedAtMs: NOW,
      nextAtMs: null,
      problem: null,
      acceptedAtMs: null,
    });
    await keepKey(
      { key: 'another', checked: false, account: null, keepIn: 'local' },
      { requests: 1, waitUntilMs: null },
      NOW,
    );
    const state = await readState();
    expect(state).toMatchObject({ account: null, lists: { mobile: [] } });
    expect([...state.intents.keys()]).toEqual([]);
  });

  test('of another account forgets the wishes too, for its sessions are others', async () => {
    await keep('local');
    await items.intents.item('mobile:ses_1').write(intent);
    const other = { email: 'bob@example.com', plan: 'pro' };
    const trial = { requests: 1, waitUntilMs: null };
    await keepKey({ key: 'another', checked: true, account: other, keepIn: 'local' }, trial, NOW);
    const kept = Object.keys(await fakeBrowser.storage.local.get());
    expect(kept.filter((key) => key.startsWith('intent:'))).toEqual([]);
    // A page that did not know yet writes another.
    await items.intents.item('mobile:ses_1').write(intent);
    expect((await readState()).intents.size).toBe(0);
    expect((await readWork()).strangers).toEqual(['mobile:ses_1']);
  });

  test('saved again keeps the books, and what the vendor said while it was tried', async () => {
    await keep('local');
    const trial = { requests: 2, waitUntilMs: NOW + 9_000 };
    await keepKey({ key: KEY, checked: false, account: null, keepIn: 'session' }, trial, NOW + 1);
    const state = await readState();
    expect(spentInDay(state.ledger, NOW + 1)).toBe(3);
    expect(pausedUntilMs(state, NOW + 1)).toBe(NOW + 9_000);
    expect(state).toMatchObject({ account, key: { keptIn: 'session' } });
  });

  describe('in place of another', () => {
    const chosen = ['protected:subuser:sub_1', 'reminder:mobile:ses_1'];
    const mine = [
      'bulk',
      'ended:mobile:ses_1',
      'history:1',
      'list:mobile',
      'notices',
      'noticesSeen',
      ...chosen,
      'view',
    ];
    const learned = ['detail', 'look', 'traces:mobile'];

    beforeEach(async () => {
      await keep('local');
      const one = session({ product: 'mobile', id: 'ses_1' });
      const asked = { product: 'mobile', id: 'ses_1', askedAtMs: NOW } as const;
      await items.ended.item('mobile:ses_1').write(end(one));
      await items.history.item('1').write({ past: [past()] });
      await items.protections.item('subuser:sub_1').write({ sinceMs: NOW });
      await items.reminders.item('mobile:ses_1').write({ sinceMs: NOW });
      await items.notices.write({ notices: [], told: {}, silent: [], bounds: {} });
      await items.noticesSeen.write({ atMs: NOW });
      await items.view.write(DEFAULT_VIEW);
      await items.bulk.write({ askedAtMs: NOW, total: 1 });
      await items.look.write(asked);
      const seen = { session: one, endedAs: null, samples: [], problem: null };
      await items.detail.write({ ...asked, ...seen, atMs: NOW });
      await items.listOf('mobile').write({ sessions: [one] });
      await items.tracesOf('mobile').write({ traces: new Map() });
    });

    const kept = async () => {
      const there = Object.keys(await fakeBrowser.storage.local.get());
      return there.filter((key) => [...mine, ...learned].includes(key)).sort();
    };

    test.each([
      ['of the same account keeps what its person did', account, mine],
      ['that may be anybody’s keeps how the list is looked at', null, ['view']],
      ['of another account keeps how the list is looked at', { ...account, email: 'b' }, ['view']],
    ])('one %s', async (_, present, stays) => {
      const latter = { key: 'another', checked: true, keepIn: 'local' } as const;
      const trial = { requests: 1, waitUntilMs: null };
      await keepKey({ ...latter, account: present }, trial, NOW);
      expect(await kept()).toEqual(stays);
    });

    test('the same again keeps what its person did, whether or not its account is told', async () => {
      const trial = { requests: 1, waitUntilMs: null };
      await keepKey({ key: KEY, checked: false, account: null, keepIn: 'local' }, trial, NOW);
      expect(await kept()).toEqual(mine);
    });

    test('none keeps nothing', async () => {
      await removeKey();
      expect(await kept()).toEqual([]);
    });
  });

  test('that was saved last counts while there are two', async () => {
    await items.keyInSession.write({ key: 'former', savedAtMs: NOW, checked: true });
    await items.keyInLocal.write({ key: 'latter', savedAtMs: NOW + 1, checked: true });
    expect((await readKey())?.key).toBe('latter');
    expect((await readState()).key?.keptIn).toBe('local');
  });

  test.each(['local', 'session'] as const)('leaves storage.%s when it is removed', async (area) => {
    await keep(area);
    await removeKey();
    expect(await readKey()).toBeNull();
    expect(await fakeBrowser.storage.local.get()).toEqual({});
    expect(await fakeBrowser.storage.session.get()).toEqual({});
  });
});
