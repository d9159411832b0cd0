/* What comparing a list with the former one says of the sessions that it no longer holds. Pure. */
import type { Product, Session } from '../api/schemas.ts';
import { expiryMsOf } from '../session/expiry.ts';
import { CLOCK_SLACK_MS, PAST_KEPT_MS, withEnds } from '../session/past.ts';
import { type Identity, refOf } from '../session/ref.ts';
import type { Ended, Past } from '../store/schemas.ts';

/** So many are remembered over both products: about a megabyte. */
export const MOST_PAST = 3_000;

export interface Compared {
  product: Product;
  former: readonly Session[];
  listed: readonly Session[];
  /** Records were left out: what is missing from the list may be among them. */
  isPartial: boolean;
  /** Known ends, of either product. */
  ended: Iterable<Ended>;
  /** When the list was read. */
  atMs: number;
  /** Server clock minus ours. */
  clockOffsetMs: number;
}

/** The past of both products after a list was read. Who is listed is not past: a session that was
 * missing from one list only, as the vendor's pages may have it, is taken out again. */
export function pastAfter(past: readonly Past[], compared: Compared): Past[] {
  const { product, former, listed, ended, atMs } = compared;
  const alive = new Set(listed.map(({ id }) => id));
  const isMissing = (one: Identity) => one.product === product && !alive.has(one.id);
  const stays = past.filter(({ session }) => session.product !== product || isMissing(session));
  const known = new Set(stays.map(({ session }) => refOf(session)));
  const ends = [...ended].filter(isMissing);
  const endedRefs = new Set(ends.map(refOf));
  const isSure = ({ session, how }: Past) =>
    how === 'expired' || !compared.isPartial || endedRefs.has(refOf(session));
  const missing = former
    .filter((session) => isMissing(session) && !known.has(refOf(session)))
    .map((session) => missed(session, compared))
    .filter(isSure);
  const recent = withEnds([...stays, ...missing], ends).filter(
    ({ endedAtMs }) => atMs - endedAtMs < PAST_KEPT_MS,
  );
  return bounded(recent);
}

/** Since when all that ended are remembered; null while none had to be forgotten within its day. */
export function completeSinceMs(past: readonly Past[]): number | null {
  if (past.length < MOST_PAST) return null;
  const others = past.filter(({ how }) => how !== 'terminated');
  return Math.min(...(others.length > 0 ? others : past).map(({ endedAtMs }) => endedAtMs));
}

/** A session that is missing from the list, as far as the clock tells. */
function missed(session: Session, { atMs, clockOffsetMs }: Compared): Past {
  const serverMs = expiryMsOf(session);
  const expiryMs = serverMs === null ? Infinity : serverMs - clockOffsetMs;
  const isExpired = expiryMs <= atMs + CLOCK_SLACK_MS;
  const how = isExpired ? 'expired' : serverMs === null ? 'unknown' : 'gone';
  return {
    session,
    how,
    endedAtMs: Math.min(expiryMs, atMs),
    wish: null,
    cameBackAs: null,
  };
}

/** The oldest that no person ended go first. */
function bounded(past: Past[]): Past[] {
  const excess = past.length - MOST_PAST;
  if (excess <= 0) return past;
  const isEndedHere = ({ how }: Past) => Number(how === 'terminated');
  const expendable = [...past].sort(
    (a, b) => isEndedHere(a) - isEndedHere(b) || a.endedAtMs - b.endedAtMs,
  );
  const dropped = new Set(expendable.slice(0, excess));
  return past.filter((each) => !dropped.has(each));
}
