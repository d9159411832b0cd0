/* What an answer's headers say about time and allowance. Source: the vendor's page "Rate limits";
 * RFC 9110 for Date and Retry-After. */

/** The key's current window, as of one answer. `resetAtMs` is by the server's clock. */
export interface RateLimit {
  limit: number;
  remaining: number;
  resetAtMs: number;
}

/** Reads `X-RateLimit-*`; null unless all three are there and numbers. */
export function readRateLimit(headers: Headers): RateLimit | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    wholeNumber(headers.get(`x-ratelimit-${name}`)),
  );
  if (limit == null || remaining == null || reset == null) return null;
  return { limit, remaining, resetAtMs: reset * 1000 };
}

/** How far the server's clock is ahead of ours in milliseconds, or null without a `Date`.
 * The header counts whole seconds, so half a second is added: the middle of what it may mean. */
export function readClockOffsetMs(headers: Headers, receivedAtMs: number): number | null {
  const sentAtMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(sentAtMs) ? null : sentAtMs + 500 - receivedAtMs;
}

/** The vendor's longest window is a day; what asks for much more was not meant so. */
export const LONGEST_WAIT_MS = 25 * 3_600_000;

/** The local instant until which a 429 asks us to wait: `Retry-After` (seconds or a date), else
 * `X-RateLimit-Reset`, else null. Instants of the server are brought to our clock. */
export function readRetryAtMs(headers: Headers, receivedAtMs: number): number | null {
  const untilMs = readInstantMs(headers, receivedAtMs);
  return untilMs !== null && untilMs - receivedAtMs <= LONGEST_WAIT_MS ? untilMs : null;
}

function readInstantMs(headers: Headers, receivedAtMs: number): number | null {
  const retryAfter = headers.get('retry-after');
  const seconds = wholeNumber(retryAfter);
  if (seconds !== null) return receivedAtMs + seconds * 1000;
  const offsetMs = readClockOffsetMs(headers, receivedAtMs) ?? 0;
  const date = Date.parse(retryAfter ?? '');
  const serverInstantMs = Number.isNaN(date) ? readRateLimit(headers)?.resetAtMs : date;
  return serverInstantMs === undefined ? null : serverInstantMs - offsetMs;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
