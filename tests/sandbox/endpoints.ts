/** Which of the contract's endpoints a request is meant for; the journal and faults go by it. */
import { type Product, products } from './session.ts';

export const endpoints = ['account', 'subusers', 'list', 'detail', 'delete', 'unknown'] as const;
export type Endpoint = (typeof endpoints)[number];

export interface Target {
  readonly endpoint: Endpoint;
  readonly product?: Product;
  readonly id?: string;
}

const sessionPath = new RegExp(`^/v1/(${products.join('|')})/sessions(?:/([^/]+))?$`);

/** `path` as it came, percent-encoded: the id is what one decoding makes of its segment. */
export function targetOf(method: string, path: string): Target {
  const reads = method === 'GET' || method === 'HEAD';
  if (path === '/v1/users/me' && reads) return { endpoint: 'account' };
  if (path === '/v1/subusers' && reads) return { endpoint: 'subusers' };
  const [, name, segment] = sessionPath.exec(path) ?? [];
  const product = products.find((each) => each === name);
  if (!product) return { endpoint: 'unknown' };
  if (segment === undefined) return { endpoint: reads ? 'list' : 'unknown', product };
  const id = decoded(segment);
  const endpoint = reads ? 'detail' : method === 'DELETE' ? 'delete' : 'unknown';
  return { endpoint, product, id };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
