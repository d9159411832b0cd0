/* The words for what a person wanted to be told of: one place, so that a notification, the popup and
 * the view of what was noticed say the same. */
import { i18n } from '#i18n';
import type { Session } from '../api/schemas.ts';
import type { Notice } from '../store/schemas.ts';
import type { Watching } from '../store/state.ts';
import {
  formatBytes,
  formatCount,
  formatPlace,
  formatTime,
  sessionName,
  UNKNOWN,
} from './format.ts';
import { plain } from './plain.ts';

/** A notification's first line has room for about so many graphemes of a name. */
const MOST_OF_NAME = 40;

/** `crawl9: exit IP moved`, `crawl9: 512 MB used`; `The key was refused`. */
export function noticeTitle(notice: Notice): string {
  const { session } = notice;
  if (!session) return causeWords(notice);
  return i18n.t('notice.title', [sessionName(session, MOST_OF_NAME), causeWords(notice)]);
}

/** What was noticed, without of whom: `exit IP moved`, `512 MB used`, `ends at 14:03:12`. Numbers
 * are those of that moment. */
export function causeWords({ cause, session, rate }: Notice): string {
  switch (cause) {
    case 'moved':
      return i18n.t('notice.moved');
    case 'bytes':
      return i18n.t('notice.bytes', [formatBytes(session?.bytesUsed ?? 0)]);
    case 'rate':
      return i18n.t('notice.rate', [formatBytes(rate ?? 0)]);
    case 'ending':
      return i18n.t('notice.ending', [formatTime(session?.expiresAtMs ?? 0)]);
    case 'key':
      return i18n.t('notice.key');
  }
}

/** What else there is to know, in a line: `203.0.113.9 → 198.51.100.4`, `US CA LA · 34.2 MB used`. */
export function noticeMessage({ cause, session, fromIp }: Notice): string {
  if (!session) return i18n.t('error.keyRefused');
  const ip = session.exitIp === null ? UNKNOWN : plain(session.exitIp);
  if (cause === 'moved') return fromIp === null ? ip : `${plain(fromIp)} → ${ip}`;
  const used = i18n.t('notice.bytes', [formatBytes(session.bytesUsed)]);
  return [formatPlace(session), cause === 'bytes' ? ip : used]
    .filter((part) => part !== '')
    .join(' · ');
}

/** `You are told 5 minutes before crawl9 ends.` Or that this was called off, or that it waits for
 * watching to be turned on. */
export function reminderWords(session: Session, isOn: boolean, watching: Watching): string {
  const name = sessionName(session, MOST_OF_NAME);
  if (!isOn) return i18n.t('notice.notReminded', [name]);
  if (!watching.isOn) return i18n.t('notice.remindedOff', [name]);
  const count = minutesBefore(watching);
  // The name is filled in apart: one with a bar in it would be read as another plural.
  const minutes = i18n.t('notice.minutes', count, [formatCount(count)]);
  return i18n.t('notice.reminded', [minutes, name]);
}

/** How long before its end a person is told of a session. */
export function minutesBefore({ ending }: Watching): number {
  return Math.round(ending.withinMs / 60_000);
}
