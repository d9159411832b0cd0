import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refOf } from '../../../lib/session/ref.ts';
import type { Notice } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import {
  notificationsOf,
  sendTestNotification,
  showNotices,
  targetOfNotification,
  tellsOf,
} from '../../../lib/surface/notifications.ts';
import { browser, speak } from '../support/browser.ts';
import { NOW, session } from '../support/samples.ts';

const SUBUSERS: State['subusers'] = new Map([
  ['sub_1', { id: 'sub_1', name: 'shop', label: 'Price checks' }],
]);

function notice(fields: Partial<Notice> = {}): Notice {
  return { cause: 'moved', atMs: NOW, session: session(), fromIp: null, rate: null, ...fields };
}

const notices = (count: number, fields: Partial<Notice> = {}) =>
  Array.from({ length: count }, (_, n) =>
    notice({ session: session({ sessionId: `job${n + 1}` }), ...fields }),
  );

afterEach(() => speak('en'));

describe('what pops up', () => {
  test('says of whom, what, and whose', () => {
    const crawl = session({ id: 'ses_a b', sessionId: 'crawl9', exitIp: '198.51.100.4' });
    expect(notificationsOf([notice({ session: crawl, fromIp: '203.0.113.9' })], SUBUSERS)).toEqual([
      {
        id: `notice:moved:residential:ses_a%20b@${NOW}`,
        title: 'crawl9: exit IP moved',
        message: '203.0.113.9 → 198.51.100.4 · Price checks',
      },
    ]);
  });

  test('of the key says no session', () => {
    expect(notificationsOf([notice({ cause: 'key', session: null })], SUBUSERS)).toEqual([
      {
        id: `notice:key@${NOW}`,
        title: 'The key was refused',
        message: expect.stringMatching(/^helodata refused the key \(401\).*network\.$/),
      },
    ]);
  });

  test('is one for all, where more than three of a cause come at once', () => {
    expect(notificationsOf(notices(3), SUBUSERS)).toHaveLength(3);
    expect(
      notificationsOf([...notices(1_200), ...notices(1, { cause: 'bytes' })], SUBUSERS),
    ).toEqual([
      {
        id: `notice:moved@${NOW}`,
        title: '1,200 sessions: exit IP moved',
        message: 'job1, job2, job3 and 1,197 more',
      },
      expect.objectContaining({ title: 'job1: 1.00 MB used' }),
    ]);
    expect(notificationsOf(notices(4), SUBUSERS)[0]?.message).toBe('job1, job2, job3 and 1 more');
  });

  test.each([4, 5])('names them whatever they are called, of %d', (count) => {
    const barred = notices(count, { session: session({ sessionId: 'a | b' }) });
    const message = `a | b, a | b, a | b and ${count - 3} more`;
    expect(notificationsOf(barred, SUBUSERS)).toEqual([expect.objectContaining({ message })]);
  });

  test('names them as the language does', () => {
    speak('zh_CN');
    const message = 'job1、job2、job3，另有 1 个';
    expect(notificationsOf(notices(4), SUBUSERS)).toEqual([expect.objectContaining({ message })]);
  });

  test('hides nothing that comes from outside', () => {
    const outside = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a\u202eb\u200bc', ' | | '),
    );
    fc.assert(
      fc.property(outside, fc.integer({ min: 1, max: 5 }), (text, count) => {
        const hostile = session({ sessionId: text, exitIp: text, subuser: text, region: text });
        const all = notices(count, { session: hostile, fromIp: text });
        expect(JSON.stringify(notificationsOf(all, new Map()))).not.toMatch(/[\u202e\u200b]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a click on one', () => {
  test('leads to what it tells of', () => {
    expect(targetOfNotification('notice:key@1')).toBe('settings');
    expect(targetOfNotification('notice:moved@1')).toEqual({ kind: 'notices' });
    expect(targetOfNotification('something else')).toEqual({ kind: 'notices' });
  });

  test('leads there, too, where an earlier version has shown it', () => {
    expect(targetOfNotification('notice:key')).toBe('settings');
    expect(targetOfNotification('notice:moved')).toEqual({ kind: 'notices' });
    const target = { kind: 'session', ref: 'mobile:ses_a%40b' };
    expect(targetOfNotification('notice:rate:mobile:ses_a%40b')).toEqual(target);
  });

  test('leads to its session, whatever the vendor calls that', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        const of = notice({ cause: 'rate', session: session({ id, product: 'mobile' }) });
        const [{ id: shown }] = notificationsOf([of], SUBUSERS) as { id: string }[] as [
          { id: string },
        ];
        const ref = refOf({ product: 'mobile', id });
        expect(targetOfNotification(shown)).toEqual({ kind: 'session', ref });
        expect(tellsOf(shown, of)).toBe(true);
        expect(tellsOf(shown, notice({ cause: 'bytes', session: of.session }))).toBe(false);
        expect(tellsOf(shown, { ...of, atMs: NOW + 1 })).toBe(false);
        expect(tellsOf(`notice:rate@${NOW}`, of)).toBe(true);
        expect(tellsOf(`notice:rate@${NOW - 1}`, of)).toBe(false);
        expect(tellsOf(`notice:bytes@${NOW}`, of)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('showing them', () => {
  beforeEach(() => browser.reset());

  test('is left to the browser', async () => {
    await showNotices(notices(2), SUBUSERS);
    expect(Object.keys(await browser.notifications.getAll())).toHaveLength(2);
  });

  test('never takes the id of one before, which the browser may replace without showing it', async () => {
    const create = vi.spyOn(browser.notifications, 'create');
    const tellings: Notice[][] = [
      [notice({ cause: 'key', session: null })],
      notices(4),
      [notice({ session: session({ id: 'ses_1' }) })],
    ];
    for (const atMs of [NOW, NOW + 1]) {
      for (const told of tellings) {
        await showNotices(
          told.map((each) => ({ ...each, atMs })),
          SUBUSERS,
        );
      }
    }
    expect(new Set(create.mock.calls.map(([id]) => id)).size).toBe(6);
    create.mockRestore();
  });

  test('fails in silence where the browser does not allow it', async () => {
    const refuses = vi.spyOn(browser.notifications, 'create').mockRejectedValue(new Error('no'));
    await showNotices(notices(1), SUBUSERS);
    expect(refuses).toHaveBeenCalledOnce();
    refuses.mockImplementation(() => {
      throw new Error('at once');
    });
    await showNotices(notices(2), SUBUSERS);
    expect(refuses).toHaveBeenCalledTimes(3);
    refuses.mockRestore();
    const { notifications } = browser;
    Object.assign(browser, { notifications: undefined });
    await showNotices(notices(1), SUBUSERS);
    Object.assign(browser, { notifications });
  });
});

describe('a test', () => {
  const allow = (allowed: boolean) =>
    vi.spyOn(browser.permissions, 'contains').mockImplementation(async () => allowed);

  beforeEach(() => browser.reset());
  afterEach(() => vi.restoreAllMocks());

  test('is shown each time, in words of its own, and leads to the settings', async () => {
    allow(true);
    const create = vi.spyOn(browser.notifications, 'create');
    vi.spyOn(Date, 'now')
      .mockReturnValueOnce(NOW)
      .mockReturnValueOnce(NOW + 1);
    expect(await sendTestNotification()).toEqual({ kind: 'sent' });
    expect(await sendTestNotification()).toEqual({ kind: 'sent' });
    const [[id, options] = [], [second] = []] = create.mock.calls as unknown as [string, object][];
    expect(options).toMatchObject({ type: 'basic', title: 'Test notification' });
    expect(second).not.toBe(id);
    expect(targetOfNotification(String(id))).toBe('settings');
    expect(tellsOf(String(id), notice({ cause: 'key', session: null }))).toBe(false);
  });

  test('is not tried where the browser does not allow it', async () => {
    allow(false);
    const create = vi.spyOn(browser.notifications, 'create');
    expect(await sendTestNotification()).toEqual({ kind: 'not-allowed' });
    expect(create).not.toHaveBeenCalled();
  });

  test.each([
    [
      new Error('Unable to download all specified images.'),
      'Unable to download all specified images.',
    ],
    [undefined, ''],
  ])('says why the browser failed (%s)', async (thrown, reason) => {
    allow(true);
    vi.spyOn(browser.notifications, 'create').mockRejectedValue(thrown);
    expect(await sendTestNotification()).toEqual({ kind: 'failed', reason });
  });
});
