/* How items of earlier versions become those of today: per item, a step from each version to the
 * next. A step may trust nothing: what it makes is checked against the schema of today. */

type Fields = Record<string, unknown>;
/** Steps by index: the first leads from version 1 to 2. */
export type Former = readonly ((old: Fields) => Fields)[];

/** Version 3 knows "until I close it", too. */
export const formerSettings: Former = [
  (old) => ({ ...old, isLocked: false }),
  (old) => ({ ...old, hasLetterKeys: true }),
];

/** Asked for again at once: version 2 kept no sub-users. */
export const formerProducts: Former = [
  (old) => ({ ...old, requests: 1 }),
  (old) => ({ ...old, subusers: [], againAtMs: 0 }),
];

export const formerListStatus: Former = [
  ({ good, ...old }) => ({
    ...old,
    good: isFields(good) ? { ...good, notUnderstood: counted(good.notUnderstood) } : good,
    failures: 0,
    triedAtMs: isFields(good) ? good.startedAtMs : 0,
    retryAtMs: null,
  }),
  ({ good, ...old }) => ({ ...old, good: isFields(good) ? { ...good, earlierMs: [] } : good }),
];

/** Version 2 is written in another way, and says the same. */
export const formerPacked: Former = [(old) => old];

export const formerTraces: Former = [
  ({ traces, ...old }) => ({
    ...old,
    traces: isFields(traces) ? new Map(Object.entries(traces)) : traces,
  }),
];

export const formerPause: Former = [(old) => ({ ...old, saidAtMs: 0 })];

export const formerRefresh: Former = [
  (old) => ({ ...old, by: old.by === 'popup' ? 'opened' : old.by }),
  (old) => ({ ...old, narrow: null }),
];

/** Version 2 knows "from a bulk". */
export const formerIntent: Former = [(old) => old, (old) => ({ ...old, heldBy: null })];

export const formerAttempt: Former = [(old) => ({ ...old, triedAtMs: old.askedAtMs })];

/** Version 4 knows "gone", too. */
export const formerEnded: Former = [
  (old) => ({ ...old, sessionId: '', how: 'terminated' }),
  (old) => ({ ...old, session: null, wish: null }),
  (old) => old,
];

/** Version 1 did not tell which were noted silently: all stay told. */
export const formerNotices: Former = [(old) => ({ ...old, silent: [] })];

/** Version 1 kept an entry per record. */
function counted(ways: unknown): unknown {
  return Array.isArray(ways) ? { count: ways.length, ways: [...new Set(ways)].slice(0, 20) } : ways;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
