/* Notifications: what a person wanted to be told of, where the browser lets it pop up, and what each
 * of them tells of.
 *
 * Each telling has an id of its own, by its instant. With the id of an earlier notification, Chromium
 * replaces that one without showing it again, also where the person has dismissed it
 * (github.com/GoogleChrome/developer.chrome.com/issues/4349). Firefox 153 closes the earlier one, and
 * drops the new one if word of that closing comes while it still loads the icon
 * (ext-notifications.js, `showAlert`). */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { mayNotify } from '../access.ts';
import { parseRef, refOf } from '../session/ref.ts';
import { CAUSES } from '../store/choices.ts';
import type { Notice } from '../store/schemas.ts';
import type { State } from '../store/state.ts';
import { type Cause, nameOf } from '../watching/causes.ts';
import { formatCount, sessionName } from './format.ts';
import { joined } from './joined.ts';
import { noticeMessage, noticeTitle } from './notice-words.ts';
import type { Target } from './page.ts';
import { subuserWords } from './subuser.ts';

export interface Notification {
  /** `notice:moved:residential:ses_…@1764590000000`, `notice:key@…`; `notice:moved@…` where one tells
   * of many. The number is the instant of the telling. */
  id: string;
  title: string;
  message: string;
}

const PREFIX = 'notice:';
const TEST = 'test';
/** More of one cause at once are told together. */
const MOST_OF_CAUSE = 3;
const MOST_OF_NAME = 40;

/** What tells of these notices: each by itself, unless they are many of one cause. */
export function notificationsOf(notices: Notice[], subusers: State['subusers']): Notification[] {
  return CAUSES.flatMap((cause) => {
    const its = notices.filter((notice) => notice.cause === cause);
    if (cause !== 'key' && its.length > MOST_OF_CAUSE) return [ofMany(cause, its)];
    return its.map((notice) => ({
      id: idOf(notice),
      title: noticeTitle(notice),
      message: messageOf(notice, subusers),
    }));
  });
}

function ofMany(cause: Exclude<Cause, 'key'>, notices: Notice[]): Notification {
  const names = notices
    .slice(0, MOST_OF_CAUSE)
    .map(({ session }) => (session ? sessionName(session, MOST_OF_NAME) : ''));
  const more = notices.length - names.length;
  return {
    id: idFor(cause, notices[0]?.atMs ?? 0),
    title: i18n.t(`notice.many_${cause}`, [formatCount(notices.length)]),
    // Without a count: a name with a bar in it would be read as another plural.
    message: i18n.t('notice.andMore', [joined('names', names), formatCount(more)]),
  };
}

function messageOf(notice: Notice, subusers: State['subusers']): string {
  const { session } = notice;
  const message = noticeMessage(notice);
  if (!session) return message;
  const subuser = subusers.get(session.subuser ?? '') ?? null;
  return `${message} · ${subuserWords(session.subuser, subuser, MOST_OF_NAME)}`;
}

/** A ref holds no `@`. */
const idFor = (name: string, atMs: number) => `${PREFIX}${name}@${atMs}`;

function idOf({ cause, session, atMs }: Notice): string {
  return idFor(nameOf(cause, session && refOf(session)), atMs);
}

/** Whether a notification tells of this, alone or among others. */
export function tellsOf(id: string, notice: Notice): boolean {
  return id === idOf(notice) || id === idFor(notice.cause, notice.atMs);
}

/** Where there is more about what it tells of: in the page, or with the key in the settings. */
export function targetOfNotification(id: string): Target | 'settings' {
  const [, cause = '', ref = ''] = /^notice:(\w+):?([^@]*)/.exec(id) ?? [];
  if (cause === 'key' || cause === TEST) return 'settings';
  const identity = parseRef(ref);
  return identity ? { kind: 'session', ref: refOf(identity) } : { kind: 'notices' };
}

/** Has the browser show them, if it may. */
export async function showNotices(notices: Notice[], subusers: State['subusers']): Promise<void> {
  for (const notification of notificationsOf(notices, subusers)) {
    // Without the permission there is no such API, or what is left of it refuses, in whatever way. They
    // are noted.
    await show(notification).catch(() => {});
  }
}

async function show({ id, title, message }: Notification): Promise<void> {
  const iconUrl = browser.runtime.getURL('/icons/128.png');
  await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
}

/** The outcome of a test: `sent` says only that the browser took it. */
export type TestResult =
  | { kind: 'sent' }
  | { kind: 'not-allowed' }
  /** `reason`: in the browser's words, of which there may be none. */
  | { kind: 'failed'; reason: string };

/** Shows one that tells of nothing, whatever the hour: somebody has asked for it. */
export async function sendTestNotification(): Promise<TestResult> {
  try {
    if (!(await mayNotify())) return { kind: 'not-allowed' };
    const [title, message] = [i18n.t('watching.testTitle'), i18n.t('watching.testMessage')];
    await show({ id: idFor(TEST, Date.now()), title, message });
    return { kind: 'sent' };
  } catch (reason) {
    return { kind: 'failed', reason: (reason as Partial<Error> | undefined)?.message ?? '' };
  }
}
