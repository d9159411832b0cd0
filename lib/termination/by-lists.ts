/* How a session has ended that somebody asked to end and that a whole list lacks. Pure. */
import type { Attempt, Ended, Intent } from '../store/schemas.ts';
import type { ListStatus } from '../store/state.ts';
import { isGivenUp } from './attempt.ts';

/** A session that expired this long ago may be given up without an answer of the API. */
export const SURELY_EXPIRED_MS = 300_000;
/** A session without an expiry that a list lacks this long after its intent has ended, whoever did it. */
const LOST_AFTER_MS = 3_600_000;

/** How the session has ended; null if the list does not tell, so that it has to be looked up. */
export function endByList(
  intent: Intent,
  attempt: Attempt | null,
  { startedAtMs, clockOffsetMs }: NonNullable<ListStatus['good']>,
): Ended['how'] | null {
  const { expiresAtMs, askedAtMs } = intent;
  const isExpired =
    expiresAtMs !== null && startedAtMs > expiresAtMs - clockOffsetMs + SURELY_EXPIRED_MS;
  if (attempt?.acceptedAtMs != null && startedAtMs > attempt.acceptedAtMs) {
    const wasAliveSince = attempt.problem?.kind === 'not-done';
    return isExpired && wasAliveSince ? 'expired' : 'terminated';
  }
  // If it was tried, a look may tell that a DELETE without an answer has acted.
  const isUntried = !attempt?.count;
  if (isExpired && (isUntried || isGivenUp(attempt))) return 'expired';
  return expiresAtMs === null && startedAtMs > askedAtMs + LOST_AFTER_MS ? 'gone' : null;
}
