/* The proxy username that a job logs in with: it is what makes a session. Recipe: the vendor's page
 * "Username format". There is never a password in it. */
import type { Session } from '../api/schemas.ts';

const TYPES = { residential: 'res', mobile: 'mob' } as const;
const MINUTE_MS = 60_000;

/** `helo_shop-type-res-region-us-state-ca-session-cart7-sesstime-10`. `subuserName`: the sub-user's
 * `name`, which is not its id. */
export function usernameOf(session: Session, subuserName: string): string {
  return `helo_${subuserName}-${recipeOf(session)}`;
}

/** Two sessions of the same client, one after the other, have the same. */
export function clientOf(session: Session): string {
  return `${session.subuser}-${recipeOf(session)}`;
}

function recipeOf(session: Session): string {
  const { product, region, state, city, asn, sessionId } = session;
  return [
    `type-${TYPES[product]}`,
    `region-${region}`,
    // A part without a value was not asked for, whether it is told as null or as nothing.
    ...(state ? [`state-${state}`] : []),
    ...(city ? [`city-${city}`] : []),
    ...(asn === null ? [] : [`asn-${asn}`]),
    `session-${sessionId}`,
    `sesstime-${sesstimeOf(session)}`,
  ].join('-');
}

/** Minutes for which the session was asked for. */
export function sesstimeOf({ startedAtMs, expiresAtMs }: Session): number {
  return Math.round((expiresAtMs - startedAtMs) / MINUTE_MS);
}
