/* History: the sessions that ended within 24 h, an item for each hour in which some did, so that an
 * end rewrites little. The poll alone writes it. */
import { PAST_KEPT_MS, withEnds } from '../session/past.ts';
import * as items from './items.ts';
import type { Ended, Past } from './schemas.ts';
import { parseFamily, type RawState, subscribeRaw } from './state.ts';

const HOUR_MS = 3_600_000;

export function parseHistory(local: RawState['local']): Past[] {
  return [...parseFamily(items.history, local).values()].flatMap(({ past }) => past);
}

/** What to write and to remove so that storage holds `after` instead of `before`. */
export function historyChanges(
  before: readonly Past[],
  after: readonly Past[],
): { written: Record<string, unknown>[]; removed: { key: string }[] } {
  const [former, latter] = [byHour(before), byHour(after)];
  const isChanged = ([hour, past]: [string, Past[]]) => !isSame(past, former.get(hour) ?? []);
  return {
    written: [...latter]
      .filter(isChanged)
      .map(([hour, past]) => items.history.item(hour).entry({ past })),
    removed: [...former.keys()]
      .filter((hour) => !latter.has(hour))
      .map((hour) => items.history.item(hour)),
  };
}

function byHour(past: readonly Past[]): Map<string, Past[]> {
  const hours = new Map<string, Past[]>();
  for (const each of past) {
    const hour = String(Math.floor(each.endedAtMs / HOUR_MS));
    const there = hours.get(hour);
    if (there) there.push(each);
    else hours.set(hour, [each]);
  }
  return hours;
}

function isSame(a: readonly Past[], b: readonly Past[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Calls back with the sessions that ended within 24 h, the latest end first, now and after every
 * change, until unsubscribed. An end that a person asked for is there as soon as it is known.
 * `onFailure`: the browser can't read its storage. */
export function subscribeHistory(
  onPast: (past: Past[]) => void,
  onFailure: (reason: unknown) => void,
  now: () => number = Date.now,
): () => void {
  return subscribeRaw(({ local }, changed) => {
    if (changed === null || changed.some(isOfHistory)) onPast(latestFirst(local, now()));
  }, onFailure);
}

function isOfHistory(key: string): boolean {
  return [items.history, items.ended].some(({ prefix }) => key.startsWith(prefix));
}

function latestFirst(local: RawState['local'], nowMs: number): Past[] {
  const ended: Iterable<Ended> = parseFamily(items.ended, local).values();
  return withEnds(parseHistory(local), ended)
    .filter(({ endedAtMs }) => nowMs - endedAtMs < PAST_KEPT_MS)
    .sort((a, b) => b.endedAtMs - a.endedAtMs);
}
