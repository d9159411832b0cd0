/**
 * The sandbox's keys and what each may do (contract: Authentication). Tokens are fixed and can be
 * read at a glance: `hel_test_` and 64 characters that start with the key's name.
 */
import { type AccountProduct, accountProducts } from './account.ts';
import { DAY_MS } from './clock.ts';
import { Refusal } from './errors.ts';
import type { Product } from './session.ts';

export const keyNames = [
  'full', // `*`: everything
  'second', // `*`: everything, as `full`, by which the same person may replace it
  'read', // inspects; 403 on DELETE
  'traffic', // `traffic:read`: 403 on everything here
  'residential', // `*`, but covers residential alone: 403 subuser_scope_mismatch on mobile
  'isp', // `*`, but covers ISP alone: 403 subuser_scope_mismatch on both sessions APIs
  'rotated', // rotated as the sandbox started: works for 24 h of sandbox time, then 401
  'revoked', // 401
  'elsewhere', // bound to the source IPs of another network: 401
] as const;
export type KeyName = (typeof keyNames)[number];

export interface Key {
  readonly name: KeyName;
  readonly token: string;
  readonly scopes: readonly string[];
  readonly products: readonly AccountProduct[];
  /** Sandbox time from which on the key is refused. */
  readonly worksUntilMs: number;
}

export class Keyring {
  readonly #keys: ReadonlyMap<string, Key>;

  /** `startMs`: sandbox time at which the `rotated` key was rotated. */
  constructor(startMs: number) {
    this.#keys = new Map(
      keyNames.map((name) => [tokenOf(name), { ...keyOf(name, startMs), token: tokenOf(name) }]),
    );
  }

  /** Token by name, to hand out. */
  tokens(): Record<KeyName, string> {
    const pairs = [...this.#keys.values()].map(({ name, token }) => [name, token]);
    return Object.fromEntries(pairs) as Record<KeyName, string>;
  }

  /** The key an Authorization header carries, whether or not it still works. */
  find(authorization: string | undefined): Key | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.#keys.get(token);
  }
}

/** Throws a 403 if the key may not do this. GET needs `read`, DELETE needs `*`. */
export function permit(key: Key, method: string, product?: Product): void {
  const needed = method === 'GET' || method === 'HEAD' ? 'read' : '*';
  if (!key.scopes.includes('*') && !key.scopes.includes(needed)) {
    const scopes = key.scopes.join(', ');
    throw new Refusal(403, 'insufficient_scope', `This needs scope ${needed}; yours: ${scopes}.`);
  }
  if (product && !key.products.includes(product)) {
    throw new Refusal(403, 'subuser_scope_mismatch', `This key does not cover ${product}.`);
  }
}

function tokenOf(name: KeyName): string {
  return `hel_test_${name.padEnd(64, '0')}`;
}

function keyOf(name: KeyName, startMs: number): Omit<Key, 'token'> {
  const key = { name, scopes: ['*'], products: accountProducts, worksUntilMs: Infinity };
  switch (name) {
    case 'full':
    case 'second':
      return key;
    case 'read':
      return { ...key, scopes: ['read'] };
    case 'traffic':
      return { ...key, scopes: ['traffic:read'] };
    case 'residential':
    case 'isp':
      return { ...key, products: [name] };
    case 'rotated':
      return { ...key, worksUntilMs: startMs + DAY_MS };
    case 'revoked':
    case 'elsewhere':
      return { ...key, worksUntilMs: -Infinity };
  }
}
