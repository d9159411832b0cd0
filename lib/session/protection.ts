/* What a person has protected, a session or all of a sub-user, by the name under which it is kept:
 * `session:residential:ses_…` or `subuser:sub_…`. */
import type { Session } from '../api/schemas.ts';
import { type Ref, refOf } from './ref.ts';

export type Protection = 'session' | 'subuser';

export function protectionName(kind: Protection, session: Session): string {
  return kind === 'session'
    ? `session:${refOf(session)}`
    : `subuser:${encodeURIComponent(session.subuser ?? '')}`;
}

/** By what a session is protected; null if it is not. */
export function protectionOf(session: Session, names: ReadonlySet<string>): Protection | null {
  if (names.size === 0) return null;
  if (names.has(protectionName('session', session))) return 'session';
  const isOfProtected = session.subuser !== null && names.has(protectionName('subuser', session));
  return isOfProtected ? 'subuser' : null;
}

/** The ref of the session that a name protects; null for that of a sub-user. */
export function protectedRef(name: string): Ref | null {
  return name.startsWith('session:') ? (name.slice('session:'.length) as Ref) : null;
}
