/* Reads the fields of an answer. Nobody has seen a real answer of the API, so each reader takes any form
 * that has a clear meaning: numbers as text, flags as words. An unreadable value makes that field alone
 * unknown. */
import { readInstantMs } from './instants.ts';

/** Reads one value; undefined if it can't be read. Absent, null and empty values never get here. */
interface Kind<T> {
  /** For a report: what the documentation promises. */
  expected: string;
  read(value: unknown): T | undefined;
}

/** More than a thousand petabytes or as many requests is a fault of the sender. */
const LARGEST_COUNT = 1e18;
const LARGEST_ASN = 2 ** 32 - 1;
/** An id stands in a URL's path, where these would name another resource. */
const DOT_SEGMENTS = ['.', '..'];

export const text: Kind<string> = {
  expected: 'string',
  read(value) {
    if (Number.isSafeInteger(value)) return String(value);
    return typeof value === 'string' ? value : undefined;
  },
};

/** A word of the API's own, or an address: blanks around it are none of it. */
export const word: Kind<string> = {
  expected: 'string',
  read: (value) => (typeof value === 'string' ? value.trim() || undefined : undefined),
};

export const count: Kind<number> = {
  expected: 'number',
  read(value) {
    const number = numberIn(value);
    return number !== undefined && number >= 0 && number <= LARGEST_COUNT ? number : undefined;
  },
};

/** `7922`, `"7922"` and `"AS7922"` are one number. Another text, such as the asdot `1.10`, stays as it is. */
export const asn: Kind<number | string> = {
  expected: 'number',
  read(value) {
    if (typeof value === 'string') {
      const digits = /^(?:as)?\s*(\d{1,10})$/i.exec(value.trim())?.[1];
      return digits === undefined ? value.trim() || undefined : asn.read(Number(digits));
    }
    const isAsn = Number.isInteger(value) && (value as number) >= 0;
    return isAsn && (value as number) <= LARGEST_ASN ? (value as number) : undefined;
  },
};

export const instantMs: Kind<number> = { expected: 'instant', read: readInstantMs };

export const flag: Kind<boolean> = {
  expected: 'boolean',
  read(value) {
    if (typeof value === 'boolean') return value;
    if (value === 1 || value === 0) return value === 1;
    const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
    return word === 'true' || word === 'false' ? word === 'true' : undefined;
  },
};

/** Returns the id that stands in a request's path, or undefined if the value can't stand there. A number
 * counts as its digits, as far as JSON has kept them all. */
export function readId(value: unknown): string | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return String(value);
  const isId = typeof value === 'string' && value !== '' && value.isWellFormed();
  return isId && !DOT_SEGMENTS.includes(value) ? value : undefined;
}

/** Null, absent and empty values say nothing. */
export function saysNothing(value: unknown): boolean {
  return value == null || value === '';
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return /^\d{1,20}(?:\.\d{1,20})?$/.test(value.trim()) ? Number(value) : undefined;
}

export type { Kind };
