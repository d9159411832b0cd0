/* What is kept in extension storage, a schema per item. Our own data is strict: each value holds
 * its version `v`, and one that does not fit reads as absent. All instants are Unix milliseconds,
 * by our own clock unless a name says otherwise. */
import * as v from 'valibot';
import { apiErrorSchema } from '../api/errors.ts';
import { accountSchema, PRODUCTS } from '../api/schemas.ts';

const version = v.literal(1);
const instant = v.number();
const product = v.picklist(PRODUCTS);

/** `checked`: the vendor has accepted it once; a key may be kept unchecked while offline. */
export const keySchema = v.object({
  v: version,
  key: v.pipe(v.string(), v.nonEmpty()),
  savedAtMs: instant,
  checked: v.boolean(),
});

export const UNDO_CHOICES_MS = [0, 5_000, 10_000, 20_000] as const;
export const POLL_CHOICES_MS = [60_000, 120_000, 300_000, 900_000] as const;

export const settingsSchema = v.object({
  v: version,
  undoMs: v.picklist(UNDO_CHOICES_MS),
  pollEveryMs: v.picklist(POLL_CHOICES_MS),
});

/** Who the key belongs to. `account` is null while unknown or where the key may not read it.
 * `againAtMs`: when to ask again. */
export const accountItemSchema = v.object({
  v: version,
  account: v.nullable(accountSchema),
  againAtMs: instant,
});

/** The products that the account's sub-users have, among those that have sessions; null where
 * the sub-users can't be read. */
export const productsItemSchema = v.object({
  v: version,
  products: v.nullable(v.array(product)),
  againAtMs: instant,
});

export const sessionSchema = v.object({
  product,
  id: v.string(),
  subuser: v.string(),
  sessionId: v.string(),
  region: v.string(),
  state: v.nullable(v.string()),
  city: v.nullable(v.string()),
  asn: v.nullable(v.number()),
  exitIp: v.string(),
  startedAtMs: v.number(),
  expiresAtMs: v.number(),
  bytesUsed: v.number(),
  requests: v.number(),
  repinned: v.boolean(),
});

/** One product's active sessions as last listed. */
export const listSchema = v.object({ v: version, sessions: v.array(sessionSchema) });

/** What is known of one product's list. `good` describes the answer that the list came from,
 * `problem` why a later try failed. */
export const listStatusSchema = v.object({
  v: version,
  good: v.nullable(
    v.object({
      startedAtMs: instant,
      atMs: instant,
      /** Server clock minus ours. */
      clockOffsetMs: v.number(),
      /** Requests that reading all its pages took. */
      requests: v.number(),
      /** An entry per record that was left out, see Page in lib/api/client.ts. */
      notUnderstood: v.array(v.string()),
    }),
  ),
  problem: v.nullable(apiErrorSchema),
});

/** The background's rounds of polling. `everyMs` is the interval in force. */
export const roundSchema = v.object({
  v: version,
  startedAtMs: instant,
  finishedAtMs: v.nullable(instant),
  everyMs: v.number(),
});

/** Nothing may be sent before `untilMs`: the vendor said so. */
export const pauseSchema = v.object({ v: version, untilMs: instant });

/** Somebody wants fresh numbers: a person pressed Refresh, or a popup was opened. */
export const refreshSchema = v.object({
  v: version,
  askedAtMs: instant,
  by: v.picklist(['person', 'popup']),
});

/** A person's wish to end a session, written by the surface they clicked on and taken away by
 * undo or by the drain. The DELETE may go out from `dueAtMs` on. */
export const intentSchema = v.object({
  v: version,
  product,
  id: v.string(),
  sessionId: v.string(),
  /** By the server's clock. */
  expiresAtMs: v.number(),
  askedAtMs: instant,
  dueAtMs: instant,
  from: v.picklist(['row', 'menu']),
});
export type Intent = v.InferOutput<typeof intentSchema>;

/** How far the drain has come with one intent: written by the drain alone, in an item of its own,
 * so that it can never bring back an intent that was undone meanwhile. */
export const attemptSchema = v.object({
  v: version,
  /** Which intent this belongs to: the `askedAtMs` of that intent. */
  askedAtMs: instant,
  /** DELETEs that were sent or are about to be. */
  count: v.number(),
  /** Not before this instant again; null when it will not be tried again. */
  nextAtMs: v.nullable(instant),
  problem: v.nullable(apiErrorSchema),
});
export type Attempt = v.InferOutput<typeof attemptSchema>;

/** An end that is known, while lists that were read before it may still hold the session. */
export const endedSchema = v.object({ v: version, product, id: v.string(), endedAtMs: instant });
