/* Tries a key before it is kept. */
import type { Api } from './client.ts';
import type { ApiError, Result } from './errors.ts';
import { type Account, PRODUCTS, type Product } from './schemas.ts';

export type KeyVerdict =
  /** `account` is null where the key may not read it but may list sessions. */
  | { kind: 'accepted'; account: Account | null }
  | { kind: 'refused'; error: ApiError }
  /** Nothing was learned about the key: the network or the vendor failed. */
  | { kind: 'unchecked'; error: ApiError };

/** Tries a key: the account behind it, or, where it may not read that, each product's sessions. */
export async function tryKey(api: Api): Promise<KeyVerdict> {
  const account = await api.account();
  if (account.ok) return { kind: 'accepted', account: account.value };
  if (account.error.kind !== 'not-permitted') return judge(account.error);
  let refusal = account.error as ApiError;
  for (const product of PRODUCTS) {
    const page = await firstPage(api, product);
    if (page.ok) return { kind: 'accepted', account: null };
    refusal = page.error;
    if (refusal.kind !== 'not-permitted') break;
  }
  return judge(refusal);
}

async function firstPage(api: Api, product: Product): Promise<Result<unknown>> {
  for await (const page of api.sessions(product)) return page;
  throw new Error('a list has at least one page');
}

function judge(error: ApiError): KeyVerdict {
  const refused = error.kind === 'key-refused' || error.kind === 'not-permitted';
  return { kind: refused ? 'refused' : 'unchecked', error };
}
