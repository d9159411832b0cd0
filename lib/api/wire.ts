/* What the API sends, checked once at the door. Shapes: the vendor's API reference, pages
 * "Sessions", "Users", "Sub-users". The wire's records are read tolerantly: fields nobody
 * documented are ignored, optional ones may be absent or null. */
import * as v from 'valibot';
import { accountSchema, optionalText } from './account.ts';
import type { Account, Product, Session, SessionDetail } from './schemas.ts';

const instantMs = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number(),
  v.finite(),
);
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

/** An id stands in a URL's path, where a dot segment would name another resource, and half of a
 * character can't stand at all. */
const pathId = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check((id) => !/^\.{1,2}$/.test(id) && id.isWellFormed()),
);

const sessionFields = v.object({
  id: pathId,
  subuser: v.string(),
  session_id: v.string(),
  region: v.string(),
  state: optionalText,
  city: optionalText,
  asn: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  exit_ip: v.string(),
  started_at: instantMs,
  expires_at: instantMs,
  bytes_used: count,
  requests: count,
  repinned: v.boolean(),
  status: optionalText,
});

/** The request samples are undocumented in name and shape, so they are looked for in what is left. */
const detailFields = v.looseObject(sessionFields.entries);

function toSession(product: Product, fields: v.InferOutput<typeof sessionFields>): Session {
  return {
    product,
    id: fields.id,
    subuser: fields.subuser,
    sessionId: fields.session_id,
    region: fields.region,
    state: fields.state,
    city: fields.city,
    asn: fields.asn,
    exitIp: fields.exit_ip,
    startedAtMs: fields.started_at,
    expiresAtMs: fields.expires_at,
    bytesUsed: fields.bytes_used,
    requests: fields.requests,
    repinned: fields.repinned,
  };
}

const terminatedRecord = v.pipe(
  v.object({ status: v.literal('terminated') }),
  v.transform(() => null),
);

/** What makes a record of a list a session; `null` for one that was ended early, whatever else it
 * may lack by then. */
export function sessionRecord(product: Product): v.GenericSchema<unknown, Session | null> {
  const activeRecord = v.pipe(
    sessionFields,
    v.transform((fields) => toSession(product, fields)),
  );
  return v.lazy((input) => (v.is(terminatedRecord, input) ? terminatedRecord : activeRecord));
}

export const sessionDetail = (product: Product) =>
  v.pipe(
    detailFields,
    v.transform(
      (fields): SessionDetail => ({
        ...toSession(product, fields),
        terminated: fields.status === 'terminated',
        samples: samplesIn(fields),
      }),
    ),
  );

/** The list named `samples`, or else the first list of objects that is no field of a session. */
function samplesIn(record: Record<string, unknown>): unknown[] {
  if (Array.isArray(record.samples)) return record.samples;
  const others = Object.entries(record).filter(([name]) => !(name in sessionFields.entries));
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
