/* The items by name. Who writes what: surfaces write `key` (with the `account` it was tried on),
 * `settings`, `refresh` and intents; the background writes the rest. */
import type { Product } from '../api/schemas.ts';
import { defineFamily, defineItem } from './item.ts';
import * as schemas from './schemas.ts';

export const keyInLocal = defineItem('key', schemas.keySchema);
/** The key that is kept only until the browser closes. */
export const keyInSession = defineItem('key', schemas.keySchema, 'session');
export const settings = defineItem('settings', schemas.settingsSchema);
export const account = defineItem('account', schemas.accountItemSchema);
export const products = defineItem('products', schemas.productsItemSchema);
export const round = defineItem('round', schemas.roundSchema);
export const pause = defineItem('pause', schemas.pauseSchema);
export const refresh = defineItem('refresh', schemas.refreshSchema);

const lists = defineFamily('list:', schemas.listSchema);
const listStatuses = defineFamily('status:', schemas.listStatusSchema);
export const intents = defineFamily('intent:', schemas.intentSchema);
export const attempts = defineFamily('attempt:', schemas.attemptSchema);
export const ended = defineFamily('ended:', schemas.endedSchema);

export const listOf = (product: Product) => lists.item(product);
export const listStatusOf = (product: Product) => listStatuses.item(product);
