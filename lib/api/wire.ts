/* Reads the API's answers, once, as they come in. Shapes: the vendor's API reference, pages "Sessions",
 * "Users", "Sub-users", "Errors". Nobody has seen a real answer, so records are read liberally, field by
 * field: a session is shown and can be terminated if it has an id. */
import * as v from 'valibot';
import {
  asn,
  count,
  flag,
  instantMs,
  type Kind,
  readId,
  saysNothing,
  text,
  word,
} from './fields.ts';
import type { Account, EndedAs, Product, Session, SessionDetail } from './schemas.ts';

/** A record of a list, read. `wrong`: which fields were not as documented, as
 * `bytes_used: number expected, string found`; never their values, which may be private. */
export interface RecordRead<T> {
  value: T;
  wrong: string[];
}

type Fields = Record<string, unknown>;

interface Field<T> extends Kind<T> {
  /** Documented as optional, or null in a session that is not pinned yet. */
  isOptional: boolean;
}

const always = <T>(kind: Kind<T>): Field<T> => ({ ...kind, isOptional: false });
const optional = <T>(kind: Kind<T>): Field<T> => ({ ...kind, isOptional: true });

const SESSION_FIELDS = {
  subuser: always(text),
  session_id: always(text),
  region: always(word),
  state: optional(text),
  city: optional(text),
  asn: optional(asn),
  exit_ip: optional(word),
  started_at: always(instantMs),
  expires_at: always(instantMs),
  bytes_used: always(count),
  requests: always(count),
  repinned: always(flag),
  status: optional(word),
};
type SessionField = keyof typeof SESSION_FIELDS;

/** Status words in lower case. Any other word counts as active. */
const ENDED_WORDS: Record<string, EndedAs> = {
  terminated: 'terminated',
  expired: 'expired',
  ended: 'ended',
  closed: 'ended',
};
const ACTIVE_WORD = 'active';

const NOTHING_UNREAD: readonly string[] = [];

/** Reads a record of a list as a session. Returns null if its session has ended, whatever else the record
 * may lack by then; undefined if it has no id, so that nobody could terminate it. */
export function readSession(
  product: Product,
  record: unknown,
): RecordRead<Session | null> | undefined {
  if (!isFields(record)) return undefined;
  if (endedAs(record) !== null) return { value: null, wrong: [] };
  const id = readId(record.id);
  return id === undefined ? undefined : sessionIn(product, id, record);
}

/** Reads the answer to a look at one session. Returns undefined if it is not a record of that id. The
 * request samples are undocumented in name and shape. */
export function readSessionDetail(
  product: Product,
  id: string,
  record: unknown,
): SessionDetail | undefined {
  if (!isFields(record) || readId(record.id) !== id) return undefined;
  const { value } = sessionIn(product, id, record);
  return { ...value, endedAs: endedAs(record), samples: samplesIn(record) };
}

/** Ten thousand records are read at a time, so this is one step without a schema. */
function sessionIn(product: Product, id: string, record: Fields): RecordRead<Session> {
  const unread: string[] = [];
  const wrong: string[] = [];
  const read = <Name extends SessionField>(field: Name) => {
    const { expected, isOptional, read: readKind } = SESSION_FIELDS[field];
    const value = record[field];
    const isSilent = saysNothing(value);
    const result = isSilent ? undefined : readKind(value);
    if (result === undefined && !(isSilent && isOptional)) {
      unread.push(field);
      wrong.push(`${field}: ${expected} expected, ${typeName(value)} found`);
    }
    return (result ?? null) as NonNullable<
      ReturnType<(typeof SESSION_FIELDS)[Name]['read']>
    > | null;
  };
  const value: Session = {
    product,
    id,
    subuser: read('subuser'),
    sessionId: read('session_id'),
    exitIp: read('exit_ip'),
    region: read('region'),
    state: read('state'),
    city: read('city'),
    asn: read('asn'),
    startedAtMs: read('started_at'),
    expiresAtMs: read('expires_at'),
    bytesUsed: read('bytes_used'),
    requests: read('requests'),
    repinned: read('repinned'),
    status: unusualWord(read('status')),
    unread: unread.length === 0 ? NOTHING_UNREAD : unread,
  };
  return { value, wrong };
}

function endedAs({ status }: Fields): EndedAs | null {
  const word = typeof status === 'string' ? status.trim().toLowerCase() : '';
  return Object.hasOwn(ENDED_WORDS, word) ? (ENDED_WORDS[word] ?? null) : null;
}

function unusualWord(word: string | null): string | null {
  return word?.toLowerCase() === ACTIVE_WORD ? null : word;
}

/** The list named `samples`, or else the first list of objects that is no field of a session. */
function samplesIn(record: Fields): unknown[] {
  if (Array.isArray(record.samples)) return record.samples;
  const others = Object.entries(record).filter(([field]) => !(field in SESSION_FIELDS));
  return others.map(([, value]) => value).find(isListOfObjects) ?? [];
}

function isListOfObjects(value: unknown): value is object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFields);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const id = v.pipe(
  v.unknown(),
  v.transform(readId),
  v.check((read) => read !== undefined),
);
/** Text, or null for anything else: a field of another type costs that field alone. */
const textOrNull = v.pipe(
  v.unknown(),
  v.transform((value) => (saysNothing(value) ? null : (text.read(value) ?? null))),
);

/** An account. JSON without an id is none: something in between may answer with any JSON. */
export const accountAnswer = v.pipe(
  v.looseObject({ id, email: v.optional(textOrNull), plan: v.optional(textOrNull) }),
  v.transform(({ email = null, plan = null }): Account => ({ email, plan })),
);

/** `products` is null where it can't be told. */
export interface Subuser {
  id: string;
  name: string;
  label: string | null;
  products: string[] | null;
}

/** Reads a record of the sub-users; undefined without an id or a name. */
export function readSubuser(record: unknown): RecordRead<Subuser> | undefined {
  if (!isFields(record)) return undefined;
  const { products } = record;
  const [subuserId, subuserName] = [readId(record.id), text.read(record.name)];
  if (subuserId === undefined || !subuserName) return undefined;
  const label = saysNothing(record.label) ? null : (text.read(record.label) ?? null);
  const areTold = Array.isArray(products) && products.every((each) => typeof each === 'string');
  const told = areTold ? products.map((each) => each.trim().toLowerCase()) : null;
  return { value: { id: subuserId, name: subuserName, label, products: told }, wrong: [] };
}

/** A page before its records are looked at. `data: null` is an empty list. */
export const pageSchema = v.pipe(
  v.looseObject({ data: v.nullable(v.array(v.unknown())), next_cursor: v.optional(v.unknown()) }),
  v.transform(({ data, next_cursor }) => ({ data: data ?? [], cursor: readCursor(next_cursor) })),
);

/** The next page's cursor, null at the end, or undefined if nobody can tell what is meant. */
function readCursor(value: unknown): string | null | undefined {
  if (value == null || value === false || value === '' || value === 'null') return null;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** Errors as documented: `request_id` may be missing where the answer's headers are the API's. */
export const errorBodySchema = v.looseObject({
  code: v.string(),
  message: v.optional(v.unknown()),
  request_id: v.optional(textOrNull),
});

/** Where a check failed, as `data: Array expected, string found`. Values are left out: they may be
 * private, and what was expected where is enough to mend it. */
export function whatIsWrong(issues: readonly v.BaseIssue<unknown>[]): string {
  return [...new Set(issues.map(describe))].join('; ');
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'answer';
  return `${path}: ${issue.expected ?? 'something else'} expected, ${typeName(issue.input)} found`;
}

/** Why a record has no id. */
export function whyNoId(record: unknown): string {
  return isFields(record)
    ? `id: text expected, ${typeName(record.id)} found`
    : `record: object expected, ${typeName(record)} found`;
}

/** A value's type in words, which gives nothing of the value away. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'empty text';
  return Array.isArray(value) ? 'list' : typeof value;
}
