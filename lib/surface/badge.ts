/* The toolbar icon: a number, a colour and a tooltip, as a function of the overview. It shows the
 * number of active sessions or says plainly that it does not know; a failure never blanks it. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Overview } from '../session/overview.ts';
import { BADGE_COLORS } from './badge-colors.ts';
import { formatTime } from './format.ts';
import { countWords, problemWords, productCountWords } from './words.ts';

export interface Badge {
  text: string;
  color: string;
  title: string;
}

export function badgeOf(overview: Overview): Badge {
  return { ...face(overview), title: tooltip(overview) };
}

/** What the badge's four characters can say of a number: exact to 999, then rounded down. */
export function badgeText(count: number): string {
  if (count === 0) return '';
  if (count < 1_000) return String(count);
  if (count >= 100_000) return '99k+';
  const thousands = count < 10_000 ? Math.floor(count / 100) / 10 : Math.floor(count / 1_000);
  return `${thousands}k`;
}

function face({ trust, count }: Overview): Omit<Badge, 'title'> {
  switch (trust) {
    case 'no-key':
      return { text: i18n.t('badge.key'), color: BADGE_COLORS.unsure };
    case 'key-refused':
      return { text: i18n.t('badge.key'), color: BADGE_COLORS.refused };
    case 'loading':
      return { text: i18n.t('badge.loading'), color: BADGE_COLORS.unsure };
    case 'unknown':
      return { text: i18n.t('badge.unknown'), color: BADGE_COLORS.unsure };
    case 'no-products':
      return { text: '', color: BADGE_COLORS.sure };
    case 'stale':
      // An empty badge means "none", and that is not known here.
      return { text: badgeText(count ?? 0) || i18n.t('badge.unknown'), color: BADGE_COLORS.unsure };
    case 'fresh':
      return { text: badgeText(count ?? 0), color: BADGE_COLORS.sure };
  }
}

/** A tooltip does not change by itself, so its age is told as the time of day. */
function tooltip(overview: Overview): string {
  const { trust, count, products, asOfMs } = overview;
  const lines = [i18n.t('extension.name')];
  if (trust === 'no-key') return [...lines, i18n.t('tooltip.noKey')].join('\n');
  if (trust === 'no-products') return [...lines, i18n.t('popup.noProductsText')].join('\n');
  lines.push(countWords(overview));
  if (count !== null) lines.push(products.map(productCountWords).join(' · '));
  if (asOfMs !== null) lines.push(i18n.t('tooltip.asOf', [formatTime(asOfMs)]));
  return [...lines, ...problemWords(overview)].join('\n');
}

export async function paintBadge({ text, color, title }: Badge): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ text }),
    browser.action.setBadgeBackgroundColor({ color }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
  ]);
}
