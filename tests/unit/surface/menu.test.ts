import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { overviewOf } from '../../../lib/session/overview.ts';
import { protectionName } from '../../../lib/session/protection.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { DEFAULT_SETTINGS, type State } from '../../../lib/store/state.ts';
import { menuOf, paintMenu, parseMenuId } from '../../../lib/surface/menu.ts';
import { browser, speak } from '../support/browser.ts';
import { intentOf, listed, NOW, session, state } from '../support/samples.ts';

const menu = (given: State) => menuOf(overviewOf(given, NOW), given.protections);
const sessions = (given: State) => menu(given).filter(({ parentId }) => parentId === 'terminate');

describe('the menu', () => {
  afterEach(() => speak('en'));

  test('speaks the language of the browser, which lets nobody read a menu’s titles', () => {
    speak('zh_CN');
    const cart = session({ sessionId: 'cart7' });
    const kept = session({ id: 'ses_2', sessionId: 'kept', bytesUsed: 1 });
    const protections = new Set([protectionName('session', kept)]);
    expect(menu(listed([cart, kept], { protections })).map(({ title }) => title)).toEqual([
      '立即刷新',
      '终止',
      'cart7 · 住宅 · US CA LA · 203.0.113.7 · 1.00 MB',
      'kept · 住宅 · US CA LA · 203.0.113.7 · 1 B · 受保护',
      '设置',
    ]);
  });

  test('stays within six items at the top level, and can only do what makes sense', () => {
    expect(menu(state())).toEqual([
      { id: 'refresh', title: 'Refresh now', enabled: false },
      { id: 'terminate', title: 'Terminate', enabled: false },
      { id: 'settings', title: 'Settings' },
    ]);
  });

  test('offers the 20 sessions with the most bytes, most first', () => {
    const many = Array.from({ length: 30 }, (_, at) => session({ id: `s${at}`, bytesUsed: at }));
    expect(sessions(listed(many)).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, at) => `terminate:residential:s${29 - at}`),
    );
  });

  test('tells twins apart by place, exit IP, or at last by id', () => {
    const twins = [
      session({ id: 'ses_a', sessionId: 'login' }),
      session({ id: 'ses_b', sessionId: 'login', region: 'de', state: null, city: null }),
      session({ id: 'ses_c', sessionId: 'login', product: 'mobile' }),
      session({ id: 'ses_d', sessionId: 'login' }),
    ];
    expect(sessions(listed(twins)).map(({ title }) => title)).toEqual([
      'login · RES · US CA LA · 203.0.113.7 · 1.00 MB · ses_a',
      'login · RES · DE · 203.0.113.7 · 1.00 MB',
      'login · RES · US CA LA · 203.0.113.7 · 1.00 MB · ses_d',
      'login · MOB · US CA LA · 203.0.113.7 · 1.00 MB',
    ]);
  });

  const EIGHTY = `crawl-${'0123456789'.repeat(7)}-end`;
  const IPV6 = '2001:0db8:85a3:0000:0000:8a2e:0370:7334';

  describe.each([
    [
      'marks of titles',
      { sessionId: 'R&D 100%s' },
      'R&&D 100%\u2060s · RES · US CA LA · 203.0.113.7',
    ],
    ['a mark at the end', { sessionId: 'a&' }, 'a&& · RES · US CA LA · 203.0.113.7'],
    [
      'marks side by side',
      { sessionId: '%%s&&%s' },
      '%%\u2060s&&&&%\u2060s · RES · US CA LA · 203.0.113.7',
    ],
    ['an emoji', { sessionId: '🕷️spider🇩🇪' }, '🕷[U+FE0F]spider🇩🇪 · RES · US CA LA · 203.0.113.7'],
    ['an emoji of several', { sessionId: '👩‍💻' }, '👩[U+200D]💻 · RES · US CA LA · 203.0.113.7'],
    [
      '80 letters',
      { sessionId: EIGHTY },
      'crawl-0123456789…890123456789-end · RES · US CA LA · 203.0.113.7',
    ],
    [
      '80 marks',
      { sessionId: '&'.repeat(80) },
      `${'&'.repeat(16)}…${'&'.repeat(16)} · RES · US CA LA · 203.0.113.7`,
    ],
    [
      '80 emoji',
      { sessionId: '😀'.repeat(80) },
      `${'😀'.repeat(16)}… · RES · US CA LA · 203.0.113.7`,
    ],
    [
      '80 flags',
      { sessionId: '🇩🇪'.repeat(80) },
      `${'🇩🇪'.repeat(8)}… · RES · US CA LA · 203.0.113.7`,
    ],
    [
      '80 Chinese letters',
      { sessionId: '会话'.repeat(40) },
      `${'会话'.repeat(16)}… · RES · US CA LA · 203.0.113.7`,
    ],
    [
      'a long address',
      { sessionId: EIGHTY, exitIp: IPV6 },
      'crawl-01234567…0123456789-end · RES · US CA LA · 2001:0db…70:7334',
    ],
    [
      'a long place',
      { sessionId: EIGHTY, exitIp: IPV6, state: 'north rhine-westphalia', city: 'düsseldorf' },
      'crawl-0123456789…890123456789-end · RES · US · 2001:0db…70:7334',
    ],
    ['no place', { region: '', state: null, city: null, sessionId: 'a' }, 'a · RES · 203.0.113.7'],
  ])('of %s', (_, fields, title) => {
    const given = session({ bytesUsed: 34_200_000, ...fields });

    test('reads so, and keeps its numbers', () => {
      const [item] = sessions(listed([given]));
      expect(item?.title).toBe(`${title} · 34.2 MB`);
    });

    test('is not cut by Chromium, as a twin or as a protected one either', () => {
      const twins = [given, { ...given, id: 'ses_01hzx8y7w6v5t4s3r2q1p0' }];
      const protections = new Set(twins.map((each) => protectionName('session', each)));
      for (const state of [listed(twins), listed(twins, { protections })]) {
        const titles = sessions(state).map((each) => each.title);
        for (const each of titles) expect(each.length, each).toBeLessThanOrEqual(75);
        expect(new Set(titles).size).toBe(2);
        expect(titles.join('\n')).toMatch(/ · 34\.2 MB · ses_01h…3r2q1p0/);
      }
    });
  });

  test('tells those apart that differ only where their names are cut', () => {
    const of = (name: string) =>
      session({ sessionId: `${'a'.repeat(20)}${name}${'b'.repeat(20)}` });
    const titles = sessions(listed([of('one'), of('two')])).map(({ title }) => title);
    expect(new Set(titles).size).toBe(2);
    for (const title of titles) expect(title).toMatch(/ · ses_\d+$/);
  });

  test('offers no session under the read-only lock, and says why', () => {
    const settings = { ...DEFAULT_SETTINGS, isLocked: true };
    expect(menu(listed([session()], { settings }))).toMatchObject([
      { id: 'refresh' },
      { id: 'terminate', title: 'Terminate (the read-only lock is on)', enabled: false },
      { id: 'settings' },
    ]);
  });

  test('shows what is protected, and does not offer it', () => {
    const [own, ofSubuser, free] = [
      session({ id: 'ses_a', bytesUsed: 3 }),
      session({ id: 'ses_b', bytesUsed: 2, subuser: 'sub_9' }),
      session({ id: 'ses_c', bytesUsed: 1 }),
    ];
    const names = [protectionName('session', own), protectionName('subuser', ofSubuser)];
    const given = listed([own, ofSubuser, free], { protections: new Set(names) });
    expect(sessions(given).map(({ title, enabled }) => [title, enabled])).toEqual([
      [expect.stringMatching(/ · protected$/), false],
      [expect.stringMatching(/ · protected$/), false],
      [expect.not.stringContaining('protected'), true],
    ]);
  });

  test('leaves out what somebody asked to end already', () => {
    const asked = session();
    const intents: State['intents'] = new Map([[refOf(asked), intentOf(asked)]]);
    expect(sessions(listed([asked], { intents }))).toEqual([]);
  });
});

test.each([
  ['refresh', { kind: 'refresh' }],
  ['settings', { kind: 'settings' }],
  ['terminate:mobile:ses_1', { kind: 'terminate', identity: { product: 'mobile', id: 'ses_1' } }],
  ['terminate', null],
  ['terminate:isp:ses_1', null],
  ['other', null],
])('a click on %j', (id, command) => {
  expect(parseMenuId(id)).toEqual(command);
});

describe('painting', () => {
  /** The browser's menu, with its errors: what is created twice or changed when gone is refused. */
  function fakeMenus() {
    const items = new Map<string, string>();
    const calls: string[] = [];
    const demand = (id: string, isThere: boolean) => {
      if (items.has(id) !== isThere) throw new Error(`${id} ${isThere ? 'is gone' : 'is there'}`);
    };
    Object.assign(browser.contextMenus, {
      removeAll: async () => items.clear(),
      remove: async (id: string) => {
        demand(id, true);
        calls.push(`remove ${id}`);
        items.delete(id);
      },
      update: async (id: string, { title }: { title: string }) => {
        demand(id, true);
        calls.push(`update ${id}`);
        items.set(id, title);
      },
      create: ({ id, title }: { id: string; title: string }) => {
        demand(id, false);
        calls.push(`create ${id}`);
        items.set(id, title);
      },
    });
    return { items, calls };
  }

  const someSessions = fc
    .uniqueArray(fc.nat(30), { maxLength: 25 })
    .chain((ids) =>
      fc.tuple(fc.constant(ids), fc.array(fc.nat(5), { minLength: 25, maxLength: 25 })),
    )
    .map(([ids, bytes]) =>
      ids.map((id, at) =>
        session({ id: `s${id}`, sessionId: `j${id}`, bytesUsed: bytes[at] ?? 0 }),
      ),
    );

  test('ends with the menu that is wanted, from any menu, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(someSessions, someSessions, async (first, second) => {
        const { items } = fakeMenus();
        const [before, after] = [menu(listed(first)), menu(listed(second))];
        await paintMenu(before, null);
        await paintMenu(after, before);
        expect(new Map(items)).toEqual(new Map(after.map(({ id, title }) => [id, title])));
        const order = (ids: Iterable<string>) =>
          [...ids].filter((id) => id.startsWith('terminate:'));
        expect(order(items.keys())).toEqual(order(after.map(({ id }) => id)));
      }),
    );
  });

  test('changes only titles where the sessions are the same', async () => {
    const { calls } = fakeMenus();
    const one = session({ id: 'ses_a' });
    const before = menu(listed([one]));
    await paintMenu(before, null);
    calls.length = 0;
    await paintMenu(menu(listed([{ ...one, bytesUsed: 5 }])), before);
    expect(calls).toEqual(['update terminate:residential:ses_a']);
  });

  test('never takes away the items that stay', async () => {
    const { calls } = fakeMenus();
    const before = menu(listed([session({ id: 'ses_a' })]));
    await paintMenu(before, null);
    calls.length = 0;
    await paintMenu(menu(listed([session({ id: 'ses_b' })])), before);
    expect(calls).toEqual([
      'remove terminate:residential:ses_a',
      'create terminate:residential:ses_b',
    ]);
  });
});
