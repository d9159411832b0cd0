/**
 * The account and its sub-users (contract: Users, Sub-users). Labels are of the kind people really
 * write: long ones, one in Chinese, an ampersand and quotes, none at all.
 */
import { products as gatewayProducts, type Product } from './session.ts';

export const accountProducts = [...gatewayProducts, 'isp'] as const;
/** What a sub-user can have; ISP has no sessions API. */
export type AccountProduct = (typeof accountProducts)[number];

export interface Subuser {
  /** `sub_…` */
  id: string;
  /** Stands in the proxy username. */
  name: string;
  label: string;
  products: AccountProduct[];
  status: 'active' | 'disabled';
  concurrent_max: number;
  rps_max: number;
  created_at: string;
}

/** `GET /users/me`, but for the plan, which is the limits' business. */
export const owner = {
  id: 'usr_9f2c41d07ab3',
  email: 'ops@example.com',
  company: 'Example Retail Intelligence GmbH',
  kyc_status: 'verified',
  created_at: '2024-03-18T08:12:44Z',
  balance: { currency: 'USD', amount: 412.5 },
};

type Row = readonly [
  id: string,
  name: string,
  label: string,
  products: AccountProduct[],
  status: Subuser['status'],
  createdAt: string,
];

const rows: readonly Row[] = [
  ['sub_2b81e0c4', 'shop', 'Shop', ['residential', 'mobile'], 'active', '2024-03-18T08:20:01Z'],
  [
    'sub_4d07aa19',
    'pricewatch',
    'Price monitoring, north-west Europe, nightly full crawl with retries (team Compass)',
    ['residential'],
    'active',
    '2024-05-02T14:01:37Z',
  ],
  [
    'sub_61f3c2de',
    'jiage',
    '价格监测 · 华东区移动端',
    ['residential', 'mobile', 'isp'],
    'active',
    '2024-09-27T02:45:10Z',
  ],
  [
    'sub_8a90b7f5',
    'qa7',
    'QA & "smoke" tests',
    ['residential', 'mobile'],
    'active',
    '2025-01-09T10:33:00Z',
  ],
  ['sub_a3e6d812', 'logins', '', ['mobile'], 'active', '2025-02-11T17:09:52Z'],
  ['sub_c5520f7b', 'legacy', 'Legacy', ['residential'], 'disabled', '2024-03-19T09:00:00Z'],
  ['sub_e714936a', 'static', 'Static IPs', ['isp'], 'active', '2025-04-30T06:18:25Z'],
];

/** The sub-users of an account that has bought `bought`; those left without a product are not there. */
export function subusersOf(bought: readonly AccountProduct[]): Subuser[] {
  return rows
    .map(([id, name, label, has, status, created_at]) => {
      const products = has.filter((product) => bought.includes(product));
      return { id, name, label, products, status, concurrent_max: 500, rps_max: 50, created_at };
    })
    .filter(({ products }) => products.length > 0);
}

/** Ids of those that can own a session of `product`. */
export function ownersOf(subusers: readonly Subuser[], product: Product): string[] {
  return subusers
    .filter(({ status, products }) => status === 'active' && products.includes(product))
    .map(({ id }) => id);
}
