/* Every way in which a request can fail, as a value that says what a caller needs to decide.
 * The words for them live in lib/surface/words.ts. */
import * as v from 'valibot';

const requestId = { requestId: v.nullable(v.string()) };
const text = v.string();

/** The union is a schema because the last failure of each product and intent is stored. */
export const apiErrorSchema = v.variant('kind', [
  /** 401: unknown, revoked, rotated away more than 24 h ago, or bound to other source IPs. */
  v.object({ kind: v.literal('key-refused'), ...requestId }),
  /** 403, with the vendor's code where there is one (`subuser_scope_mismatch`). */
  v.object({ kind: v.literal('not-permitted'), code: v.nullable(text), ...requestId }),
  /** 404: expired, ended, or never there. */
  v.object({ kind: v.literal('gone'), ...requestId }),
  /** 429. `untilMs`: local Unix milliseconds before which nothing may be sent; null if unsaid. */
  v.object({ kind: v.literal('rate-limited'), untilMs: v.nullable(v.number()), ...requestId }),
  /** Held back by ourselves until then: more would exceed our share of the plan's day. */
  v.object({ kind: v.literal('over-budget'), untilMs: v.number(), ...requestId }),
  /** 5xx. */
  v.object({ kind: v.literal('server-fault'), status: v.number(), ...requestId }),
  /** No answer at all: no network, a reset, a redirect (never followed). */
  v.object({ kind: v.literal('unreachable'), ...requestId }),
  v.object({ kind: v.literal('timed-out'), ...requestId }),
  /** An answer that is no answer of this API. `what` names the place, never a value; of an error
   * it is the vendor's code, or empty. */
  v.object({
    kind: v.literal('not-understood'),
    status: v.number(),
    what: text,
    ...requestId,
  }),
  /** The answer was fine, and the browser had no room to keep it. */
  v.object({ kind: v.literal('not-stored'), ...requestId }),
  /** Not sent: the browser keeps the extension from the API. */
  v.object({ kind: v.literal('no-access'), ...requestId }),
  /** Not sent: the person has locked the extension against ending anything. */
  v.object({ kind: v.literal('locked'), ...requestId }),
]);
export type ApiError = v.InferOutput<typeof apiErrorSchema>;

export type Result<T> = { ok: true; value: T } | { ok: false; error: ApiError };
