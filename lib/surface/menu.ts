/* The right-click menu of the toolbar icon, as a function of the overview. A browser shows six
 * items at its top level at most, so sessions stand in a submenu. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { ApiError } from '../api/errors.ts';
import type { Session } from '../api/schemas.ts';
import type { Overview, Row } from '../session/overview.ts';
import { protectionOf } from '../session/protection.ts';
import { type Identity, parseRef } from '../session/ref.ts';
import { STANDINGS } from '../session/standing.ts';
import { formatBytes, formatIp, formatPlace } from './format.ts';
import { plain } from './plain.ts';

export interface MenuItem {
  id: string;
  title: string;
  parentId?: string;
  enabled?: boolean;
}

const SESSIONS_SHOWN = 20;
const TERMINATE = 'terminate';
/** Chromium cuts off what of a title is longer, in code units and with the marks that escape it
 * (context_menu_matcher.cc, `kMaxExtensionItemTitleLength`). Firefox cuts only what has no room on the
 * screen. */
const LONGEST_TITLE = 75;
/** Graphemes of a session id: as many of these as leave room for all else. */
const ROOMS_OF_NAME = [40, 36, 32, 28, 24, 20, 16, 13, 10, 8, 6, 3];
/** Graphemes of helodata's id. */
const MOST_OF_ID = 14;

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
  const isProtected = ({ session }: Row) => protectionOf(session, protections) !== null;
  const titles = titlesOf(
    shown.map((row) => ({ session: row.session, isProtected: isProtected(row) })),
  );
  const sessions = shown.map((row, index) => ({
    id: `${TERMINATE}:${row.ref}`,
    parentId: TERMINATE,
    title: titles[index] ?? '',
    enabled: !isProtected(row),
  }));
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

/** The bytes to sort by; unknown ones come last. */
function bytesOf({ session }: Row): number {
  return session.bytesUsed ?? -1;
}

function terminateTitle(readOnly: ApiError | null): string {
  if (!readOnly) return i18n.t('menu.terminate');
  return i18n.t(readOnly.kind === 'locked' ? 'menu.locked' : 'menu.readOnly');
}

interface TitleWishes {
  session: Session;
  isProtected: boolean;
}

/** Twins of one `session_id` differ in place or exit IP; those that don't get their id as well. */
function titlesOf(rows: TitleWishes[]): string[] {
  const all = rows.map((row) => titleOf(row, false));
  const isAlone = (who: string) => all.filter((each) => each.who === who).length === 1;
  return all.map(({ who, title }, index) => {
    const row = rows[index];
    return !row || isAlone(who) ? title : titleOf(row, true).title;
  });
}

/** `who`: what of it tells one session from another. Where there is little room, the session id is cut
 * first, as it is the longest, and then the place. A title of letters that take several code units each
 * may still be too long: Chromium cuts it, between words. */
function titleOf({ session, isProtected }: TitleWishes, hasId: boolean) {
  const region = formatPlace({ ...session, state: null, city: null }, ' ');
  let last = { who: '', title: '' };
  for (const where of [formatPlace(session, ' '), region, '']) {
    for (const most of ROOMS_OF_NAME) {
      const who = joinedParts(
        bothEnds(session.sessionId?.trim() ? session.sessionId : session.id, most),
        i18n.t(`productTag.${session.product}`),
        where,
        formatIp(session.exitIp),
      );
      const id = hasId ? bothEnds(session.id, MOST_OF_ID) : '';
      const whole = joinedParts(who, formatBytes(session.bytesUsed), id);
      last = { who, title: escapeTitle(isProtected ? i18n.t('menu.protected', [whole]) : whole) };
      if (last.title.length <= LONGEST_TITLE) return last;
    }
  }
  return last;
}

const joinedParts = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ');

/** As `plain`, but what is cut keeps its end, too, where each letter is one code unit: names that are
 * counted up differ there. */
function bothEnds(text: string, most: number): string {
  if (text.length <= most || !/^[ -~]*$/.test(text)) return plain(text, most);
  return `${text.slice(0, Math.ceil(most / 2))}…${text.slice(-Math.floor(most / 2))}`;
}

/** In a menu's title `&` marks an access key in both browsers, which show `&&` as one. Chromium puts the
 * page's selection in the place of each `%s`, knows no escape for it, and has no selection here: it would
 * be gone. A word joiner has no width, so the title reads as it was meant. */
function escapeTitle(title: string): string {
  return title.replaceAll('&', '&&').replaceAll('%s', '%\u2060s');
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
