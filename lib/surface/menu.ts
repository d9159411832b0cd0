/* The right-click menu of the toolbar icon, as a function of the overview. A browser shows six
 * items at its top level at most, so sessions stand in a submenu. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Overview, Row } from '../session/overview.ts';
import { type Identity, parseRef } from '../session/ref.ts';
import { formatBytes, formatPlace } from './format.ts';

export interface MenuItem {
  id: string;
  title: string;
  parentId?: string;
  enabled?: boolean;
}

const SESSIONS_SHOWN = 20;
const TERMINATE = 'terminate';

export type MenuCommand =
  | { kind: 'refresh' }
  | { kind: 'settings' }
  | { kind: 'terminate'; identity: Identity };

/** What a click on an item means; null for one that does nothing. */
export function parseMenuId(id: string): MenuCommand | null {
  if (id === 'refresh' || id === 'settings') return { kind: id };
  const identity = id.startsWith(`${TERMINATE}:`) ? parseRef(id.slice(TERMINATE.length + 1)) : null;
  return identity && { kind: 'terminate', identity };
}

/** Refresh, the sessions with the most bytes, settings. */
export function menuOf({ rows, trust }: Overview): MenuItem[] {
  const hasKey = trust !== 'no-key';
  const shown = rows
    .filter((row) => row.fate.kind === 'active')
    .sort((a, b) => b.session.bytesUsed - a.session.bytesUsed)
    .slice(0, SESSIONS_SHOWN);
  const sessions = titlesOf(shown).map((title, index) => ({
    id: `${TERMINATE}:${shown[index]?.ref}`,
    parentId: TERMINATE,
    title: escapeTitle(title),
  }));
  return [
    { id: 'refresh', title: i18n.t('menu.refresh'), enabled: hasKey },
    { id: TERMINATE, title: i18n.t('menu.terminate'), enabled: sessions.length > 0 },
    ...sessions,
    { id: 'settings', title: i18n.t('menu.settings') },
  ];
}

/** Twins of one `session_id` differ in place or exit IP; those that don't get their id as well. */
function titlesOf(rows: Row[]): string[] {
  const titles = rows.map(({ session }) =>
    [
      session.sessionId,
      i18n.t(`productTag.${session.product}`),
      formatPlace(session),
      session.exitIp,
    ].join(' · '),
  );
  return rows.map(({ session }, index) => {
    const title = titles[index] ?? '';
    const isAmbiguous = titles.indexOf(title) !== titles.lastIndexOf(title);
    return [title, formatBytes(session.bytesUsed), ...(isAmbiguous ? [session.id] : [])].join(
      ' · ',
    );
  });
}

/** In a menu's title `&` marks an access key, and `%s` stands for the page's selection. */
function escapeTitle(title: string): string {
  return title.replaceAll('&', '&&').replaceAll('%s', '% s');
}

/** Builds the menu anew: creating an item twice or changing one that is gone is an error, so the
 * caller runs this one at a time. */
export async function paintMenu(menu: MenuItem[]): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const { parentId, enabled = true, ...item } of menu) {
    browser.contextMenus.create({
      ...item,
      enabled,
      contexts: ['action'],
      ...(parentId === undefined ? {} : { parentId }),
    });
  }
}
