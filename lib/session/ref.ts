/* Identity. A session is `product` + `id` (`ses_…`), never its `session_id`: that one repeats
 * under another place or sub-user. A ref writes the two as one text, for keys and menu ids. */
import { PRODUCTS, type Product } from '../api/schemas.ts';

export interface Identity {
  product: Product;
  id: string;
}

/** `residential:ses_…` */
export type Ref = `${Product}:${string}`;

export function refOf({ product, id }: Identity): Ref {
  return `${product}:${id}`;
}

/** Reads a ref back; null for text that is none. */
export function parseRef(text: string): Identity | null {
  const product = PRODUCTS.find((name) => text.startsWith(`${name}:`));
  const id = product && text.slice(product.length + 1);
  return product && id ? { product, id } : null;
}
