/* What an answer's headers say about time and allowance. Source: the vendor's page "Rate limits";
 * RFC 9110 for Date and Retry-After. */
import { LONGEST_WAIT_MS } from '../quota/pause.ts';

/** The key's current window, as of one answer. `resetAtMs` is by our clock. */
export interface RateLimit {
  limit: number;
  remaining: number;
  resetAtMs: number;
}

/** Reads `X-RateLimit-*`; null unless all three are there and numbers. */
export function readRateLimit(headers: Headers, receivedAtMs: number): RateLimit | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    wholeNumber(headers.get(`x-ratelimit-${name}`)),
  );
  if (limit == null || remaining == null || reset == null) return null;
  return { limit, remaining, resetAtMs: toOurClock(reset * 1000, headers, receivedAtMs) };
}

/** How far the server's clock is ahead of ours in milliseconds, or null without a `Date`.
 * The header counts whole seconds, so half a second is added: the middle of what it may mean. */
export function readClockOffsetMs(headers: Headers, receivedAtMs: number): number | null {
  const sentAtMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(sentAtMs) ? null : sentAtMs + 500 - receivedAtMs;
}

/** The local instant until which a 429 asks us to wait: `Retry-After` (seconds or a date), else
 * `X-RateLimit-Reset`, else null. Instants of the server are brought to our clock. */
export function readRetryAtMs(headers: Headers, receivedAtMs: number): number | null {
  return plausible(readInstantMs(headers, receivedAtMs), receivedAtMs);
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
  return untilMs !== null && untilMs - receivedAtMs <= LONGEST_WAIT_MS ? untilMs : null;
}

function readInstantMs(headers: Headers, receivedAtMs: number): number | null {
  const retryAfter = headers.get('retry-after');
  const seconds = wholeNumber(retryAfter);
  if (seconds !== null) return receivedAtMs + seconds * 1000;
  const date = Date.parse(retryAfter ?? '');
  if (!Number.isNaN(date)) return toOurClock(date, headers, receivedAtMs);
  return readRateLimit(headers, receivedAtMs)?.resetAtMs ?? null;
}

/** Brings an instant before which nothing may be sent to our clock: as the header counts whole
 * seconds, up to one too late, and never too early. */
function toOurClock(serverMs: number, headers: Headers, receivedAtMs: number): number {
  const offsetMs = readClockOffsetMs(headers, receivedAtMs);
  return offsetMs === null ? serverMs : serverMs - (offsetMs - 500);
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
