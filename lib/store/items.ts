/* The items by name. Writers: surfaces write `key` (with `owner` and the `account` it was tried on),
 * `settings`, `watching`, `noticesSeen`, `view`, `refresh`, `look`, `bulk`, protections, reminders and
 * intents; the background writes the rest. */
import type { Product } from '../api/schemas.ts';
import { defineFamily, defineItem, type Item } from './item.ts';
import { packedList, packedPast } from './packed.ts';
import { packedTraces } from './packed-traces.ts';
import type * as schemas from './schemas.ts';

export const keyInLocal = defineItem<typeof schemas.keySchema>('key', 1, { isPrecious: true });
/** The key that is kept only until the browser closes. */
export const keyInSession = defineItem<typeof schemas.keySchema>('key', 1, {
  area: 'session',
  isPrecious: true,
});
export const owner = defineItem<typeof schemas.ownerSchema>('owner', 1);
export const settings = defineItem<typeof schemas.settingsSchema>('settings', 3, {
  isPrecious: true,
});
export const account = defineItem<typeof schemas.accountItemSchema>('account', 1);
export const products = defineItem<typeof schemas.productsItemSchema>('products', 4);
export const round = defineItem<typeof schemas.roundSchema>('round', 1);
export const pause = defineItem<typeof schemas.pauseSchema>('pause', 3);
export const ledger = defineItem<typeof schemas.ledgerSchema>('ledger', 1);
export const limit = defineItem<typeof schemas.limitSchema>('limit', 1);
export const readOnly = defineItem<typeof schemas.readOnlySchema>('readOnly', 3, {
  isPrecious: true,
});
export const access = defineItem<typeof schemas.accessSchema>('access', 1);
export const refresh = defineItem<typeof schemas.refreshSchema>('refresh', 3);
/** How the list is looked at. */
export const view = defineItem<typeof schemas.viewSchema>('view', 1);
export const bulk = defineItem<typeof schemas.bulkSchema>('bulk', 1, { isPrecious: true });
export const look = defineItem<typeof schemas.lookSchema>('look', 1);
export const detail = defineItem<typeof schemas.detailSchema>('detail', 2);
export const watching = defineItem<typeof schemas.watchingSchema>('watching', 1, {
  isPrecious: true,
});
export const notices = defineItem<typeof schemas.noticesSchema>('notices', 3);
export const noticesSeen = defineItem<typeof schemas.noticesSeenSchema>('noticesSeen', 1);
export const notifying = defineItem<typeof schemas.notifyingSchema>('notifying', 1);

export const lists = defineFamily<typeof schemas.listSchema>('list:', 2, {
  packing: packedList,
});
const listStatuses = defineFamily<typeof schemas.listStatusSchema>('status:', 4);
const traces = defineFamily<typeof schemas.tracesSchema>('traces:', 2, {
  packing: packedTraces,
});
export const intents = defineFamily<typeof schemas.intentSchema>('intent:', 5, {
  isPrecious: true,
});
export const attempts = defineFamily<typeof schemas.attemptSchema>('attempt:', 3, {
  isPrecious: true,
});
export const ended = defineFamily<typeof schemas.endedSchema>('ended:', 5, {
  isPrecious: true,
});
/** By the hour since 1970. */
export const history = defineFamily<typeof schemas.historySchema>('history:', 2, {
  packing: packedPast,
});
/** By what is protected (lib/session/protection.ts). */
export const protections = defineFamily<typeof schemas.protectedSchema>('protected:', 1, {
  isPrecious: true,
});
/** By the ref of the session that somebody wants to be told of before it ends. */
export const reminders = defineFamily<typeof schemas.reminderSchema>('reminder:', 1, {
  isPrecious: true,
});
/** By the key under which it was stored. */
export const asides = defineFamily<typeof schemas.asideSchema>('aside:', 1);

export const listOf = (product: Product) => lists.item(product);
export const tracesOf = (product: Product) => traces.item(product);
export const listStatusOf = (product: Product) => listStatuses.item(product);

const ALONE: Item<unknown & { v: number }>[] = [
  keyInLocal,
  owner,
  settings,
  account,
  products,
  round,
  pause,
  ledger,
  limit,
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
