/* What an answer's headers say about time and allowance. Source: the vendor's page "Rate limits";
 * RFC 9110 for Date and Retry-After. Whatever a header holds, no instant of the past comes out. */
import { readInstantMs } from './instants.ts';

/** The key's current window, as of one answer. `resetAtMs` is by our clock. */
export interface RateLimit {
  limit: number;
  remaining: number;
  resetAtMs: number;
}

/** A smaller `X-RateLimit-Reset` is a number of seconds from now, and no instant since 1970. */
const LARGEST_DELTA_S = 366 * 24 * 3_600;
/** A longer wait is shortened to this, so that a date can hold its end; it is never ignored. */
const LONGEST_WAIT_MS = 1000 * LARGEST_DELTA_S;

const HTTP_DATE = /[a-z]{3,9},[^,]+?GMT/gi;

/** Reads `X-RateLimit-*`; null unless all three are there. Nothing remains where less than nothing does. */
export function readRateLimit(headers: Headers, receivedAtMs: number): RateLimit | null {
  const limit = readNumber(headers.get('x-ratelimit-limit'));
  const remaining = readNumber(headers.get('x-ratelimit-remaining'));
  const resetAtMs = readResetAtMs(headers, receivedAtMs);
  if (limit === null || limit < 0 || remaining === null || resetAtMs === null) return null;
  return { limit, remaining: Math.max(0, remaining), resetAtMs };
}

/** How far the server's clock is ahead of ours in milliseconds, or null without a `Date`.
 * The header counts whole seconds, so half a second is added: the middle of what it may mean. */
export function readClockOffsetMs(headers: Headers, receivedAtMs: number): number | null {
  const sentAtMs = readInstantMs(headers.get('date'));
  return sentAtMs === undefined ? null : sentAtMs + 500 - receivedAtMs;
}

/** The local instant until which a 429 asks us to wait: `Retry-After` (seconds, a date, or several, of
 * which the latest counts), else `X-RateLimit-Reset`; null if neither names an instant to come. Instants
 * of the server are brought to our clock. */
export function readRetryAtMs(headers: Headers, receivedAtMs: number): number | null {
  const saidMs = plausible(readRetryAfterMs(headers, receivedAtMs), receivedAtMs);
  return saidMs ?? plausible(readResetAtMs(headers, receivedAtMs), receivedAtMs);
}

/** The local instant until which any answer asks us to wait: one that leaves nothing of the window
 * asks for that as well as a 429. */
export function readWaitUntilMs(
  status: number,
  headers: Headers,
  receivedAtMs: number,
): number | null {
  if (status === 429) return readRetryAtMs(headers, receivedAtMs);
  // RFC 9110 knows it of 503 as well.
  if (status >= 500 && headers.has('retry-after')) return readRetryAtMs(headers, receivedAtMs);
  const window = readRateLimit(headers, receivedAtMs);
  return window?.remaining === 0 ? plausible(window.resetAtMs, receivedAtMs) : null;
}

function plausible(untilMs: number | null, receivedAtMs: number): number | null {
  if (untilMs === null || untilMs <= receivedAtMs) return null;
  return Math.min(untilMs, receivedAtMs + LONGEST_WAIT_MS);
}

function readRetryAfterMs(headers: Headers, receivedAtMs: number): number | null {
  const header = headers.get('retry-after') ?? '';
  // Browsers join headers of one name with commas, and a date has a comma of its own.
  const dates = header.match(HTTP_DATE) ?? [];
  const others = header.replace(HTTP_DATE, '').split(',');
  const instants = [...dates, ...others]
    .flatMap((text) => readInstantMs(text) ?? [])
    .map((atMs) => toOurClock(atMs, headers, receivedAtMs));
  const seconds = others.flatMap((text) => readSeconds(text) ?? []);
  const delays = seconds.map((delay) => receivedAtMs + Math.ceil(delay) * 1000);
  const all = [...instants, ...delays];
  return all.length === 0 ? null : Math.max(...all);
}

/** Seconds from now; null for a number so large that it is an instant, and for less than nothing. */
function readSeconds(text: string): number | null {
  const seconds = readNumber(text);
  return seconds !== null && seconds >= 0 && readInstantMs(text) === undefined ? seconds : null;
}

/** `X-RateLimit-Reset` is documented in Unix seconds; milliseconds and seconds from now are common. */
function readResetAtMs(headers: Headers, receivedAtMs: number): number | null {
  const header = headers.get('x-ratelimit-reset');
  const number = readNumber(header);
  if (number !== null && number >= 0 && number <= LARGEST_DELTA_S) {
    return receivedAtMs + Math.ceil(number) * 1000;
  }
  const atMs = readInstantMs(number ?? header);
  return atMs === undefined ? null : toOurClock(atMs, headers, receivedAtMs);
}

/** Brings an instant before which nothing may be sent to our clock: as the header counts whole
 * seconds, up to one too late, and never too early. */
function toOurClock(serverMs: number, headers: Headers, receivedAtMs: number): number {
  const offsetMs = readClockOffsetMs(headers, receivedAtMs);
  return offsetMs === null ? serverMs : serverMs - (offsetMs - 500);
}

/** The number that a header begins with, as in `600;w=60`; null if it does not begin with one. */
function readNumber(text: string | null): number | null {
  const digits = /^\s*(-?\d{1,15}(?:\.\d+)?)\s*(?:[;,]|$)/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
