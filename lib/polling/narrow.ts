/* Narrowed rounds: of a list that takes many pages, only the part that somebody looks at is read,
 * and takes the place of that part in what was read before. Pure. */
import type { SessionFilter } from '../api/client.ts';
import type { Product, Session } from '../api/schemas.ts';
import type { State } from '../store/state.ts';
import type { PollCause } from './schedule.ts';

/** Shorter lists are read whole. */
export const LONG_LIST = 5_000;
const BY_SOMEBODY_WHO_LOOKS: readonly PollCause[] = ['watching', 'opened', 'person'];

/** The filter that a round for this cause asks for a product's list with; null: for all of it. */
export function narrowFor(state: State, product: Product, cause: PollCause): SessionFilter | null {
  const isLong = state.lists[product].length > LONG_LIST && state.statuses[product]?.good;
  if (!isLong || !BY_SOMEBODY_WHO_LOOKS.includes(cause)) return null;
  // A session is no longer "not re-pinned" once its IP moves: missing from the answer, it would
  // look as if it had ended.
  const { repinned, ...others } = state.refresh?.narrow ?? {};
  const narrow = repinned ? { ...others, repinned } : others;
  const fields = Object.entries(narrow).filter(([, value]) => value !== undefined);
  return fields.length > 0 ? Object.fromEntries(fields) : null;
}

/** The list with the sessions that an answer holds in the place of those that match its filter.
 * `isPartial`: records were left out of the answer, and what it lacks may be among them. */
export function mergedList(
  former: readonly Session[],
  filter: SessionFilter,
  answer: readonly Session[],
  isPartial: boolean,
): Session[] {
  const answered = new Map(answer.map((session) => [session.id, session]));
  const merged: Session[] = [];
  for (const session of former) {
    const latest = answered.get(session.id);
    answered.delete(session.id);
    if (latest) merged.push(latest);
    else if (isPartial || !matches(session, filter)) merged.push(session);
  }
  return [...merged, ...answered.values()];
}

/** As the server understands its filters. */
function matches(session: Session, filter: SessionFilter): boolean {
  const { subuser, sessionId: session_id, region, asn, repinned } = session;
  const fields: Record<string, unknown> = { subuser, session_id, region, asn, repinned };
  return Object.entries(filter).every(([name, value]) => fields[name] === value);
}
