/* Every way in which a request can fail, as a value that says what a caller needs to decide.
 * The words for them live in lib/surface/words.ts. */
import * as v from 'valibot';

const requestId = { requestId: v.nullable(v.string()) };
const text = v.string();

/** The union is a schema because the last failure of each product and intent is stored. */
export const apiErrorSchema = v.variant('kind', [
  /** 401 of the API: unknown, revoked, rotated away more than 24 h ago, or bound to other source IPs. */
  v.object({ kind: v.literal('key-refused'), ...requestId }),
  /** 403 of the API, with the vendor's code where there is one (`subuser_scope_mismatch`). */
  v.object({ kind: v.literal('not-permitted'), code: v.nullable(text), ...requestId }),
  /** 404 or 410 of the API: expired, ended, or never there. */
  v.object({ kind: v.literal('gone'), ...requestId }),
  /** 429. `untilMs`: local Unix milliseconds before which nothing may be sent; null if unsaid. */
  v.object({ kind: v.literal('rate-limited'), untilMs: v.nullable(v.number()), ...requestId }),
  /** Held back by ourselves until then: more would exceed our share of the plan's day. */
  v.object({ kind: v.literal('over-budget'), untilMs: v.number(), ...requestId }),
  /** 5xx of the API. */
  v.object({ kind: v.literal('server-fault'), status: v.number(), ...requestId }),
  /** Something between the browser and the API answered: its answer is neither of the documented shape
   * nor empty where that may be. It says nothing of the key or of any session. `status` is null for a
   * redirect, of which browsers tell no more. `what`: where JSON differed, in types. */
  v.object({
    kind: v.literal('foreign'),
    status: v.nullable(v.number()),
    /** The answer's media type, for example `text/html`; empty if the answer names none. */
    mediaType: text,
    what: text,
    ...requestId,
  }),
  /** No answer, and the browser has no network. */
  v.object({ kind: v.literal('offline'), ...requestId }),
  /** No answer, though there is a network: a server that can't be reached, or a request that something on
   * this computer blocks. Browsers don't tell the two apart. */
  v.object({ kind: v.literal('unreachable'), ...requestId }),
  v.object({ kind: v.literal('timed-out'), ...requestId }),
  /** An answer of the API that means nothing known. `what` names the place, never a value; of an error
   * it is the vendor's code. */
  v.object({
    kind: v.literal('not-understood'),
    status: v.number(),
    what: text,
    ...requestId,
  }),
  /** The API has not yet done what it accepted. */
  v.object({ kind: v.literal('not-done'), ...requestId }),
  /** The answer was fine, and the browser had no room to keep it. */
  v.object({ kind: v.literal('not-stored'), ...requestId }),
  /** Not sent: the browser keeps the extension from the API. */
  v.object({ kind: v.literal('no-access'), ...requestId }),
  /** Not sent: the person has locked the extension against ending anything. */
  v.object({ kind: v.literal('locked'), ...requestId }),
]);
export type ApiError = v.InferOutput<typeof apiErrorSchema>;

export type Result<T> = { ok: true; value: T } | { ok: false; error: ApiError };
