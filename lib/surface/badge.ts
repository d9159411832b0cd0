/* The toolbar icon: a number, a colour and a tooltip, as a function of the overview. It shows the
 * number of active sessions or says plainly that it does not know; a failure never blanks it. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Overview } from '../session/overview.ts';
import { STANDINGS } from '../session/standing.ts';
import type { Notice } from '../store/schemas.ts';
import { BADGE_COLORS } from './badge-colors.ts';
import { formatCount, formatTime } from './format.ts';
import { noticeTitle } from './notice-words.ts';
import { problemWords } from './problem-words.ts';
import { countWords, productCountWords, refusalWords } from './words.ts';

export interface Badge {
  text: string;
  color: string;
  title: string;
}

/** Says that there is something new to be seen. */
const DOT = '•';
/** What a badge has room for. */
const MOST_CHARACTERS = 4;

/** `unseen`: what was noticed since somebody looked, the latest last. */
export function badgeOf(overview: Overview, unseen: Notice[] = []): Badge {
  const room = unseen.length > 0 ? MOST_CHARACTERS - DOT.length : MOST_CHARACTERS;
  const { text, color } = face(overview, room);
  const lines = [...tooltip(overview), ...noticedWords(unseen)];
  return { text: unseen.length > 0 ? DOT + text : text, color, title: lines.join('\n') };
}

/** What so many characters, three or four, can say of a number: exact to 999, then rounded down. A
 * plus says that there may be more. */
export function badgeText(count: number, isPartial = false, room = MOST_CHARACTERS): string {
  if (count === 0) return isPartial ? i18n.t('badge.unknown') : '';
  const plus = isPartial ? '+' : '';
  const thousands = `${Math.floor(count / 1_000)}k${plus}`;
  const forms =
    count < 1_000
      ? [`${count}${plus}`, '99+']
      : [
          ...(count < 10_000 && !isPartial ? [`${Math.floor(count / 100) / 10}k`] : []),
          ...(count < 100_000 ? [thousands] : []),
          ...['99k+', '9k+'],
        ];
  return forms.find((text) => text.length <= room) ?? '';
}

function face({ standing, count, isPartial }: Overview, room: number): Omit<Badge, 'title'> {
  const { badge, color } = STANDINGS[standing];
  // An empty badge means "none", which is not known where the number is unsure.
  const number =
    count === null || (count === 0 && color !== 'sure')
      ? i18n.t('badge.unknown')
      : badgeText(count, isPartial, room);
  const texts = { number, key: i18n.t('badge.key'), loading: i18n.t('badge.loading'), none: '' };
  return { text: texts[badge], color: BADGE_COLORS[color] };
}

/** A tooltip does not change by itself, so its age is told as the time of day. */
function tooltip(overview: Overview): string[] {
  const { standing, count, products, asOfMs, readOnly } = overview;
  const lines = [i18n.t('extension.name')];
  if (standing === 'no-key') return [...lines, i18n.t('tooltip.noKey')];
  if (standing === 'no-products') return [...lines, i18n.t('popup.noProductsText')];
  lines.push(countWords(overview));
  if (count !== null) lines.push(products.map(productCountWords).join(' · '));
  if (asOfMs !== null) lines.push(i18n.t('tooltip.asOf', [formatTime(asOfMs)]));
  lines.push(...problemWords(overview));
  if (readOnly) lines.push(refusalWords(readOnly));
  return lines;
}

/** How much, and the latest in words. */
function noticedWords(unseen: Notice[]): string[] {
  const latest = unseen.at(-1);
  if (!latest) return [];
  const { length } = unseen;
  return [i18n.t('tooltip.unseen', length, [formatCount(length)]), noticeTitle(latest)];
}

export async function paintBadge({ text, color, title }: Badge): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ text }),
    browser.action.setBadgeBackgroundColor({ color }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
  ]);
}
