/* The items by name. Who writes what: surfaces write `key` (with the `account` it was tried on),
 * `settings`, `watching`, `noticesSeen`, `view`, `refresh`, `look`, `bulk`, protections, reminders and
 * intents; the background writes the rest. */
import type { Product } from '../api/schemas.ts';
import * as former from './former.ts';
import { defineFamily, defineItem, type Item } from './item.ts';
import * as schemas from './schemas.ts';

export const keyInLocal = defineItem('key', schemas.keySchema, { isPrecious: true });
/** The key that is kept only until the browser closes. */
export const keyInSession = defineItem('key', schemas.keySchema, {
  area: 'session',
  isPrecious: true,
});
export const settings = defineItem('settings', schemas.settingsSchema, {
  former: former.formerSettings,
  isPrecious: true,
});
export const account = defineItem('account', schemas.accountItemSchema);
export const products = defineItem('products', schemas.productsItemSchema, {
  former: former.formerProducts,
});
export const round = defineItem('round', schemas.roundSchema);
export const pause = defineItem('pause', schemas.pauseSchema, { former: former.formerPause });
export const ledger = defineItem('ledger', schemas.ledgerSchema);
export const readOnly = defineItem('readOnly', schemas.readOnlySchema, { isPrecious: true });
export const access = defineItem('access', schemas.accessSchema);
export const refresh = defineItem('refresh', schemas.refreshSchema, {
  former: former.formerRefresh,
});
/** How the list is looked at. */
export const view = defineItem('view', schemas.viewSchema);
export const bulk = defineItem('bulk', schemas.bulkSchema, { isPrecious: true });
export const look = defineItem('look', schemas.lookSchema);
export const detail = defineItem('detail', schemas.detailSchema);
export const watching = defineItem('watching', schemas.watchingSchema, { isPrecious: true });
export const notices = defineItem('notices', schemas.noticesSchema, { isLong: true });
export const noticesSeen = defineItem('noticesSeen', schemas.noticesSeenSchema);
export const notifying = defineItem('notifying', schemas.notifyingSchema);

const lists = defineFamily('list:', schemas.listSchema, { isLong: true });
const listStatuses = defineFamily('status:', schemas.listStatusSchema, {
  former: former.formerListStatus,
});
const traces = defineFamily('traces:', schemas.tracesSchema, { isLong: true });
export const intents = defineFamily('intent:', schemas.intentSchema, {
  former: former.formerIntent,
  isPrecious: true,
});
export const attempts = defineFamily('attempt:', schemas.attemptSchema, {
  former: former.formerAttempt,
  isPrecious: true,
});
export const ended = defineFamily('ended:', schemas.endedSchema, {
  former: former.formerEnded,
  isPrecious: true,
});
/** By the hour since 1970. */
export const history = defineFamily('history:', schemas.historySchema, { isLong: true });
/** By what is protected (lib/session/protection.ts). */
export const protections = defineFamily('protected:', schemas.protectedSchema, {
  isPrecious: true,
});
/** By the ref of the session that somebody wants to be told of before it ends. */
export const reminders = defineFamily('reminder:', schemas.reminderSchema, { isPrecious: true });
/** By the key under which it was stored. */
export const asides = defineFamily('aside:', schemas.asideSchema);

export const listOf = (product: Product) => lists.item(product);
export const tracesOf = (product: Product) => traces.item(product);
export const listStatusOf = (product: Product) => listStatuses.item(product);

const ALONE: Item<unknown & { v: number }>[] = [
  keyInLocal,
  settings,
  account,
  products,
  round,
  pause,
  ledger,
  readOnly,
  access,
  refresh,
  view,
  bulk,
  look,
  detail,
  watching,
  notices,
  noticesSeen,
  notifying,
];
const FAMILIES = [
  lists,
  traces,
  listStatuses,
  intents,
  attempts,
  ended,
  history,
  protections,
  reminders,
  asides,
];

/** The item that is stored under a key of storage.local; null for a key of no item. */
export function itemOf(key: string): Item<{ v: number }> | null {
  const family = FAMILIES.find(({ prefix }) => key.startsWith(prefix));
  if (family) return family.item(key.slice(family.prefix.length)) as Item<{ v: number }>;
  return ALONE.find((item) => item.key === key) ?? null;
}
