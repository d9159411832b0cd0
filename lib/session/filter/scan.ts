/* Cuts what stands in the filter box into tokens, in one pass from left to right. Blanks part them.
 * Quotes keep blanks together, and within them a quote is written twice, as in CSV:
 * `subuser:"Acme ""West"""`. Quotes count at the beginning of a word or value only.
 * Amounts may be written as people do, with blanks around the sign and before the unit: `bytes > 50 MB`. */
import { FIELD_NAMES, FIELDS, fieldNamed, isOf } from './fields.ts';

export const SIGNS = [':', '=', '>', '<', '>=', '<='] as const;
export type Sign = (typeof SIGNS)[number];

/** One term as typed. Offsets count UTF-16 units. */
export interface Token {
  from: number;
  to: number;
  /** A minus stands before it. */
  isExcluded: boolean;
  /** Null for a word. */
  field: { name: string; sign: Sign } | null;
  /** Where the word or value begins, with its quote. */
  valueFrom: number;
  /** Without its quotes. */
  value: string;
  quotes: 'none' | 'closed' | 'open';
}

const BLANK = /\s/g;
const INK = /\S/g;
/** Longer names would be nobody's, and are words. */
const FIELD = /([a-z][a-z_-]{0,30})(>=|<=|[:=<>])/iy;
const AMOUNTS = FIELD_NAMES.filter((name) => isOf(name, 'amount')).join('|');
const AMOUNT_FIELD = new RegExp(`(${AMOUNTS})\\s*([<>]=?)(?:\\s+(?=\\d))?`, 'iy');
const SPACED_AMOUNT = /([\d.]+)\s+([a-z/]+)(?!\S)/iy;
/** An address is a word, though `fd:` looks like a field. */
const IPV6 = /[\da-f]{1,4}:[\da-f:.]*(?!\S)/iy;

/** Never throws, and takes time in proportion to the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = indexOf(INK, text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = indexOf(INK, text, token.to);
  }
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const isExcluded = text[from] === '-';
  const bodyFrom = isExcluded ? from + 1 : from;
  const isAddress = matchAt(IPV6, text, bodyFrom) !== null;
  const [prefix = '', name, sign] =
    (!isAddress && (matchAt(AMOUNT_FIELD, text, bodyFrom) ?? matchAt(FIELD, text, bodyFrom))) || [];
  const field = name === undefined ? null : { name, sign: sign as Sign };
  const valueFrom = bodyFrom + prefix.length;
  const value = (name && spacedAmountAt(text, valueFrom, name)) || valueAt(text, valueFrom);
  return { from, isExcluded, field, valueFrom, ...value };
}

type Value = Pick<Token, 'to' | 'value' | 'quotes'>;

/** Null where no unit of the field stands apart. What is counted has none in print: after `requests>10`
 * a `k` is a word. */
function spacedAmountAt(text: string, from: number, typedName: string): Value | null {
  const name = fieldNamed(typedName);
  const [all, number, unit] = matchAt(SPACED_AMOUNT, text, from) ?? [];
  if (!all || !name || !isOf(name, 'amount') || name === 'requests') return null;
  const value = `${number}${unit}`;
  const isAmount = FIELDS[name].measure.read(value) !== null;
  return isAmount ? { to: from + all.length, value, quotes: 'none' } : null;
}

function valueAt(text: string, from: number): Value {
  if (text[from] !== '"') {
    const to = indexOf(BLANK, text, from);
    return { to, value: text.slice(from, to), quotes: 'none' };
  }
  const close = closingQuote(text, from + 1);
  const isOpen = close === -1;
  return {
    to: isOpen ? text.length : close + 1,
    value: unquoted(text.slice(from + 1, isOpen ? undefined : close)),
    quotes: isOpen ? 'open' : 'closed',
  };
}

/** The first quote from there on that is not written twice; -1 without one. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function unquoted(inner: string): string {
  return inner.replaceAll('""', '"');
}

/** The end of the text where nothing matches. */
function indexOf(pattern: RegExp, text: string, from: number): number {
  return matchAt(pattern, text, from)?.index ?? text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
