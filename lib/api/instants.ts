/* Instants as APIs write them. The documentation promises RFC 3339 in UTC; this reads the other common
 * forms as well, and never by the computer's own time zone. */

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** Epoch numbers outside 2000 to 2100 are no instants of a session. */
const EARLIEST_EPOCH_MS = Date.UTC(2000, 0);
const LATEST_EPOCH_MS = Date.UTC(2100, 0);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** `Thu, 28 May 2026 07:00:00 GMT`: only with a zone, for `Date.parse` takes it for local time without. */
const HTTP_DATE = /^[A-Za-z]{3},? [\w: -]{10,30}(?:GMT|UTC|[+-]\d{4})$/;

/** Reads an instant in Unix milliseconds; undefined if the value is none. Accepts RFC 3339 with a `T` or a
 * blank, without a zone (UTC), with an offset, any number of decimals or a leap second; an HTTP date;
 * and epoch seconds or milliseconds as a number or as text. */
export function readInstantMs(value: unknown): number | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{9,13}(?:\.\d{1,9})?$/.test(text)) return fromEpoch(Number(text));
  return fromIso(text) ?? fromHttpDate(text);
}

function fromEpoch(number: number): number | undefined {
  return [number * SECOND_MS, number]
    .map(Math.round)
    .find((atMs) => atMs >= EARLIEST_EPOCH_MS && atMs < LATEST_EPOCH_MS);
}

function fromIso(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const numbers = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  if (!isDay(year, month, day) || !isTime(hour, minute, second)) return undefined;
  const fractionMs = Math.floor(Number(`0.${parts[7] ?? 0}`) * SECOND_MS);
  // Date.UTC carries second 60 over into the next minute.
  return Date.UTC(year, month - 1, day, hour, minute, second) + fractionMs - offsetMs(parts[8]);
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second <= 60;
}

/** `+08:00`, `+0800`, `+08`; nothing and `Z` are UTC. */
function offsetMs(zone: string | undefined): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes)) * MINUTE_MS;
  return sign === '-' ? -size : size;
}

function fromHttpDate(text: string): number | undefined {
  const atMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
