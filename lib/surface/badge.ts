/* The toolbar icon: a number, a colour and a tooltip, as a function of the overview. It shows the
 * number of active sessions or says plainly that it does not know; a failure never blanks it. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Overview } from '../session/overview.ts';
import { STANDINGS } from '../session/standing.ts';
import { BADGE_COLORS } from './badge-colors.ts';
import { formatTime } from './format.ts';
import { countWords, problemWords, productCountWords, refusalWords } from './words.ts';

export interface Badge {
  text: string;
  color: string;
  title: string;
}

export function badgeOf(overview: Overview): Badge {
  return { ...face(overview), title: tooltip(overview) };
}

/** What the badge's four characters can say of a number: exact to 999, then rounded down. A plus
 * says that there may be more. */
export function badgeText(count: number, isPartial = false): string {
  if (count === 0) return isPartial ? i18n.t('badge.unknown') : '';
  if (count < 1_000) return `${count}${isPartial ? '+' : ''}`;
  if (count >= 100_000) return '99k+';
  if (isPartial) return `${Math.floor(count / 1_000)}k+`;
  const thousands = count < 10_000 ? Math.floor(count / 100) / 10 : Math.floor(count / 1_000);
  return `${thousands}k`;
}

function face({ standing, count, isPartial }: Overview): Omit<Badge, 'title'> {
  const { badge, color } = STANDINGS[standing];
  // An empty badge means "none", which is not known where the number is unsure.
  const number =
    count === null || (count === 0 && color !== 'sure')
      ? i18n.t('badge.unknown')
      : badgeText(count, isPartial);
  const texts = { number, key: i18n.t('badge.key'), loading: i18n.t('badge.loading'), none: '' };
  return { text: texts[badge], color: BADGE_COLORS[color] };
}

/** A tooltip does not change by itself, so its age is told as the time of day. */
function tooltip(overview: Overview): string {
  const { standing, count, products, asOfMs, readOnly } = overview;
  const lines = [i18n.t('extension.name')];
  if (standing === 'no-key') return [...lines, i18n.t('tooltip.noKey')].join('\n');
  if (standing === 'no-products') return [...lines, i18n.t('popup.noProductsText')].join('\n');
  lines.push(countWords(overview));
  if (count !== null) lines.push(products.map(productCountWords).join(' · '));
  if (asOfMs !== null) lines.push(i18n.t('tooltip.asOf', [formatTime(asOfMs)]));
  lines.push(...problemWords(overview));
  if (readOnly) lines.push(refusalWords(readOnly));
  return lines.join('\n');
}

export async function paintBadge({ text, color, title }: Badge): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ text }),
    browser.action.setBadgeBackgroundColor({ color }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
  ]);
}
