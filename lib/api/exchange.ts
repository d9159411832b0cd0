/* Sends one request and judges the answer. No other module attaches the key, which goes to `baseUrl` only,
 * and no other decides whether the API answered or something between it and the browser. */
import * as v from 'valibot';
import type { ApiError, Result } from './errors.ts';
import {
  type RateLimit,
  readClockOffsetMs,
  readRateLimit,
  readRetryAtMs,
  readWaitUntilMs,
} from './headers.ts';
import { errorBodySchema, typeName, whatIsWrong } from './wire.ts';

/** What an answer said beside its content. Instants are local Unix milliseconds. */
export interface Exchange {
  /** Server clock minus ours; null if the answer had no `Date`. */
  clockOffsetMs: number | null;
  rateLimit: RateLimit | null;
  /** Whether it was a 429. */
  isThrottled: boolean;
  /** Nothing may be sent before this instant; null if the answer doesn't say so. */
  waitUntilMs: number | null;
}

/** What each request passes on its way out and each answer on its way in. */
export interface Gate {
  /** Null lets the request go; an error is given in place of an answer. */
  admit(): Promise<ApiError | null>;
  /** Null: no answer came, or none that is known to be the API's. */
  heard(exchange: Exchange | null): Promise<void>;
}

export interface ExchangeOptions {
  key: string;
  baseUrl: string;
  fetch: typeof globalThis.fetch;
  now: () => number;
  timeoutMs: number;
  /** Whether the browser has a network at all. */
  isOnline: () => boolean;
  gate: Gate;
}

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Reads what an answer of 2xx says. Gives the error `foreign` where it is not the API's. */
export type Reader<T> = (answer: Answer) => Result<T>;

/** Sends one request and gives what `read` makes of its answer, or the error. `isApis`: whether a value
 * proves that the API answered. Throws only if the request can't be built, which is a bug and not
 * "offline". */
export async function exchange<T>(
  options: ExchangeOptions,
  method: 'GET' | 'DELETE',
  path: string,
  read: Reader<T>,
  isApis: (value: T) => boolean = () => true,
): Promise<Result<T>> {
  const refusal = await options.gate.admit();
  if (refusal) return fail(refusal);
  // Below the 30 s at which Chromium kills a worker without a word.
  const signal = AbortSignal.timeout(options.timeoutMs);
  const request = new Request(options.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${options.key}`, accept: 'application/json' },
    // With a host permission browsers would send the user's cookies of the vendor's dashboard.
    credentials: 'omit',
    // Not followed, so the key goes nowhere else; and told apart from "no answer", unlike with 'error'.
    redirect: 'manual',
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
    const kind = whyNoAnswer(signal, options);
    await options.gate.heard(null);
    return fail({ kind, requestId: null });
  }
  const { status, headers } = response;
  const answer = { status, headers, body };
  const result = isRedirect(response) ? fail(REDIRECTED) : judge(answer, receivedAtMs, read);
  const isKnown = result.ok ? isApis(result.value) : result.error.kind !== 'foreign';
  await options.gate.heard(isKnown ? said(answer, receivedAtMs) : null);
  return result;
}

/** The error `foreign` for an answer that is not the API's. `what`: where its JSON differed. */
export function foreign({ status, headers }: Answer, what = ''): { ok: false; error: ApiError } {
  return fail({ kind: 'foreign', status, mediaType: mediaTypeOf(headers), what, requestId: null });
}

/** A reader of JSON that has a documented shape. */
export function readerOf<Schema extends v.GenericSchema>(
  schema: Schema,
): Reader<v.InferOutput<Schema>> {
  return (answer) => {
    const json = jsonIn(answer);
    if (json === undefined) return foreign(answer);
    const parsed = v.safeParse(schema, json);
    return parsed.success
      ? { ok: true, value: parsed.output }
      : foreign(answer, whatIsWrong(parsed.issues));
  };
}

/** An answer's body as a JSON value; undefined if the body is not JSON. */
export function jsonIn({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What the vendor calls the request, for a question to its support: in the body, or else in the
 * header `X-Request-Id`. Documented for errors alone. */
export function requestIdOf(answer: Answer): string | null {
  const json = jsonIn(answer);
  const inBody =
    typeof json === 'object' && json !== null && 'request_id' in json && json.request_id;
  return (typeof inBody === 'string' && inBody) || answer.headers.get('x-request-id') || null;
}

export function notUnderstood(status: number, what: string): { ok: false; error: ApiError } {
  return fail({ kind: 'not-understood', status, what, requestId: null });
}

/** Browsers hide the status of a redirect that is not followed; test servers and Node do not. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

const REDIRECTED: ApiError = {
  kind: 'foreign',
  status: null,
  mediaType: '',
  what: '',
  requestId: null,
};

/** Asks the signal, not the failure: before Chrome 124 a timeout fails as any other abort does. */
function whyNoAnswer(signal: AbortSignal, { isOnline }: ExchangeOptions) {
  if (signal.aborted) return 'timed-out';
  return isOnline() ? 'unreachable' : 'offline';
}

function judge<T>(answer: Answer, receivedAtMs: number, read: Reader<T>): Result<T> {
  const isGood = answer.status >= 200 && answer.status < 300;
  return isGood ? read(answer) : fail(readError(answer, receivedAtMs));
}

function said({ status, headers }: Answer, receivedAtMs: number): Exchange {
  return {
    clockOffsetMs: readClockOffsetMs(headers, receivedAtMs),
    rateLimit: readRateLimit(headers, receivedAtMs),
    isThrottled: status === 429,
    waitUntilMs: readWaitUntilMs(status, headers, receivedAtMs),
  };
}

function readError(answer: Answer, receivedAtMs: number): ApiError {
  const { status, headers } = answer;
  const code = codeIn(answer);
  // A 429 says all it has to say in its headers.
  const isEmpty429 = status === 429 && answer.body.trim() === '';
  if (code === null && !isEmpty429) return foreign(answer, differenceOf(answer)).error;
  const requestId = requestIdOf(answer);
  if (status === 401) return { kind: 'key-refused', requestId };
  if (status === 403) return { kind: 'not-permitted', code: code || null, requestId };
  if (status === 404 || status === 410) return { kind: 'gone', requestId };
  if (status === 429) {
    return { kind: 'rate-limited', untilMs: readRetryAtMs(headers, receivedAtMs), requestId };
  }
  if (status >= 500) return { kind: 'server-fault', status, requestId };
  return { kind: 'not-understood', status, what: code ?? '', requestId };
}

/** The code of an error of the API; null for an answer that is none. Other services have errors with a
 * `code` and a `message` as well, so the API is known by its request id or by its rate limit. */
function codeIn(answer: Answer): string | null {
  const parsed = v.safeParse(errorBodySchema, jsonIn(answer));
  if (!parsed.success) return null;
  const { code, request_id } = parsed.output;
  return request_id || answer.headers.has('x-ratelimit-limit') ? code : null;
}

/** Names the types by which JSON differs from an error of the API; empty if the body is not JSON. */
function differenceOf(answer: Answer): string {
  const json = jsonIn(answer);
  if (json === undefined) return '';
  const parsed = v.safeParse(errorBodySchema, json);
  return parsed.success
    ? `request_id: string expected, ${typeName(parsed.output.request_id)} found`
    : whatIsWrong(parsed.issues);
}

function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type')?.split(';')[0] ?? '').trim().toLowerCase();
}

function fail(error: ApiError): { ok: false; error: ApiError } {
  return { ok: false, error };
}
