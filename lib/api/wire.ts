/* What the API sends, checked once at the door. Shapes: the vendor's API reference, pages
 * "Sessions", "Users", "Sub-users". The wire's records are read tolerantly: fields nobody
 * documented are ignored, optional ones may be absent or null. */
import * as v from 'valibot';
import { accountSchema } from './account.ts';
import type { Account, Product, Session, SessionDetail } from './schemas.ts';

/** What a field must be: as what it reads, or undefined for what it may not be. */
interface Kind<T> {
  expected: string;
  read(value: unknown): T | undefined;
}

const text: Kind<string> = {
  expected: 'string',
  read: (value) => (typeof value === 'string' ? value : undefined),
};
const finite: Kind<number> = {
  expected: 'number',
  read: (value) => (Number.isFinite(value) ? (value as number) : undefined),
};
const count: Kind<number> = {
  expected: 'number',
  read: (value) =>
    Number.isFinite(value) && (value as number) >= 0 ? (value as number) : undefined,
};
const instantMs: Kind<number> = {
  expected: 'instant',
  read: (value) => finite.read(typeof value === 'string' ? Date.parse(value) : undefined),
};
const flag: Kind<boolean> = {
  expected: 'boolean',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** An id stands in a URL's path, where a dot segment would name another resource, and half of a
 * character can't stand at all. */
const pathId: Kind<string> = {
  expected: 'id',
  read: (value) =>
    typeof value === 'string' && value.isWellFormed() && !DOTS.includes(value) ? value : undefined,
};
const DOTS = ['', '.', '..'];

/** Documented as optional: may be absent or null. */
const optional = <T>({ expected, read }: Kind<T>): Kind<T | null> => ({
  expected,
  read: (value) => (value == null ? null : read(value)),
});

const SESSION_FIELDS = {
  id: pathId,
  subuser: text,
  session_id: text,
  region: text,
  state: optional(text),
  city: optional(text),
  asn: optional(finite),
  exit_ip: text,
  started_at: instantMs,
  expires_at: instantMs,
  bytes_used: count,
  requests: count,
  repinned: flag,
  status: optional(text),
};
type SessionField = keyof typeof SESSION_FIELDS;

type Fields = Record<string, unknown>;

const anyRecord: v.GenericSchema<unknown, Fields> = v.looseObject({});

/** A record as a session. Ten thousand are read at a time: one step, in a quarter of the time that a
 * schema of so many parts would take. */
function readSession(
  product: Product,
  { dataset: { value: record }, addIssue }: v.RawTransformContext<Fields>,
): Session {
  const read = <Field extends SessionField>(field: Field) => {
    const { expected, read } = SESSION_FIELDS[field];
    const value = read(record[field]);
    if (value === undefined) addIssue(wrongField(record, field, expected));
    return value as NonNullable<ReturnType<(typeof SESSION_FIELDS)[Field]['read']>>;
  };
  read('status');
  return {
    product,
    id: read('id'),
    subuser: read('subuser'),
    sessionId: read('session_id'),
    region: read('region'),
    state: read('state'),
    city: read('city'),
    asn: read('asn'),
    exitIp: read('exit_ip'),
    startedAtMs: read('started_at'),
    expiresAtMs: read('expires_at'),
    bytesUsed: read('bytes_used'),
    requests: read('requests'),
    repinned: read('repinned'),
  };
}

function wrongField(record: Fields, key: SessionField, expected: string) {
  const value = record[key];
  const path = { type: 'object', origin: 'value', input: record, key, value } as const;
  return { input: value, expected, path: [path] as [typeof path] };
}

/** What makes a record of a list a session; `null` for one that was ended early, whatever else it
 * may lack by then. */
export function sessionRecord(product: Product): v.GenericSchema<unknown, Session | null> {
  return v.pipe(
    anyRecord,
    v.rawTransform((context) =>
      context.dataset.value.status === 'terminated' ? null : readSession(product, context),
    ),
  );
}

/** The request samples are undocumented in name and shape, so they are looked for in what is left. */
export const sessionDetail = (product: Product) =>
  v.pipe(
    anyRecord,
    v.rawTransform((context): SessionDetail => {
      const record = context.dataset.value;
      return {
        ...readSession(product, context),
        terminated: record.status === 'terminated',
        samples: samplesIn(record),
      };
    }),
  );

/** The list named `samples`, or else the first list of objects that is no field of a session. */
function samplesIn(record: Record<string, unknown>): unknown[] {
  if (Array.isArray(record.samples)) return record.samples;
  const others = Object.entries(record).filter(([name]) => !(name in SESSION_FIELDS));
  return others.map(([, value]) => value).find(isListOfObjects) ?? [];
}

function isListOfObjects(value: unknown): value is object[] {
  const isObject = (each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each);
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** An account as it is sent. Something in between may answer with any JSON, as a hotel's network
 * does: what has no id is no account, and says nothing of the key. */
export const accountAnswer = v.pipe(
  v.object({ id: v.string(), ...accountSchema.entries }),
  v.transform(({ email, plan }): Account => ({ email, plan })),
);

export const subuserSchema = v.object({
  id: v.string(),
  name: v.string(),
  label: v.optional(v.nullable(v.string()), null),
  products: v.array(v.string()),
  status: v.string(),
});
export type Subuser = v.InferOutput<typeof subuserSchema>;

/** A page before its records are looked at: one bad record must not cost the good ones. */
export const pageSchema = v.object({
  data: v.array(v.unknown()),
  next_cursor: v.optional(v.nullable(v.string()), null),
});

export const errorBodySchema = v.object({
  code: v.optional(v.string()),
  request_id: v.optional(v.string()),
});

/** Where a check failed, as `bytes_used: number expected, string found`. Values are left out: they
 * may be private, and what was expected where is enough to mend it. */
export function whatIsWrong(issues: readonly v.BaseIssue<unknown>[]): string {
  return [...new Set(issues.map(describe))].join('; ');
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'answer';
  return `${path}: ${issue.expected ?? 'something else'} expected, ${typeName(issue.input)} found`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
