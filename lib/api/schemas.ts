/* The types into which wire.ts reads the API's answers, and which all other code uses. */

export const PRODUCTS = ['residential', 'mobile'] as const;
/** A gateway product. ISP has no sessions API: each ISP address is permanent. */
export type Product = (typeof PRODUCTS)[number];

/** A sticky session as the rest of the code knows it. Identity is `product` + `id`; every other field is
 * null if the API does not tell it or it can't be read. Instants are Unix milliseconds by the server's
 * clock; bytes and requests are totals so far. */
export interface Session {
  product: Product;
  id: string;
  subuser: string | null;
  sessionId: string | null;
  /** Null before the first request was pinned, too. */
  exitIp: string | null;
  region: string | null;
  /** Null where the proxy username leaves it open. */
  state: string | null;
  city: string | null;
  /** A text is one that is no plain number, such as the asdot `1.10`. */
  asn: number | string | null;
  startedAtMs: number | null;
  /** Null: the session lives until a list drops it. */
  expiresAtMs: number | null;
  bytesUsed: number | null;
  requests: number | null;
  repinned: boolean | null;
  /** The API's word, where it is not one for a session that is simply active. */
  status: string | null;
  /** Names of the API's fields that are missing or can't be read, though they are documented. */
  unread: readonly string[];
}

/** How a record says that its session has ended: by a termination, because its time ran out, or in
 * words that tell neither. */
export const ENDED_AS = ['terminated', 'expired', 'ended'] as const;
export type EndedAs = (typeof ENDED_AS)[number];

/** A session with its latest requests, in whatever shape they came. `endedAs`: null while it lives. A
 * session that was ended early stays readable for 24 h. */
export interface SessionDetail extends Session {
  endedAs: EndedAs | null;
  samples: unknown[];
}

/** The account behind a key. `plan` stays text: the vendor may add plans. */
export interface Account {
  email: string | null;
  plan: string | null;
}
