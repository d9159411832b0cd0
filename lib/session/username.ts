/* The proxy username that a job logs in with: it is what makes a session. Recipe: the vendor's page
 * "Username format". There is never a password in it. */
import type { Session } from '../api/schemas.ts';

const TYPES = { residential: 'res', mobile: 'mob' } as const;
const MINUTE_MS = 60_000;
/** How far a session may be off a whole minute: its two instants may be rounded to seconds apart. */
const ROUNDING_MS = 1_000;

/** Parts as the recipe has them. A name in another form is shown by the API, but may not be what was
 * typed. */
const CODE = /^[a-z]{2}$/;
const PLACE = /^[a-z0-9_.-]+$/;
const SESSION_ID = /^[a-z0-9]{1,32}$/;

/** A part without which the username can't be rebuilt. */
export type UsernamePart =
  | 'subuser'
  | 'region'
  | 'state'
  | 'city'
  | 'asn'
  | 'sessionId'
  | 'sesstime';

export type Username = { text: string } | { text: null; missing: UsernamePart[] };

/** `helo_shop-type-res-region-us-state-ca-session-cart7-sesstime-10`, if it can be rebuilt exactly: a
 * username with a guess in it would make another session. `subuserName`: the sub-user's `name`, which is
 * not its id; null where it is not known. */
export function usernameOf(session: Session, subuserName: string | null): Username {
  const missing = [...(subuserName ? [] : ['subuser' as const]), ...missingParts(session)];
  return missing.length > 0
    ? { text: null, missing }
    : { text: `helo_${subuserName}-${recipeOf(session)}` };
}

/** The part of the username that is the same in all sessions of one client; null if it is not known. */
export function clientOf(session: Session): string | null {
  const isTold = session.subuser !== null && missingParts(session).length === 0;
  return isTold ? `${session.subuser}-${recipeOf(session)}` : null;
}

/** Minutes for which the session was asked for; null if its instants don't tell. */
export function sesstimeOf({ startedAtMs, expiresAtMs }: Session): number | null {
  if (startedAtMs === null || expiresAtMs === null) return null;
  const minutes = Math.round((expiresAtMs - startedAtMs) / MINUTE_MS);
  const offMs = Math.abs(expiresAtMs - startedAtMs - minutes * MINUTE_MS);
  return minutes > 0 && offMs <= ROUNDING_MS ? minutes : null;
}

function missingParts(session: Session): UsernamePart[] {
  const { region, state, city, asn, sessionId } = session;
  const isUnread = (field: string) => session.unread.includes(field);
  const isWrong = (part: string | null, form: RegExp) => part !== null && !form.test(part);
  const parts: [UsernamePart, boolean][] = [
    ['region', !CODE.test(region ?? '')],
    // A city stands behind its state alone.
    ['state', isUnread('state') || isWrong(state, PLACE) || (city !== null && state === null)],
    ['city', isUnread('city') || isWrong(city, PLACE)],
    ['asn', isUnread('asn') || typeof asn === 'string'],
    ['sessionId', !SESSION_ID.test(sessionId ?? '')],
    ['sesstime', sesstimeOf(session) === null],
  ];
  return parts.filter(([, isMissing]) => isMissing).map(([part]) => part);
}

/** A part without a value was not asked for. */
function recipeOf(session: Session): string {
  const { product, region, state, city, asn, sessionId } = session;
  return [
    `type-${TYPES[product]}`,
    `region-${region}`,
    ...(state === null ? [] : [`state-${state}`]),
    ...(city === null ? [] : [`city-${city}`]),
    ...(asn === null ? [] : [`asn-${asn}`]),
    `session-${sessionId}`,
    `sesstime-${sesstimeOf(session)}`,
  ].join('-');
}
