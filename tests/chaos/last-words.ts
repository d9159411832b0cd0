/* Checks the history of each session, as Activity shows it: an end that a person asked for counts as that
 * person's, whatever happened on the way to it. */
import { withEnds } from '../../lib/session/past.ts';
import { packedPast } from '../../lib/store/packed.ts';
import type { Ended, Past } from '../../lib/store/schemas.ts';
import { saidBy } from '../e2e/driver/stored.ts';

type Local = Record<string, unknown>;

/** `asked`: ids of the sessions that a person asked to end. Returns a line for each of them that the history
 * does not call ended by that person, and for each other session in the history. */
export function lastWordWrongs(local: Local, asked: readonly string[]): string[] {
  const ends = saidUnder(local, 'ended:') as Ended[];
  const past = new Map(pastIn(local, ends).map((each) => [each.session.id, each]));
  const others = [...past].filter(([id]) => !asked.includes(id));
  return [
    ...asked.flatMap((id) => wrongOf(past.get(id) ?? lost(id, ends)) ?? []),
    ...others.map(([id, { how }]) => `${id}: ${how}, though nobody asked`),
  ].sort();
}

function wrongOf(past: Past | string): string | null {
  if (typeof past === 'string') return past;
  const { session, how, wish } = past;
  if (how !== 'terminated') return `${session.id}: ${how}`;
  return wish ? null : `${session.id}: terminated, but by nobody`;
}

/** An end without the session as it was listed is in no history. */
function lost(id: string, ends: Ended[]): string {
  const end = ends.find((each) => each.id === id);
  return `${id}: not in the history${end ? `, as its end (${end.how}) names no session` : ''}`;
}

/** The history as it is read for a page (lib/store/history.ts). */
function pastIn(local: Local, ends: Ended[]): Past[] {
  return withEnds(
    saidUnder(local, 'history:').flatMap((hour) => packedPast.unpack(hour).past),
    ends,
  );
}

function saidUnder(local: Local, prefix: string): unknown[] {
  return Object.keys(local)
    .filter((key) => key.startsWith(prefix))
    .map((key) => saidBy(local[key]));
}
