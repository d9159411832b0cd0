/* What is known of each session beyond its own record: whose it is, how fast it goes, what it has in
 * common with others. Pure, and made once per change of what is stored, not once a second. */
import type { Session } from '../api/schemas.ts';
import { once } from '../once.ts';
import type { Trace } from '../store/schemas.ts';
import type { State, Subuser } from '../store/state.ts';
import type { Fate, Row } from './overview.ts';
import { type Protection, protectionOf } from './protection.ts';
import type { Ref } from './ref.ts';
import { bytesPerMinute, isIdle } from './trace.ts';

export interface Facts {
  /** Null where the sub-users can't be read. */
  subuser: Subuser | null;
  trace: Trace | null;
  /** When its list was read last, by our clock. */
  readAtMs: number;
  /** Null until two lists have shown its bytes. */
  bytesPerMinute: number | null;
  /** No request in the last three polls. */
  isIdle: boolean;
  /** Others have the same `session_id`. */
  isTwin: boolean;
  /** Others leave by the same IP. */
  sharesExit: boolean;
  protection: Protection | null;
  /** Somebody wants to be told before it ends. */
  hasReminder: boolean;
}

/** A row with what is known of its session. */
export interface KnownRow extends Row {
  facts: Facts;
}

/** All that facts are made of, and the rows among which they are told (those go by the time, too). */
export type Known = Pick<State, (typeof KNOWN)[number]>;
export const KNOWN = [
  'products',
  'lists',
  'traces',
  'statuses',
  'subusers',
  'ended',
  'protections',
  'reminders',
] as const;

/** Tells the facts of a row, among all that there are. Ten thousand are listed and twenty looked at: each
 * fact is made when it is asked for. */
export type TellFacts = (row: Row) => Facts;

export function factsOf(state: Known, rows: readonly Row[]): TellFacts {
  const sessionIds = once(() => counted(rows, ({ sessionId }) => sessionId));
  const exits = once(() => counted(rows, ({ exitIp }) => exitIp));
  const common = { state, sessionIds, exits };
  return (row) => new ToldFacts(common, row);
}

interface Common {
  state: Known;
  /** How many have each. */
  sessionIds: () => Map<string | null, number>;
  exits: () => Map<string | null, number>;
}

class ToldFacts implements Facts {
  readonly #common: Common;
  readonly #row: Row;
  #rate: number | null | undefined;

  constructor(common: Common, row: Row) {
    this.#common = common;
    this.#row = row;
  }

  get #state(): Known {
    return this.#common.state;
  }
  get #session(): Session {
    return this.#row.session;
  }
  get #read() {
    return this.#state.statuses[this.#session.product]?.good ?? null;
  }

  get subuser() {
    return this.#state.subusers.get(this.#session.subuser ?? '') ?? null;
  }
  get trace() {
    return this.#state.traces[this.#session.product].get(this.#session.id) ?? null;
  }
  get readAtMs() {
    return this.#read?.atMs ?? 0;
  }
  get bytesPerMinute() {
    if (this.#rate === undefined) {
      const [trace, read] = [this.trace, this.#read];
      this.#rate = trace && read && bytesPerMinute(trace, this.#session, read);
    }
    return this.#rate;
  }
  get isIdle() {
    const [trace, read] = [this.trace, this.#read];
    return trace !== null && read !== null && isIdle(trace, this.#session, read);
  }
  get isTwin() {
    return (this.#common.sessionIds().get(this.#session.sessionId) ?? 0) > 1;
  }
  get sharesExit() {
    return (this.#common.exits().get(this.#session.exitIp) ?? 0) > 1;
  }
  get protection() {
    return protectionOf(this.#session, this.#state.protections);
  }
  get hasReminder() {
    return this.#state.reminders.has(this.#row.ref);
  }
}

/** The rows with what is known of their sessions. What is made of the same row and facts is the same
 * object. */
export function knownRows(rows: readonly Row[], tell: TellFacts): KnownRow[] {
  const before = known.get(tell) ?? [];
  let at = 0;
  const all = rows.map((row) => {
    // They stand in the order of the lists, then as now.
    let place = at;
    while (place < before.length && before[place]?.ref !== row.ref) place += 1;
    const last = before[place];
    if (last) at = place + 1;
    return last?.isOf(row) ? last : new Told(row, tell);
  });
  known.set(tell, all);
  return all;
}

const known = new WeakMap<TellFacts, Told[]>();

class Told implements KnownRow {
  readonly ref: Ref;
  readonly session: Session;
  readonly fate: Fate;
  readonly endsAtMs: number | null;
  readonly bornAtMs: number | null;
  readonly #tell: TellFacts;
  #facts: Facts | null = null;

  constructor({ ref, session, fate, endsAtMs, bornAtMs }: Row, tell: TellFacts) {
    this.ref = ref;
    this.session = session;
    this.fate = fate;
    this.endsAtMs = endsAtMs;
    this.bornAtMs = bornAtMs;
    this.#tell = tell;
  }

  get facts(): Facts {
    this.#facts ??= this.#tell(this);
    return this.#facts;
  }

  isOf({ session, fate, endsAtMs }: Row): boolean {
    return this.session === session && this.fate === fate && this.endsAtMs === endsAtMs;
  }
}

/** A row to be kept when its list is not: as it is, it holds all that it could be asked for. */
export function settled({ ref, session, fate, endsAtMs, bornAtMs, facts }: KnownRow): KnownRow {
  return { ref, session, fate, endsAtMs, bornAtMs, facts: told(facts) };
}

/** The facts as they are now. */
export function told(facts: Facts): Facts {
  const { subuser, trace, readAtMs, bytesPerMinute, isIdle } = facts;
  const { isTwin, sharesExit, protection, hasReminder } = facts;
  return {
    ...{ subuser, trace, readAtMs, bytesPerMinute, isIdle },
    ...{ isTwin, sharesExit, protection, hasReminder },
  };
}

/** How old a session is; null if that is not known. */
export function ageMsOf({ bornAtMs }: Pick<Row, 'bornAtMs'>, nowMs: number): number | null {
  return bornAtMs === null ? null : nowMs - bornAtMs;
}

/** How long it lives by itself; null if that is not known. None where its expiry is none (expiry.ts). */
export function leftMsOf(
  { session, endsAtMs }: Pick<Row, 'session' | 'endsAtMs'>,
  nowMs: number,
): number | null {
  if (endsAtMs !== null) return endsAtMs - nowMs;
  return session.expiresAtMs === null ? null : 0;
}

function counted(rows: readonly Row[], of: (session: Session) => string | null) {
  const counts = new Map<string | null, number>();
  for (const { session } of rows) {
    const value = of(session);
    if (value === null) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
