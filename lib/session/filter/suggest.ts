/* What may be meant by what stands at the caret: a field that begins so, or, after a field, the
 * values that the rows have. */
import type { KnownRow } from '../facts.ts';
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  fieldNamed,
  folded,
  isOf,
  type NameOf,
  TOP,
  usualSign,
} from './fields.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { quoted, type Sign, type Token, tokensOf } from './scan.ts';

/** Put `text` in place of what stands from one offset up to another. Texts may come from the API
 * as they are. */
export interface Suggestion {
  from: number;
  to: number;
  text: string;
  field: FieldName;
  /** Null for the field itself, which still needs its value. */
  value: string | null;
}

const MOST = 8;

export function suggest(text: string, caret: number, rows: readonly KnownRow[]): Suggestion[] {
  const token = tokenAtCaret(text, caret);
  if (!token) return [];
  const to = token.quotes === 'open' ? caret : token.to;
  const from = token.isExcluded ? token.from + 1 : token.from;
  const suggestions = token.field
    ? valueSuggestions(token, text.slice(token.valueFrom, caret), rows)
    : fieldSuggestions(text.slice(from, caret));
  return suggestions
    .filter((suggested) => suggested.text !== text.slice(from, to))
    .slice(0, MOST)
    .map((suggested) => ({ from, to, ...suggested }));
}

/** Where nothing is typed yet, an empty one; null where a suggestion would be in the way. */
function tokenAtCaret(text: string, caret: number): Token | null {
  const tokens = tokensOf(text);
  const touched = tokens.findLast(({ from, to }) => from <= caret && caret <= to);
  if (!touched) {
    const empty = { isExcluded: false, field: null, value: '', quotes: 'none' } as const;
    return { from: caret, to: caret, valueFrom: caret, ...empty };
  }
  const isBegun = touched.field
    ? caret >= touched.valueFrom
    : caret > touched.from && touched.quotes === 'none';
  return isBegun ? touched : null;
}

type Suggested = Pick<Suggestion, 'text' | 'field' | 'value'>;

function fieldSuggestions(typed: string): Suggested[] {
  return FIELD_NAMES.filter((name) => name.startsWith(typed.toLowerCase())).map((field) => ({
    text: field + usualSign(field),
    field,
    value: null,
  }));
}

function valueSuggestions({ field }: Token, raw: string, rows: readonly KnownRow[]): Suggested[] {
  const name = field && fieldNamed(field.name);
  if (!name) return [];
  const typed = folded(raw.replace(/^"/, ''));
  return written(name, field.sign, rows, typed).map(({ value, text }) => ({
    text,
    field: name,
    value,
  }));
}

/** Values with the term that each makes. */
function written(
  name: FieldName,
  sign: Sign,
  rows: readonly KnownRow[],
  typed: string,
): { value: string; text: string }[] {
  if (isOf(name, 'text')) {
    const { match } = FIELDS[name];
    const fits = (value: string) =>
      match === 'contains' ? folded(value).includes(typed) : folded(value).startsWith(typed);
    return mostFrequent(name, rows)
      .filter(fits)
      .slice(0, MOST)
      .flatMap((value) => termWith(name, sign === '=' ? '=' : ':', value));
  }
  const isCompared = sign !== ':' && sign !== '=';
  const samples = FIELDS[name].samples.filter((sample) => sample.toLowerCase().startsWith(typed));
  if (isOf(name, 'choice')) return samples.flatMap((value) => termWith(name, ':', value));
  const compared = samples.flatMap((value) =>
    termWith(name, isCompared ? sign : usualSign(name), value),
  );
  const top = !isCompared && TOP.startsWith(typed) ? termWith(name, ':', TOP) : [];
  return [...top, ...compared];
}

/** In canonical writing; none where it would not be understood. */
function termWith(name: FieldName, sign: Sign, value: string): { value: string; text: string }[] {
  const { terms, mistakes } = parse(`${name}${sign}${quoted(value)}`);
  return mistakes.length > 0 ? [] : [{ value, text: print(terms) }];
}

/** What the rows have of a field, by the name that people know it by. */
function mostFrequent(name: NameOf<'text'>, rows: readonly KnownRow[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = FIELDS[name].of(row).find((text) => text);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
