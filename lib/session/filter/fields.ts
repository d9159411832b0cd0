/* The fields of the filter language: how the value of each is written, and what of a row it is held
 * against. All that is told per field stands in this table; its order is that of the suggestions. */
import { PRODUCTS } from '../../api/schemas.ts';
import { ageMsOf, type KnownRow, leftMsOf } from '../facts.ts';
import { BYTES, COUNT, DURATION, type Measure, RATE } from './amount.ts';

/** `region:us`; `session=job` where `:` alone would not mean all of it. */
export interface TextField {
  kind: 'text';
  /** How `:` compares; `=` is exact. */
  match: 'contains' | 'prefix' | 'exact';
  samples: readonly string[];
  /** The value as it is compared; null where it can't be one. */
  read(typed: string): string | null;
  /** What a row has, what people call it first. */
  of(row: KnownRow): (string | null | undefined)[];
}

/** `repinned:yes`; the beginning of a choice will do. */
export interface ChoiceField {
  kind: 'choice';
  samples: readonly string[];
  /** Null while unknown, which is no choice. */
  of(row: KnownRow): string | null;
}

/** `bytes>50MB`, or `bytes:top` for the rows that have most. */
export interface AmountField {
  kind: 'amount';
  /** The comparison that is suggested. */
  sign: '<' | '>';
  measure: Measure;
  samples: readonly string[];
  /** Null while unknown, which is neither more nor less than anything. */
  of(row: KnownRow, nowMs: number): number | null;
  /** It changes by itself. */
  isOfTime: boolean;
}

export type Field = TextField | ChoiceField | AmountField;

/** What stands for the highest in place of an amount. */
export const TOP = 'top';

export const FIELDS = {
  region: text('exact', ['us'], ({ session }) => [session.region]),
  subuser: text('contains', ['acme'], ({ session, facts }) => [
    facts.subuser?.label,
    facts.subuser?.name,
    session.subuser,
  ]),
  session: text('contains', ['job'], ({ session }) => [session.sessionId]),
  bytes: amount('>', BYTES, ['50MB', '10MB', '100MB', '1GB'], ({ session }) => session.bytesUsed),
  rate: amount(
    '>',
    RATE,
    ['1MB/min', '10MB/min', '100MB/min'],
    ({ facts }) => facts.bytesPerMinute,
  ),
  left: ofTime(amount('<', DURATION, ['5m', '1m', '2m', '10m'], leftMsOf)),
  idle: flag(({ facts }) => facts.isIdle),
  repinned: flag(({ session }) => session.repinned),
  product: choice(PRODUCTS, ({ session }) => session.product),
  requests: amount('>', COUNT, ['100', '1k', '10k'], ({ session }) => session.requests),
  age: ofTime(amount('>', DURATION, ['20m', '5m', '10m', '1h'], ageMsOf)),
  ip: text('prefix', ['198.51.'], ({ session }) => [session.exitIp]),
  asn: text('exact', ['7922'], ({ session }) => [session.asn?.toString()], readAsn),
  state: text('contains', ['ca'], ({ session }) => [session.state]),
  city: text('contains', ['la'], ({ session }) => [session.city]),
  twin: flag(({ facts }) => facts.isTwin),
  shared: flag(({ facts }) => facts.sharesExit),
  protected: flag(({ facts }) => facts.protection !== null),
  id: text('contains', ['ses_'], ({ session }) => [session.id]),
};

export type FieldName = keyof typeof FIELDS;
export type NameOf<Kind extends Field['kind']> = {
  [Name in FieldName]: (typeof FIELDS)[Name]['kind'] extends Kind ? Name : never;
}[FieldName];

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** The field of that name, in letters of either case. */
export function fieldNamed(typed: string): FieldName | null {
  return FIELD_NAMES.find((name) => name === typed.toLowerCase()) ?? null;
}

export function isOf<Kind extends Field['kind']>(
  name: FieldName,
  kind: Kind,
): name is NameOf<Kind> {
  return FIELDS[name].kind === kind;
}

/** The sign that stands between a field and its value unless one wants another. */
export function usualSign(name: FieldName): ':' | '<' | '>' {
  return isOf(name, 'amount') ? FIELDS[name].sign : ':';
}

/** `bytes>50MB` */
export function exampleOf(name: FieldName): string {
  return `${name}${usualSign(name)}${FIELDS[name].samples[0]}`;
}

/** Text as it is compared: in one case, and composed in one way. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function text(
  match: TextField['match'],
  samples: string[],
  of: TextField['of'],
  read: TextField['read'] = (typed) => typed,
): TextField {
  return { kind: 'text', match, samples, of, read };
}

function choice(samples: readonly string[], of: ChoiceField['of']): ChoiceField {
  return { kind: 'choice', samples, of };
}

function flag(is: (row: KnownRow) => boolean | null): ChoiceField {
  return choice(['yes', 'no'], (row) => {
    const isSo = is(row);
    return isSo === null ? null : isSo ? 'yes' : 'no';
  });
}

function amount(
  sign: AmountField['sign'],
  measure: Measure,
  samples: string[],
  of: AmountField['of'],
): AmountField {
  return { kind: 'amount', sign, measure, samples, of, isOfTime: false };
}

function ofTime(field: AmountField): AmountField {
  return { ...field, isOfTime: true };
}

/** `7922` or `AS7922`; or `1.10`, as some write large ones. */
function readAsn(typed: string): string | null {
  const [, digits, dotted] = /^(?:as)?(\d{1,10})(\.\d{1,5})?$/i.exec(typed) ?? [];
  if (digits === undefined) return null;
  return dotted === undefined ? String(Number(digits)) : digits + dotted;
}
