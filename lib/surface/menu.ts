/* The right-click menu of the toolbar icon, as a function of the overview. A browser shows six
 * items at its top level at most, so sessions stand in a submenu. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { ApiError } from '../api/errors.ts';
import type { Overview, Row } from '../session/overview.ts';
import { protectionOf } from '../session/protection.ts';
import { type Identity, parseRef } from '../session/ref.ts';
import { STANDINGS } from '../session/standing.ts';
import { formatBytes, formatPlace, sessionName, UNKNOWN } from './format.ts';
import { plain } from './plain.ts';

export interface MenuItem {
  id: string;
  title: string;
  parentId?: string;
  enabled?: boolean;
}

const SESSIONS_SHOWN = 20;
const TERMINATE = 'terminate';
/** Graphemes of a session id or an IPv6 address, as long as they get; a menu has little room. */
const MOST_OF_PART = 40;

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

/** Refresh, the sessions with the most bytes, settings. `protections`: names of what is not to be
 * ended by a click here. */
export function menuOf(
  { rows, standing, refreshFromMs, readOnly }: Overview,
  protections: ReadonlySet<string>,
): MenuItem[] {
  const { mayRefresh, mayEnd } = STANDINGS[standing];
  const shown = mayEnd && !readOnly ? mostBytes(rows) : [];
  const titles = titlesOf(shown);
  const sessions = shown.map(({ ref, session }, index) => {
    const title = titles[index] ?? '';
    const isProtected = protectionOf(session, protections) !== null;
    return {
      id: `${TERMINATE}:${ref}`,
      parentId: TERMINATE,
      title: escapeTitle(isProtected ? i18n.t('menu.protected', [title]) : title),
      enabled: !isProtected,
    };
  });
  return [
    { id: 'refresh', title: i18n.t('menu.refresh'), enabled: mayRefresh && refreshFromMs === null },
    {
      id: TERMINATE,
      title: terminateTitle(readOnly),
      enabled: sessions.length > 0,
    },
    ...sessions,
    { id: 'settings', title: i18n.t('menu.settings') },
  ];
}

/** The active ones with the most, those first. Few of ten thousand are ever put in order. */
function mostBytes(rows: Row[]): Row[] {
  const most: Row[] = [];
  for (const row of rows) {
    const bytes = bytesOf(row);
    const last = most[SESSIONS_SHOWN - 1];
    if (row.fate.kind !== 'active' || (last && bytesOf(last) >= bytes)) continue;
    const behind = most.findIndex((other) => bytesOf(other) < bytes);
    most.splice(behind < 0 ? most.length : behind, 0, row);
    most.length = Math.min(most.length, SESSIONS_SHOWN);
  }
  return most;
}

/** What is not known comes last. */
function bytesOf({ session }: Row): number {
  return session.bytesUsed ?? -1;
}

function terminateTitle(readOnly: ApiError | null): string {
  if (!readOnly) return i18n.t('menu.terminate');
  return i18n.t(readOnly.kind === 'locked' ? 'menu.locked' : 'menu.readOnly');
}

/** Twins of one `session_id` differ in place or exit IP; those that don't get their id as well. */
function titlesOf(rows: Row[]): string[] {
  const titles = rows.map(({ session }) =>
    [
      sessionName(session, MOST_OF_PART),
      i18n.t(`productTag.${session.product}`),
      formatPlace(session),
      session.exitIp === null ? UNKNOWN : plain(session.exitIp, MOST_OF_PART),
    ].join(' · '),
  );
  return rows.map(({ session }, index) => {
    const title = titles[index] ?? '';
    const isAmbiguous = titles.indexOf(title) !== titles.lastIndexOf(title);
    return [
      title,
      formatBytes(session.bytesUsed),
      ...(isAmbiguous ? [plain(session.id)] : []),
    ].join(' · ');
  });
}

/** In a menu's title `&` marks an access key, and `%s` stands for the page's selection. */
function escapeTitle(title: string): string {
  return title.replaceAll('&', '&&').replaceAll('%s', '% s');
}

/** Brings the browser's menu from `painted` (null: unknown) to `menu`. Items that stay are changed in
 * place, so that one who has just opened the menu finds them; the sessions are made anew where
 * they are others, for a browser can't move an item. Creating one twice or changing one that is
 * gone is an error, so the caller runs this one at a time and passes null after a failure. */
export async function paintMenu(menu: MenuItem[], painted: MenuItem[] | null): Promise<void> {
  if (!painted) {
    await browser.contextMenus.removeAll();
    menu.forEach(create);
    return;
  }
  const [shown, wanted] = [sessionsOf(painted), sessionsOf(menu)];
  const isSameSet = idsOf(shown) === idsOf(wanted);
  if (!isSameSet) {
    await Promise.all(shown.map(({ id }) => browser.contextMenus.remove(id)));
    wanted.forEach(create);
  }
  const before = new Map(painted.map((item) => [item.id, JSON.stringify(item)]));
  const changed = menu.filter(
    (item) => (isSameSet || !item.parentId) && before.get(item.id) !== JSON.stringify(item),
  );
  await Promise.all(
    changed.map(({ id, title, enabled = true }) =>
      browser.contextMenus.update(id, { title, enabled }),
    ),
  );
}

function create({ id, title, parentId, enabled = true }: MenuItem): void {
  const item = { id, title, enabled, contexts: ['action' as const] as ['action'] };
  browser.contextMenus.create(parentId === undefined ? item : { ...item, parentId });
}

const sessionsOf = (menu: MenuItem[]) => menu.filter(({ parentId }) => parentId);
const idsOf = (menu: MenuItem[]) => menu.map(({ id }) => id).join('\n');
