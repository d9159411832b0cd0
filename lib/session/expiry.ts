/* When a session ends by itself. */
import type { Session } from '../api/schemas.ts';

type Life = Pick<Session, 'startedAtMs' | 'expiresAtMs'>;

/** Returns the instant by the server's clock, or null if it is not known. An expiry that is no later than the
 * start is none: a session that is listed lives, and only a list can tell that it has ended. */
export function expiryMsOf({ startedAtMs, expiresAtMs }: Life): number | null {
  if (expiresAtMs === null) return null;
  return startedAtMs !== null && expiresAtMs <= startedAtMs ? null : expiresAtMs;
}
