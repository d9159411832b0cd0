import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refOf } from '../../../lib/session/ref.ts';
import type { Notice } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import {
  notificationsOf,
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
        id: 'notice:moved:residential:ses_a%20b',
        title: 'crawl9: exit IP moved',
        message: '203.0.113.9 → 198.51.100.4 · Price checks',
      },
    ]);
  });

  test('of the key says no session', () => {
    expect(notificationsOf([notice({ cause: 'key', session: null })], SUBUSERS)).toEqual([
      {
        id: 'notice:key',
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
        id: 'notice:moved',
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
    expect(targetOfNotification('notice:key')).toBe('settings');
    expect(targetOfNotification('notice:moved')).toEqual({ kind: 'notices' });
    expect(targetOfNotification('something else')).toEqual({ kind: 'notices' });
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
        expect(tellsOf('notice:rate', of)).toBe(true);
        expect(tellsOf('notice:bytes', of)).toBe(false);
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
