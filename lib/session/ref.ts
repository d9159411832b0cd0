/* Identity. A session is `product` + `id` (`ses_…`), never its `session_id`: that one repeats
 * under another place or sub-user. A ref writes the two as one text, for keys and menu ids; the id
 * percent-encoded, for Chromium cuts a storage key off at a NUL. */
import { PRODUCTS, type Product } from '../api/schemas.ts';

export interface Identity {
  product: Product;
  id: string;
}

/** `residential:ses_…` */
export type Ref = `${Product}:${string}`;

export function refOf({ product, id }: Identity): Ref {
  return `${product}:${encodeURIComponent(id)}`;
}

/** The refs of a whole list, in its order. They are made once: looking a text up that was looked up
 * before is far quicker than making an equal one. */
export function refsOf(list: readonly Identity[]): readonly Ref[] {
  const known = refs.get(list);
  if (known) return known;
  const made = list.map(refOf);
  refs.set(list, made);
  return made;
}

const refs = new WeakMap<readonly Identity[], readonly Ref[]>();

/** Reads a ref back; null for text that is none. */
export function parseRef(text: string): Identity | null {
  const product = PRODUCTS.find((name) => text.startsWith(`${name}:`));
  const id = product && decoded(text.slice(product.length + 1));
  return product && id ? { product, id } : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
