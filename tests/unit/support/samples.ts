/* Samples that tests vary: each takes what matters to a test and fills in the rest. */
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import type { Facts, KnownRow } from '../../../lib/session/facts.ts';
import type { Fate } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Detail, Ended, Intent, Past } from '../../../lib/store/schemas.ts';
import type { ListStatus, State } from '../../../lib/store/state.ts';
import { parseState } from '../../../lib/store/state.ts';

/** A fixed instant, and the one that tests call now. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

let lastId = 0;

/** A session as documented: all is known. */
type Told = 'subuser' | 'sessionId' | 'exitIp' | 'region' | 'startedAtMs' | 'expiresAtMs';
type Counted = 'bytesUsed' | 'requests' | 'repinned';
export type WholeSession = Session & {
  [Field in Told | Counted]: NonNullable<Session[Field]>;
};

/** Typed as whole, also where a test takes something away. */
export function session(fields: Partial<Session> = {}): WholeSession {
  lastId += 1;
  return {
    product: 'residential',
    id: `ses_${lastId}`,
    subuser: 'sub_1',
    sessionId: `job${lastId}`,
    region: 'us',
    state: 'ca',
    city: 'la',
    asn: 7922,
    exitIp: '203.0.113.7',
    startedAtMs: NOW - 600_000,
    expiresAtMs: NOW + 600_000,
    bytesUsed: 1_000_000,
    requests: 10,
    repinned: false,
    status: null,
    unread: [],
    ...fields,
  } as WholeSession;
}

/** A session as the API tells of it. */
export function told(id: string, fields: object = {}): object {
  return {
    id,
    subuser: 'sub_1',
    session_id: 'job',
    region: 'us',
    exit_ip: '203.0.113.9',
    started_at: new Date(NOW - 60_000).toISOString(),
    expires_at: new Date(NOW + 600_000).toISOString(),
    bytes_used: 5,
    requests: 1,
    repinned: false,
    ...fields,
  };
}

/** The end of a session that a person asked for a second ago. */
export function end(of: Session, fields: Partial<Ended> = {}): Ended {
  const { product, id, sessionId } = of;
  const wish = { from: 'row', askedAtMs: NOW - 7_000, requestId: 'req_1' } as const;
  const last = { how: 'terminated', endedAtMs: NOW - 1_000, session: of, wish } as const;
  return { v: 5, product, id, sessionId, ...last, ...fields };
}

/** Asked for now, by a click in the row, with five seconds to undo. */
export function intentOf(of: Session, fields: Partial<Intent> = {}): Intent {
  const { product, id, sessionId, expiresAtMs } = of;
  const asked = { askedAtMs: NOW, dueAtMs: NOW + 5_000, from: 'row', heldBy: null } as const;
  return { v: 5, owner: '', product, id, sessionId, expiresAtMs, ...asked, ...fields };
}

/** A session that was gone a second ago. */
export function past(fields: Partial<Past> = {}): Past {
  const entry = { how: 'gone', endedAtMs: NOW - 1_000, wish: null, cameBackAs: null } as const;
  return { session: session(), ...entry, ...fields };
}

/** What the API said of a session a second ago. */
export function detail(of: Session, fields: Partial<Detail> = {}): Detail {
  const { product, id } = of;
  const times = { askedAtMs: NOW - 2_000, atMs: NOW - 1_000 };
  const answer = { session: of, endedAs: null, samples: [], problem: null };
  return { v: 2, product, id, ...times, ...answer, ...fields };
}

export function status(good: Partial<NonNullable<ListStatus['good']>> = {}): ListStatus {
  return {
    v: 4,
    good: {
      startedAtMs: NOW - 2_000,
      atMs: NOW - 1_000,
      earlierMs: [],
      clockOffsetMs: 0,
      requests: 1,
      isWhole: true,
      notUnderstood: { count: 0, inPart: 0, ways: [] },
      ...good,
    },
    problem: null,
    failures: 0,
    triedAtMs: NOW - 2_000,
    retryAtMs: null,
  };
}

/** A list that was read a second ago, or never, and could not be read since. */
export function failing(problem: ApiError, good: ListStatus['good'] = status().good): ListStatus {
  return { v: 4, good, problem, failures: 1, triedAtMs: NOW, retryAtMs: NOW + 5_000 };
}

/** The terms of a plan, without a limit that the API itself has told of. */
export const onPlan = (plan: string | null) => ({ plan, limitPerMinute: null });

/** What a browser without anything stored shows. */
export function state(fields: Partial<State> = {}): State {
  return { ...parseState({ local: {}, session: {} }), ...fields };
}

/** A key, both lists read a second ago, nothing wrong. */
export function listed(sessions: Session[], fields: Partial<State> = {}): State {
  return state({
    key: { tail: 'wxyz', keptIn: 'local', checked: true },
    lists: {
      residential: sessions.filter(({ product }) => product === 'residential'),
      mobile: sessions.filter(({ product }) => product === 'mobile'),
    },
    statuses: { residential: status(), mobile: status() },
    round: { v: 1, startedAtMs: NOW - 2_000, finishedAtMs: NOW - 1_000, everyMs: 60_000 },
    ...fields,
  });
}

/** A row that has nothing special to it. */
export function known(
  fields: Partial<Session> = {},
  more: { fate?: Fate; facts?: Partial<Facts> } = {},
): KnownRow & { session: WholeSession; endsAtMs: number } {
  const its = session(fields);
  const facts: Facts = {
    subuser: null,
    trace: null,
    bytesPerMinute: null,
    readAtMs: NOW,
    isIdle: false,
    isTwin: false,
    sharesExit: false,
    protection: null,
    hasReminder: false,
  };
  return {
    ref: refOf(its),
    session: its,
    fate: more.fate ?? { kind: 'active', refusal: null },
    endsAtMs: its.expiresAtMs,
    bornAtMs: its.startedAtMs,
    facts: { ...facts, ...more.facts },
  };
}
