/* Sessions that are no more, and what is known of their ends. Pure. */
import type { Session } from '../api/schemas.ts';
import type { Ended, Past } from '../store/schemas.ts';
import { refOf } from './ref.ts';

/** How long they are remembered. */
export const PAST_KEPT_MS = 24 * 3_600_000;
/** Instants by our clock and by the server's are compared no closer. */
export const CLOCK_SLACK_MS = 5_000;

/** The past with all the ends that are known of by `ended` (see `Ended`): a session that is there
 * already gets its end right, and others join, as far as it is known what they were. Entries about
 * which that says nothing new stay the same objects. */
export function withEnds(past: readonly Past[], ended: Iterable<Ended>): Past[] {
  const byRef = new Map(past.map((each) => [refOf(each.session), each]));
  for (const end of ended) {
    const known = byRef.get(refOf(end));
    const session = known?.session ?? end.session;
    if (!session || (known?.how === end.how && known.endedAtMs === end.endedAtMs)) continue;
    byRef.set(refOf(end), pastByEnd(session, end, known?.cameBackAs));
  }
  return [...byRef.values()];
}

function pastByEnd(
  session: Session,
  { how, endedAtMs, wish }: Ended,
  cameBackAs: string | null = null,
): Past {
  return { session, how, endedAtMs, wish, cameBackAs };
}
