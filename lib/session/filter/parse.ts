/* The filter language, read: free words and `field:value`, each excluded by a minus before it; all
 * of them must hold. Any text can be read. What is not understood is a mistake with its place; the
 * caller keeps the last good filter until there is none. */
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  fieldNamed,
  isOf,
  type NameOf,
  TOP,
} from './fields.ts';
import { nearest } from './nearest.ts';
import { type Sign, type Token, tokensOf } from './scan.ts';

export type Comparison = '>' | '<' | '>=' | '<=';

export type Condition =
  | { kind: 'word'; text: string }
  | { kind: 'text'; field: NameOf<'text'>; isExact: boolean; text: string }
  | { kind: 'choice'; field: NameOf<'choice'>; choice: string }
  /** In the smallest unit of the field's measure. */
  | { kind: 'amount'; field: NameOf<'amount'>; comparison: Comparison; amount: number }
  /** Among the highest of all rows. */
  | { kind: 'top'; field: NameOf<'amount'> };

export type Term = Condition & { isExcluded: boolean };

type Fault =
  | { kind: 'unknown-field'; name: string; nearest: FieldName | null }
  /** The value is missing, as it is while one types. */
  | { kind: 'no-value'; field: FieldName }
  | { kind: 'wrong-sign'; field: FieldName; sign: Sign }
  | { kind: 'wrong-value'; field: FieldName; value: string }
  | { kind: 'open-quote' }
  /** Nothing between quotes, or after a minus. */
  | { kind: 'no-word' };

/** What is wrong from one offset up to another, in UTF-16 units of the text. */
export type Mistake = Fault & { from: number; to: number };

export interface Parsed {
  terms: Term[];
  mistakes: Mistake[];
}

/** A token with what it was read as. */
export interface Part extends Token {
  term: Term | null;
  mistake: Mistake | null;
}

/** Never throws, and takes time in proportion to the text. */
export function parse(text: string): Parsed {
  const parts = partsOf(text);
  return {
    terms: parts.flatMap(({ term }) => term ?? []),
    mistakes: parts.flatMap(({ mistake }) => mistake ?? []),
  };
}

/** As `parse`, with the place of each term. */
export function partsOf(text: string): Part[] {
  return tokensOf(text).map((token) => {
    const read = conditionOf(token);
    return 'wrong' in read
      ? { ...token, term: null, mistake: mistakeIn(token, read.wrong) }
      : { ...token, term: { ...read, isExcluded: token.isExcluded }, mistake: null };
  });
}

type Read = Condition | { wrong: Fault };

function conditionOf({ field, value, quotes }: Token): Read {
  const name = field && fieldNamed(field.name);
  if (field && !name) {
    return wrong({
      kind: 'unknown-field',
      name: field.name,
      nearest: nearest(field.name.toLowerCase(), FIELD_NAMES),
    });
  }
  if (quotes === 'open') return wrong({ kind: 'open-quote' });
  if (!field || !name)
    return value === '' ? wrong({ kind: 'no-word' }) : { kind: 'word', text: value };
  if (!fits(name, field.sign)) return wrong({ kind: 'wrong-sign', field: name, sign: field.sign });
  if (value === '') return wrong({ kind: 'no-value', field: name });
  return (
    fieldCondition(name, field.sign, value) ?? wrong({ kind: 'wrong-value', field: name, value })
  );
}

function fits(name: FieldName, sign: Sign): boolean {
  return isComparison(sign) ? isOf(name, 'amount') : sign === ':' || !isOf(name, 'amount');
}

function isComparison(sign: Sign): sign is Comparison {
  return sign !== ':' && sign !== '=';
}

/** Null where the value is none of the field's. */
function fieldCondition(name: FieldName, sign: Sign, value: string): Condition | null {
  if (isOf(name, 'text')) {
    const text = FIELDS[name].read(value);
    const isExact = sign === '=' || FIELDS[name].match === 'exact';
    return text === null ? null : { kind: 'text', field: name, isExact, text };
  }
  const typed = value.toLowerCase();
  if (isOf(name, 'choice')) {
    const choice = FIELDS[name].samples.find((sample) => sample.startsWith(typed));
    return choice === undefined ? null : { kind: 'choice', field: name, choice };
  }
  if (!isOf(name, 'amount')) return null;
  if (!isComparison(sign)) return typed === TOP ? { kind: 'top', field: name } : null;
  const amount = FIELDS[name].measure.read(value);
  return amount === null ? null : { kind: 'amount', field: name, comparison: sign, amount };
}

function wrong(fault: Fault): { wrong: Fault } {
  return { wrong: fault };
}

function mistakeIn({ from, to, valueFrom }: Token, fault: Fault): Mistake {
  switch (fault.kind) {
    case 'unknown-field':
    case 'wrong-sign':
      return { ...fault, from, to: valueFrom };
    case 'wrong-value':
    case 'open-quote':
      return { ...fault, from: valueFrom, to };
    default:
      return { ...fault, from, to };
  }
}
