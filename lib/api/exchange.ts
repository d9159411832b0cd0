/* One request and what came of it. The only place that attaches the key, and only to `baseUrl`. */
import * as v from 'valibot';
import type { ApiError, Result } from './errors.ts';
import {
  type RateLimit,
  readClockOffsetMs,
  readRateLimit,
  readRetryAtMs,
  readWaitUntilMs,
} from './headers.ts';
import { errorBodySchema, whatIsWrong } from './wire.ts';

/** What an answer said beside its content. Instants are local Unix milliseconds. */
export interface Exchange {
  /** Server clock minus ours; null if the answer had no `Date`. */
  clockOffsetMs: number | null;
  rateLimit: RateLimit | null;
  /** Nothing may be sent before this instant; null if the answer doesn't say so. */
  waitUntilMs: number | null;
}

/** What each request passes on its way out and each answer on its way in. */
export interface Gate {
  /** Null lets the request go; an error is given in place of an answer. */
  admit(): Promise<ApiError | null>;
  /** Null: there was no answer. */
  heard(exchange: Exchange | null): Promise<void>;
}

export interface ExchangeOptions {
  key: string;
  baseUrl: string;
  fetch: typeof globalThis.fetch;
  now: () => number;
  timeoutMs: number;
  gate: Gate;
}

/** An answer of 2xx, as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Sends one request and gives its answer, or the error. Throws only if the request can't be built,
 * which is a bug and not "offline". */
export async function exchange(
  options: ExchangeOptions,
  method: 'GET' | 'DELETE',
  path: string,
): Promise<Result<Answer>> {
  const refusal = await options.gate.admit();
  if (refusal) return fail(refusal);
  // Below the 30 s at which Chromium kills a worker without a word.
  const signal = AbortSignal.timeout(options.timeoutMs);
  const request = new Request(options.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${options.key}`, accept: 'application/json' },
    // With a host permission browsers would send the user's cookies of the vendor's dashboard.
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
  });
  let response: Response;
  let body: string;
  let receivedAtMs: number;
  try {
    response = await options.fetch(request);
    // The server's `Date` is as old as its headers, not as a body that takes seconds to arrive.
    receivedAtMs = options.now();
    body = await response.text();
  } catch {
    // Not by the failure: before Chrome 124 it is an AbortError, as of any other abort.
    const timedOut = signal.aborted;
    await options.gate.heard(null);
    return fail({ kind: timedOut ? 'timed-out' : 'unreachable', requestId: null });
  }
  const { status, headers } = response;
  await options.gate.heard({
    clockOffsetMs: readClockOffsetMs(headers, receivedAtMs),
    rateLimit: readRateLimit(headers, receivedAtMs),
    waitUntilMs: readWaitUntilMs(status, headers, receivedAtMs),
  });
  if (!response.ok) return fail(readError({ status, headers, body }, receivedAtMs));
  return { ok: true, value: { status, headers, body } };
}

/** Checks an answer's JSON against a schema; what does not fit is an answer not understood. */
export function understand<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: Answer,
): Result<v.InferOutput<Schema>> {
  const json = readJson(answer);
  if (!json.ok) return json;
  const parsed = v.safeParse(schema, json.value);
  if (parsed.success) return { ok: true, value: parsed.output };
  return notUnderstood(200, whatIsWrong(parsed.issues));
}

/** What the vendor calls the request, for a question to its support: in the body, or else in the
 * header `X-Request-Id`. Documented for errors alone. */
export function requestIdOf(answer: Answer): string | null {
  return readFields(answer).request_id || answer.headers.get('x-request-id') || null;
}

export function notUnderstood(status: number, what: string): { ok: false; error: ApiError } {
  return fail({ kind: 'not-understood', status, what, requestId: null });
}

function readJson({ status, body }: Answer): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    return notUnderstood(status, 'answer: JSON expected');
  }
}

function readFields(answer: Answer): v.InferOutput<typeof errorBodySchema> {
  const json = readJson(answer);
  const parsed = v.safeParse(errorBodySchema, json.ok ? json.value : {});
  return parsed.success ? parsed.output : {};
}

function readError(answer: Answer, receivedAtMs: number): ApiError {
  const { status, headers } = answer;
  const code = readFields(answer).code || null;
  const requestId = requestIdOf(answer);
  if (status === 401) return { kind: 'key-refused', requestId };
  if (status === 403) return { kind: 'not-permitted', code, requestId };
  if (status === 404) return { kind: 'gone', requestId };
  if (status === 429) {
    return {
      kind: 'rate-limited',
      untilMs: readRetryAtMs(headers, receivedAtMs),
      requestId,
    };
  }
  if (status >= 500) return { kind: 'server-fault', status, requestId };
  return { kind: 'not-understood', status, what: code ?? '', requestId };
}

function fail(error: ApiError): { ok: false; error: ApiError } {
  return { ok: false, error };
}
