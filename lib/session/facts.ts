/* What is known of each session beyond its own record: whose it is, how fast it goes, what it has in
 * common with others. Pure, and made once per change of what is stored, not once a second. */
import type { Session } from '../api/schemas.ts';
import type { Trace } from '../store/schemas.ts';
import { askedProducts, type State, type Subuser } from '../store/state.ts';
import type { Row } from './overview.ts';
import { type Protection, protectionOf } from './protection.ts';
import { type Ref, refsOf } from './ref.ts';
import { bytesPerMinute, isIdle } from './trace.ts';

export interface Facts {
  /** Null where the sub-users can't be read. */
  subuser: Subuser | null;
  trace: Trace | null;
  /** When its list was read last, by our clock. */
  readAtMs: number;
  /** Null until two lists have shown it. */
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

/** All that facts are made of. */
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

export function factsOf(state: Known): Map<Ref, Facts> {
  const products = askedProducts(state);
  const all = products.flatMap((product) => state.lists[product]);
  const refs = products.flatMap((product) => refsOf(state.lists[product]));
  // One that was ended may still be listed for a while, beside the session that came after it.
  const living = all.filter((_, index) => !state.ended.has(refs[index] as Ref));
  const sessionIds = counted(living, ({ sessionId }) => sessionId);
  const exits = counted(living, ({ exitIp }) => exitIp);
  const facts = new Map<Ref, Facts>();
  for (const [index, session] of all.entries()) {
    const { product, id, subuser, sessionId, exitIp } = session;
    const trace = state.traces[product].get(id) ?? null;
    const read = state.statuses[product]?.good ?? null;
    facts.set(refs[index] as Ref, {
      subuser: state.subusers.get(subuser) ?? null,
      trace,
      readAtMs: read?.atMs ?? 0,
      bytesPerMinute: trace && read && bytesPerMinute(trace, session, read),
      isIdle: trace !== null && read !== null && isIdle(trace, session, read),
      isTwin: (sessionIds.get(sessionId) ?? 0) > 1,
      sharesExit: (exits.get(exitIp) ?? 0) > 1,
      protection: protectionOf(session, state.protections),
      hasReminder: state.reminders.has(refs[index] as Ref),
    });
  }
  return facts;
}

/** The rows with what is known of their sessions, without any of which nothing is. What is made of the
 * same row and facts is the same object. */
export function knownRows(rows: readonly Row[], facts: ReadonlyMap<Ref, Facts>): KnownRow[] {
  const before = known.get(facts) ?? new Map<Ref, KnownRow>();
  known.set(facts, before);
  const all: KnownRow[] = [];
  for (const { ref, session, fate, endsAtMs } of rows) {
    const its = facts.get(ref);
    if (!its) continue;
    const last = before.get(ref);
    const isSame = last?.session === session && last.fate === fate && last.endsAtMs === endsAtMs;
    const row = isSame ? last : { ref, session, fate, endsAtMs, facts: its };
    if (!isSame) before.set(ref, row);
    all.push(row);
  }
  return all;
}

const known = new WeakMap<ReadonlyMap<Ref, Facts>, Map<Ref, KnownRow>>();

/** How old a session is. */
export function ageMsOf(row: Row, nowMs: number): number {
  return nowMs - bornAtMsOf(row);
}

/** When it began, by our clock. */
export function bornAtMsOf({ session, endsAtMs }: Row): number {
  return endsAtMs - (session.expiresAtMs - session.startedAtMs);
}

function counted(sessions: Session[], of: (session: Session) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const session of sessions) {
    const value = of(session);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
