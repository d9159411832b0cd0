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

/** They are asked for again at once: version 2 kept no sub-users, version 3 not when they were read. */
export const formerProducts: Former = [
  (old) => ({ ...old, requests: 1 }),
  (old) => ({ ...old, subusers: [], againAtMs: 0 }),
  (old) => ({ ...old, asOfMs: 0, againAtMs: 0 }),
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
  ({ good, ...old }) => ({ ...old, good: isFields(good) ? withUnread(good) : good }),
];

/** Version 2 is packed. Sessions have gained fields since, which are empty in old records. */
export const formerList: Former = [
  ({ sessions, ...old }) => ({
    ...old,
    sessions: Array.isArray(sessions) ? sessions.map(asReadToday) : sessions,
  }),
];

export const formerHistory: Former = [
  ({ past, ...old }) => ({ ...old, past: Array.isArray(past) ? past.map(withSession) : past }),
];

export const formerTraces: Former = [
  ({ traces, ...old }) => ({
    ...old,
    traces: isFields(traces) ? new Map(Object.entries(traces)) : traces,
  }),
];

export const formerPause: Former = [
  (old) => ({ ...old, saidAtMs: 0 }),
  (old) => ({ ...old, unnamed: 0 }),
];

/** Version 1 took a 403 of one sub-user for one of the key, and so any 403 without a code, as of a page. */
export const formerReadOnly: Former = [
  ({ refusal, ...old }) => ({ ...old, refusal: concernsKey(refusal) ? refusal : null }),
  (old) => ({ ...old, hasEnded: false }),
];

export const formerRefresh: Former = [
  (old) => ({ ...old, by: old.by === 'popup' ? 'opened' : old.by }),
  (old) => ({ ...old, narrow: null }),
];

/** Version 2 knows "from a bulk". */
export const formerIntent: Former = [
  (old) => old,
  (old) => ({ ...old, heldBy: null }),
  // Version 4 may hold a session without a `session_id` or an expiry.
  (old) => old,
  (old) => ({ ...old, owner: '' }),
];

export const formerAttempt: Former = [
  (old) => ({ ...old, triedAtMs: old.askedAtMs }),
  (old) => ({ ...old, acceptedAtMs: null }),
];

/** Version 4 knows "gone", too; version 5 all that is read of a session today. */
export const formerEnded: Former = [
  (old) => ({ ...old, sessionId: '', how: 'terminated' }),
  (old) => ({ ...old, session: null, wish: null }),
  (old) => old,
  withSession,
];

export const formerDetail: Former = [
  ({ terminated, ...old }) => withSession({ ...old, endedAs: terminated ? 'terminated' : null }),
];

/** Version 1 did not tell which were noted silently: all stay told. */
export const formerNotices: Former = [
  (old) => ({ ...old, silent: [] }),
  ({ notices, ...old }) => ({
    ...old,
    notices: Array.isArray(notices) ? notices.map(withSession) : notices,
  }),
];

/** A value with the session in it as it is read today. */
function withSession<T>(value: T): T {
  return isFields(value) ? { ...value, session: asReadToday(value.session) } : value;
}

/** A session of a version that kept only records in which all was as documented. */
function asReadToday(session: unknown): unknown {
  return isFields(session) ? { ...session, status: null, unread: [] } : session;
}

function concernsKey(refusal: unknown): boolean {
  const { kind, code } = isFields(refusal) ? refusal : {};
  return kind !== 'not-permitted' || (code !== null && code !== 'subuser_scope_mismatch');
}

function withUnread(good: Fields): Fields {
  const { notUnderstood } = good;
  const parts = isFields(notUnderstood) ? { ...notUnderstood, inPart: 0 } : notUnderstood;
  return { ...good, isWhole: true, notUnderstood: parts };
}

/** Version 1 kept an entry per record. */
function counted(ways: unknown): unknown {
  return Array.isArray(ways) ? { count: ways.length, ways: [...new Set(ways)].slice(0, 20) } : ways;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
