/* How a session ended, and that its client has gone on without it. */
import { i18n } from '#i18n';
import type { End } from '../session/order.ts';
import type { ENDED_FROM } from '../store/choices.ts';
import type { Past } from '../store/schemas.ts';
import { formatDuration, formatTime } from './format.ts';
import { plain } from './plain.ts';

const PLACES = {
  row: 'ends.fromRow',
  menu: 'ends.fromMenu',
  bulk: 'ends.fromBulk',
} as const satisfies Record<(typeof ENDED_FROM)[number], string>;

/** `Ended by you · row, 14:03:12 · req_…`, `Expired`, `Gone before its time: ended elsewhere`. */
export function endWords(how: End, wish: Past['wish']): string {
  if (how === 'unlisted') return i18n.t('detail.notListed');
  if (!wish || how === 'unknown') return i18n.t(`ends.${how}`);
  const words = i18n.t(`ends.asked_${how}`, [
    i18n.t(PLACES[wish.from]),
    formatTime(wish.askedAtMs),
  ]);
  return wish.requestId ? `${words} · ${plain(wish.requestId)}` : words;
}

/** `Came back after 12 s with a new IP: its client is still running`. `afterMs`: from the end to the
 * start of the session that has the same proxy username. `isNewIp`: null where an IP is not known. */
export function cameBackWords(came: { afterMs: number; isNewIp: boolean | null }): string {
  const { afterMs, isNewIp } = came;
  const after = formatDuration(Math.max(0, afterMs));
  if (isNewIp === null) return i18n.t('ends.cameBack', [after]);
  return i18n.t(isNewIp ? 'ends.cameBackNewIp' : 'ends.cameBackSameIp', [after]);
}
