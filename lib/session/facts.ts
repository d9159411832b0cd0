/* What is known of each session beyond its own record: whose it is, how fast it goes, what it has in
 * common with others. Pure, and made once per change of what is stored, not once a second. */
import type { Session } from '../api/schemas.ts';
import type { Trace } from '../store/schemas.ts';
import { askedProducts, type State, type Subuser } from '../store/state.ts';
import type { Row } from './overview.ts';
import { type Protection, protectionOf } from './protection.ts';
import { type Ref, refOf } from './ref.ts';
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
}

/** A row with what is known of its session. */
export interface KnownRow extends Row {
  facts: Facts;
}

export function factsOf(state: State): Map<Ref, Facts> {
  const products = askedProducts(state);
  const all = products.flatMap((product) => state.lists[product]);
  // One that was ended may still be listed for a while, beside the session that came after it.
  const living = state.ended.size === 0 ? all : all.filter((one) => !state.ended.has(refOf(one)));
  const sessionIds = counted(living, ({ sessionId }) => sessionId);
  const exits = counted(living, ({ exitIp }) => exitIp);
  const facts = new Map<Ref, Facts>();
  for (const session of all) {
    const { product, id, subuser, sessionId, exitIp } = session;
    const trace = state.traces[product].get(id) ?? null;
    const read = state.statuses[product]?.good ?? null;
    facts.set(refOf(session), {
      subuser: state.subusers.get(subuser) ?? null,
      trace,
      readAtMs: read?.atMs ?? 0,
      bytesPerMinute: trace && read && bytesPerMinute(trace, session, read),
      isIdle: trace !== null && read !== null && isIdle(trace, session, read),
      isTwin: (sessionIds.get(sessionId) ?? 0) > 1,
      sharesExit: (exits.get(exitIp) ?? 0) > 1,
      protection: protectionOf(session, state.protections),
    });
  }
  return facts;
}

/** How old a session is. */
export function ageMsOf({ session, leftMs }: Row): number {
  return session.expiresAtMs - session.startedAtMs - leftMs;
}

function counted(sessions: Session[], of: (session: Session) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const session of sessions) counts.set(of(session), (counts.get(of(session)) ?? 0) + 1);
  return counts;
}
