/* What is kept in extension storage, a schema per item as it is today (former.ts: as it was).
 * Our own data is strict: each value holds its version `v`. All instants are Unix milliseconds, by
 * our own clock unless a name says otherwise. */
import * as v from 'valibot';
import { accountSchema } from '../api/account.ts';
import { apiErrorSchema } from '../api/errors.ts';
import { ENDED_AS, PRODUCTS } from '../api/schemas.ts';
import {
  CAUSES,
  COLUMNS,
  ENDED_FROM,
  GROUPINGS,
  POLL_CHOICES_MS,
  UNDO_CHOICES_MS,
} from './choices.ts';

const first = v.literal(1);
const second = v.literal(2);
const third = v.literal(3);
const fourth = v.literal(4);
const fifth = v.literal(5);
const instant = v.number();
const product = v.picklist(PRODUCTS);
/** Half of a character can stand neither in a URL nor in a ref. */
const id = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed()),
);

/** `checked`: the vendor has accepted it once; a key may be kept unchecked while offline. */
export const keySchema = v.object({
  v: first,
  key: v.pipe(v.string(), v.nonEmpty()),
  savedAtMs: instant,
  checked: v.boolean(),
});

/** `undoMs`: null for as long as the view is open that an end was asked for in. `isLocked`: the person
 * wants nothing ended by this extension. `hasLetterKeys`: `x`, `j`, `/` and the like do something. */
export const settingsSchema = v.object({
  v: third,
  undoMs: v.nullable(v.picklist(UNDO_CHOICES_MS)),
  pollEveryMs: v.picklist(POLL_CHOICES_MS),
  isLocked: v.boolean(),
  hasLetterKeys: v.boolean(),
});

/** Which account's things are stored: `id` is our own name for it, which intents carry. It stays when a key
 * is replaced by another of the same account. `emailHash`: SHA-256 of the account's e-mail, by which the next
 * key tells whether it is the same account; null where that is not known. */
export const ownerSchema = v.object({
  v: first,
  id: v.string(),
  emailHash: v.nullable(v.string()),
});

/** Who the key belongs to. `account` is null while unknown or where the key may not read it.
 * `againAtMs`: when to ask again. */
export const accountItemSchema = v.object({
  v: first,
  account: v.nullable(accountSchema),
  againAtMs: instant,
});

/** The account's sub-users, as far as they could be read, and the products that they have among those that
 * have sessions; null where that can't be told. `asOfMs`: when they were last read. After a failure they are
 * not asked for before `againAtMs`. `requests`: pages that reading them took. */
export const productsItemSchema = v.object({
  v: fourth,
  asOfMs: instant,
  products: v.nullable(v.array(product)),
  subusers: v.array(v.object({ id: v.string(), name: v.string(), label: v.nullable(v.string()) })),
  againAtMs: instant,
  requests: v.number(),
});

export const sessionSchema = v.object({
  product,
  id,
  subuser: v.nullable(v.string()),
  sessionId: v.nullable(v.string()),
  exitIp: v.nullable(v.string()),
  region: v.nullable(v.string()),
  state: v.nullable(v.string()),
  city: v.nullable(v.string()),
  asn: v.nullable(v.union([v.number(), v.string()])),
  startedAtMs: v.nullable(v.number()),
  expiresAtMs: v.nullable(v.number()),
  bytesUsed: v.nullable(v.number()),
  requests: v.nullable(v.number()),
  repinned: v.nullable(v.boolean()),
  status: v.nullable(v.string()),
  unread: v.pipe(v.array(v.string()), v.readonly()),
});

/** One product's active sessions as last listed. */
export const listSchema = v.object({ v: second, sessions: v.array(sessionSchema) });

/** What is known of one product's list. `good` describes the answer that the list came from,
 * `problem` why a later try failed, or why the answer is only the beginning of a list. */
export const listStatusSchema = v.object({
  v: fourth,
  good: v.nullable(
    v.object({
      startedAtMs: instant,
      atMs: instant,
      /** When the lists before it were read, the latest first (lib/session/trace.ts). */
      earlierMs: v.array(instant),
      /** Server clock minus ours. */
      clockOffsetMs: v.number(),
      /** Requests that reading all its pages took. */
      requests: v.number(),
      /** False if the list goes on behind what was read. */
      isWhole: v.boolean(),
      /** `count`: records without an id, which are left out. `inPart`: those of which some fields could
       * not be read. `ways`: where and how they differed, in types, never in values. */
      notUnderstood: v.object({
        count: v.number(),
        inPart: v.number(),
        ways: v.array(v.string()),
      }),
    }),
  ),
  problem: v.nullable(apiErrorSchema),
  /** Failures in a row that a later try may mend by itself. */
  failures: v.number(),
  /** When it was last asked for. */
  triedAtMs: instant,
  /** When the clock asks again after a failure. */
  retryAtMs: v.nullable(instant),
});

/** The background's rounds of polling. `everyMs` is the interval in force. */
export const roundSchema = v.object({
  v: first,
  startedAtMs: instant,
  finishedAtMs: v.nullable(instant),
  everyMs: v.number(),
});

/** Nothing may be sent before `untilMs`: the vendor said so at `saidAtMs`. `unnamed`: how many 429s in a row
 * have named no instant; the back-off grows with it. */
export const pauseSchema = v.object({
  v: third,
  saidAtMs: instant,
  untilMs: instant,
  unnamed: v.number(),
});

/** From when on, how many requests in all, and how many of them for ends that people asked for. */
const slots = v.array(v.tuple([instant, v.number(), v.number()]));

/** Requests that were sent with the key, see lib/quota/ledger.ts. */
export const ledgerSchema = v.object({ v: first, hours: slots, moments: slots });

/** The limit per minute that the API last stated, if it differs from the plan's. */
export const limitSchema = v.object({ v: first, perMinute: v.number() });

/** The key may not end sessions: the answer that said so; null if it concerned something else. `hasEnded`:
 * the key has ended a session before, so a refusal does not concern the key. */
export const readOnlySchema = v.object({
  v: third,
  refusal: v.nullable(apiErrorSchema),
  hasEnded: v.boolean(),
});

/** Whether the browser lets the extension connect to the API. */
export const accessSchema = v.object({ v: first, granted: v.boolean() });

/** Filters that the API knows; all given ones must hold (contract: Sessions). */
export const serverFilterSchema = v.object({
  subuser: v.optional(v.string()),
  session_id: v.optional(v.string()),
  region: v.optional(v.string()),
  asn: v.optional(v.number()),
  repinned: v.optional(v.boolean()),
});

/** Somebody wants fresh numbers: a person pressed Refresh, a popup was opened, or stays open.
 * `narrow`: of a long list, what they look at is enough. */
export const refreshSchema = v.object({
  v: third,
  askedAtMs: instant,
  by: v.picklist(['person', 'opened', 'watching', 'online']),
  narrow: v.nullable(serverFilterSchema),
});

/** A person's wish to end a session, written by the surface they clicked on and taken away by
 * undo or by the drain. The DELETE may go out from `dueAtMs` on; with `heldBy`, once the view of that
 * id has closed (lib/termination/hold.ts). `owner`: the account that it was made under; under
 * another account it is neither shown nor sent. */
export const intentSchema = v.object({
  v: fifth,
  owner: v.string(),
  product,
  id,
  sessionId: v.nullable(v.string()),
  /** By the server's clock. */
  expiresAtMs: v.nullable(v.number()),
  askedAtMs: instant,
  dueAtMs: instant,
  from: v.picklist(ENDED_FROM),
  heldBy: v.nullable(v.string()),
});
export type Intent = v.InferOutput<typeof intentSchema>;

/** How far the drain has come with one intent: written by the drain alone, in an item of its own,
 * so that it can never bring back an intent that was undone meanwhile. */
export const attemptSchema = v.object({
  v: third,
  /** Which intent this belongs to: the `askedAtMs` of that intent. */
  askedAtMs: instant,
  /** DELETEs that were sent or are about to be. 0: the view that held the wish has closed. */
  count: v.number(),
  triedAtMs: instant,
  /** Not before this instant again; null when it will not be tried again. */
  nextAtMs: v.nullable(instant),
  problem: v.nullable(apiErrorSchema),
  /** When the API accepted the termination without saying that it is done. */
  acceptedAtMs: v.nullable(instant),
});
export type Attempt = v.InferOutput<typeof attemptSchema>;

/** An end that is known, while lists that were read before it may still hold the session. `how`: by the
 * wish, or before that could be fulfilled: its time ran out (that is kept until a person has seen it),
 * or it was gone without us. */
export const endedSchema = v.object({
  v: fifth,
  product,
  id,
  sessionId: v.nullable(v.string()),
  endedAtMs: instant,
  how: v.picklist(['terminated', 'expired', 'gone']),
  /** As it was last listed; null where that is not known. */
  session: v.nullable(sessionSchema),
  /** The wish that it fulfils, and the vendor's id of the request that did. */
  wish: v.nullable(
    v.object({
      from: v.picklist(ENDED_FROM),
      askedAtMs: instant,
      requestId: v.nullable(v.string()),
    }),
  ),
});
export type Ended = v.InferOutput<typeof endedSchema>;

/** A session that was there before under the same proxy username, and was ended: `ref` names it.
 * `afterMs`: from that end to the new start. `fromIp`: its exit IP. */
const returned = v.object({ ref: v.string(), afterMs: v.number(), fromIp: v.nullable(v.string()) });
export type Returned = v.InferOutput<typeof returned>;

/** Numbers by the thousand: looked at in one go. */
const numbers = v.custom<number[]>(
  (value) => Array.isArray(value) && value.every((each) => Number.isFinite(each)),
);

/** What the lists have shown of a session since it was first seen (lib/session/trace.ts). */
export const traceSchema = v.object({
  seenAtMs: instant,
  /** Instants at which its numbers had changed, with what they were: instant, bytes, requests,
   * one after the other; the first is `seenAtMs`. */
  points: numbers,
  /** Exit IPs, the present one last, each with the instant at which it was first seen. */
  ips: v.array(v.object({ atMs: instant, ip: v.string() })),
  returned: v.nullable(returned),
});
export type Trace = v.InferOutput<typeof traceSchema>;

/** Traces of one product's listed sessions, by id. */
export const tracesSchema = v.object({ v: second, traces: v.map(v.string(), traceSchema) });

/** A session that is no more. `how`: a person ended it here, its time ran out, it was gone before
 * that, or its time was not known. `cameBackAs`: the ref of the session that has its proxy username since. */
export const pastSchema = v.object({
  session: sessionSchema,
  how: v.picklist(['terminated', 'expired', 'gone', 'unknown']),
  endedAtMs: instant,
  wish: endedSchema.entries.wish,
  cameBackAs: v.nullable(v.string()),
});
export type Past = v.InferOutput<typeof pastSchema>;

/** The sessions that ended in one hour, in the order in which that was noticed. */
export const historySchema = v.object({ v: second, past: v.array(pastSchema) });

/** Something that bulk ends skip, and a single end asks for; one item each. */
export const protectedSchema = v.object({ v: first, sinceMs: instant });

/** Ends that a person asked for in one go, and those that were while some of them waited, as long as
 * they are told of. Their intents were asked for at `askedAtMs`, or later. */
export const bulkSchema = v.object({ v: first, askedAtMs: instant, total: v.number() });
export type Bulk = v.InferOutput<typeof bulkSchema>;

/** Somebody wants to know all of one session. */
export const lookSchema = v.object({ v: first, product, id, askedAtMs: instant });
export type Look = v.InferOutput<typeof lookSchema>;

/** What the API said when it was looked at: the session and its latest requests in whatever shape
 * they came, or why not. `askedAtMs` is that of the look. */
export const detailSchema = v.object({
  v: second,
  product,
  id,
  askedAtMs: instant,
  atMs: instant,
  session: v.nullable(sessionSchema),
  endedAs: v.nullable(v.picklist(ENDED_AS)),
  samples: v.array(v.unknown()),
  problem: v.nullable(apiErrorSchema),
});
export type Detail = v.InferOutput<typeof detailSchema>;

/** How the list was last looked at: filter text as typed, order, grouping. */
export const viewSchema = v.object({
  v: first,
  filter: v.string(),
  sort: v.object({ column: v.picklist(COLUMNS), descending: v.boolean() }),
  group: v.nullable(v.picklist(GROUPINGS)),
});

/** What a person wants to be told of, as chosen in the settings. Causes keep their bound while they
 * are off. Times of day are minutes since midnight, local; `quiet` may run over midnight. */
export const watchingSchema = v.object({
  v: first,
  isOn: v.boolean(),
  moved: v.object({ isOn: v.boolean() }),
  bytes: v.object({ isOn: v.boolean(), over: v.number() }),
  /** `over`: bytes per minute. */
  rate: v.object({ isOn: v.boolean(), over: v.number() }),
  /** Of the sessions that were chosen for it (`reminder:*`). */
  ending: v.object({ withinMs: v.number() }),
  key: v.object({ isOn: v.boolean() }),
  quiet: v.object({ isOn: v.boolean(), fromMin: v.number(), toMin: v.number() }),
});

/** Somebody wants to be told before this session ends; one item each. */
export const reminderSchema = v.object({ v: first, sinceMs: instant });

/** Something that a person wanted to be told of. The numbers are those of that moment. */
export const noticeSchema = v.object({
  cause: v.picklist(CAUSES),
  atMs: instant,
  /** Null for what concerns the key. */
  session: v.nullable(sessionSchema),
  /** The exit IP before, of one that moved; null where that is not known. */
  fromIp: v.nullable(v.string()),
  /** Bytes per minute, where that is the cause. */
  rate: v.nullable(v.number()),
});
export type Notice = v.InferOutput<typeof noticeSchema>;

/** The notices of 24 hours, the latest last. `told`: names of causes that are not to be told again,
 * each with the instant at which that was noted. `silent`: those of them that were noted without a
 * notice, until what had to be passed changes. `bounds`: by cause and product, what that was; none
 * where nothing was watched. */
export const noticesSchema = v.object({
  v: third,
  notices: v.array(noticeSchema),
  told: v.record(v.string(), instant),
  silent: v.array(v.string()),
  bounds: v.record(v.string(), v.number()),
});
export type Noted = Omit<v.InferOutput<typeof noticesSchema>, 'v'>;

/** A person has seen the notices up to this instant. */
export const noticesSeenSchema = v.object({ v: first, atMs: instant });

/** Whether the browser lets the extension show notifications. */
export const notifyingSchema = v.object({ v: first, granted: v.boolean() });

/** What was stored and can't be read, moved out of the way. `raw` is null where it was too large
 * to keep twice; `seen`: a person was told of it. */
export const asideSchema = v.object({
  v: first,
  why: v.picklist(['unreadable', 'newer']),
  atMs: instant,
  raw: v.unknown(),
  seen: v.boolean(),
});
