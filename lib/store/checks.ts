/* Whether a stored value is what its item holds. One of an earlier version is first brought up to
 * today's. Apart from the items, so that a popup opens without it (item.ts says why it may). */
import * as v from 'valibot';
import * as former from './former.ts';
import { versionOf } from './item.ts';
import * as schemas from './schemas.ts';

interface Means {
  schema: v.GenericSchema<unknown, { v: number }>;
  /** How values of earlier versions are brought up to today's. */
  former?: former.Former;
}

/** By an item's key, or the prefix of its family. */
const MEANS: Record<string, Means> = {
  key: { schema: schemas.keySchema },
  owner: { schema: schemas.ownerSchema },
  settings: { schema: schemas.settingsSchema, former: former.formerSettings },
  account: { schema: schemas.accountItemSchema },
  products: { schema: schemas.productsItemSchema, former: former.formerProducts },
  round: { schema: schemas.roundSchema },
  pause: { schema: schemas.pauseSchema, former: former.formerPause },
  ledger: { schema: schemas.ledgerSchema },
  limit: { schema: schemas.limitSchema },
  readOnly: { schema: schemas.readOnlySchema, former: former.formerReadOnly },
  access: { schema: schemas.accessSchema },
  refresh: { schema: schemas.refreshSchema, former: former.formerRefresh },
  view: { schema: schemas.viewSchema },
  bulk: { schema: schemas.bulkSchema },
  look: { schema: schemas.lookSchema },
  detail: { schema: schemas.detailSchema, former: former.formerDetail },
  watching: { schema: schemas.watchingSchema },
  notices: { schema: schemas.noticesSchema, former: former.formerNotices },
  noticesSeen: { schema: schemas.noticesSeenSchema },
  notifying: { schema: schemas.notifyingSchema },
  'list:': { schema: schemas.listSchema, former: former.formerList },
  'status:': { schema: schemas.listStatusSchema, former: former.formerListStatus },
  'traces:': { schema: schemas.tracesSchema, former: former.formerTraces },
  'intent:': { schema: schemas.intentSchema, former: former.formerIntent },
  'attempt:': { schema: schemas.attemptSchema, former: former.formerAttempt },
  'ended:': { schema: schemas.endedSchema, former: former.formerEnded },
  'history:': { schema: schemas.historySchema, former: former.formerHistory },
  'protected:': { schema: schemas.protectedSchema },
  'reminder:': { schema: schemas.reminderSchema },
  'aside:': { schema: schemas.asideSchema },
};

/** The value as it is today; null if it can't be read. `kind`: of which item. */
export function check(kind: string, value: unknown): { v: number } | null {
  const means = MEANS[kind];
  if (!means) throw new Error(`${kind} is no item`);
  const parsed = v.safeParse(means.schema, upgraded(value, means.former ?? []));
  return parsed.success ? parsed.output : null;
}

function upgraded(raw: unknown, former: former.Former): unknown {
  const from = versionOf(raw);
  if (from === null || from < 1 || from > former.length) return raw;
  return former
    .slice(from - 1)
    .reduce((old, step, index) => ({ ...step(old), v: from + index + 1 }), raw as { v: number });
}
