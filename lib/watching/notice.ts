/* What is to be noticed: causes that hold, each of a session once. What held before it was watched,
 * under these bounds and in this list, counts as told: one who switches it on asks for news. */
import type { Overview } from '../session/overview.ts';
import { refsOf } from '../session/ref.ts';
import type { Noted, Notice } from '../store/schemas.ts';
import { askedProducts, type State } from '../store/state.ts';
import { boundName, boundsOf, type Held, heldCauses, nameOf } from './causes.ts';

const KEPT_MS = 24 * 3_600_000;
const MOST_NOTICES = 300;
const KEY = nameOf('key', null);

/** What is noted from now on, null if that is nothing new; and the notices that are. */
export function noteCauses(
  state: State,
  overview: Overview,
  nowMs: number,
): { noted: Noted | null; fresh: Notice[] } {
  const bounds = boundsOf(state);
  const told = stillTold(state, overview, nowMs);
  const untold = heldCauses(state, overview, nowMs).filter(({ name }) => !(name in told));
  const fresh = untold
    .filter((held) => isNews(held, state.bounds, bounds))
    .map(({ name: _, ...held }) => ({ ...held, atMs: nowMs }));
  const notices = [...state.notices.filter(({ atMs }) => !isDayAway(atMs, nowMs)), ...fresh];
  const isNothingNew =
    untold.length === 0 &&
    told === state.told &&
    notices.length === state.notices.length &&
    JSON.stringify(bounds) === JSON.stringify(state.bounds);
  if (isNothingNew) return { noted: null, fresh };
  const now = Object.fromEntries(untold.map(({ name }) => [name, nowMs]));
  return {
    noted: { notices: notices.slice(-MOST_NOTICES), told: { ...told, ...now }, bounds },
    fresh,
  };
}

/** Those that a person has not seen yet, the latest last. */
export function unseenOf({
  notices,
  noticesSeenMs,
}: Pick<State, 'notices' | 'noticesSeenMs'>): Notice[] {
  return notices.filter(({ atMs }) => atMs > noticesSeenMs);
}

/** Whether it came to hold under the eyes of one who watches. */
function isNews(held: Held, before: Noted['bounds'], bounds: Noted['bounds']): boolean {
  const name = boundName(held);
  return held.cause === 'ending' || (name in before && before[name] === bounds[name]);
}

/** Without those of sessions that are long gone, and that of a key that is accepted again. The same
 * object if there are none: to copy ten thousand takes longer than all else here. */
function stillTold(state: State, { standing }: Overview, nowMs: number): Noted['told'] {
  const { told } = state;
  const isKeyNews = standing !== 'key-refused' && isAcceptedSince(told[KEY] ?? Infinity, state);
  const old = Object.keys(told).filter((name) => name !== KEY && isDayAway(told[name] ?? 0, nowMs));
  if (old.length === 0 && !isKeyNews) return told;
  const listed = new Set<string>(Object.values(state.lists).flatMap(refsOf));
  const gone = new Set(old.filter((name) => !listed.has(name.slice(name.indexOf(':') + 1))));
  if (isKeyNews) gone.add(KEY);
  if (gone.size === 0) return told;
  return Object.fromEntries(Object.entries(told).filter(([name]) => !gone.has(name)));
}

/** Whether somebody has answered otherwise than by 401 since. While nobody answers, nothing is known
 * of the key. */
function isAcceptedSince(atMs: number, state: State): boolean {
  return askedProducts(state).some((product) => {
    const { problem, triedAtMs } = state.statuses[product] ?? { problem: null, triedAtMs: 0 };
    return triedAtMs > atMs && (problem === null || problem.kind === 'not-permitted');
  });
}

/** Also in a future that a clock set back has made. */
function isDayAway(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) > KEPT_MS;
}
