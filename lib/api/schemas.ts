/* What the rest of the code knows of what the API has, once wire.ts has checked it at the door. */

export const PRODUCTS = ['residential', 'mobile'] as const;
/** A gateway product. ISP has no sessions API: each ISP address is permanent. */
export type Product = (typeof PRODUCTS)[number];

/** A sticky session as the rest of the code knows it. Instants are Unix milliseconds by the
 * server's clock; bytes and requests are totals so far. Identity is `product` + `id`. */
export interface Session {
  product: Product;
  id: string;
  subuser: string;
  sessionId: string;
  region: string;
  state: string | null;
  city: string | null;
  asn: number | null;
  exitIp: string;
  startedAtMs: number;
  expiresAtMs: number;
  bytesUsed: number;
  requests: number;
  repinned: boolean;
}

/** One session with its latest requests, in whatever shape they came. `terminated`: ended early,
 * readable for 24 h more. */
export interface SessionDetail extends Session {
  terminated: boolean;
  samples: unknown[];
}

/** The account behind a key. `plan` stays text: the vendor may add plans. */
export interface Account {
  email: string | null;
  plan: string | null;
}
