/* What is to be noticed: causes that hold, each of a session once. What held before it was watched,
 * under these bounds and in this list, counts as told: one who switches it on asks for news. It does
 * so only as long as the bound is that one: on the way to 120, a 1 is a bound, too. */
import type { Product } from '../api/schemas.ts';
import type { Overview } from '../session/overview.ts';
import { refsOf } from '../session/ref.ts';
import type { Noted, Notice } from '../store/schemas.ts';
import { askedProducts, type State } from '../store/state.ts';
import { boundName, boundsOf, type Held, heldCauses, nameOf } from './causes.ts';

const KEPT_MS = 24 * 3_600_000;
/** The longest life of a residential session. If a whole list lacks a session this long after it was told of,
 * that session is gone for good. */
const LONGEST_LIFE_MS = 30 * 60_000;
const MOST_NOTICES = 300;
const KEY = nameOf('key', null);

/** What is noted from now on, null if that is nothing new; and the notices that are. */
export function noteCauses(
  state: State,
  overview: Overview,
  nowMs: number,
): { noted: Noted | null; fresh: Notice[] } {
  const bounds = boundsOf(state);
  const areSame = JSON.stringify(bounds) === JSON.stringify(state.bounds);
  const moot = areSame ? [] : state.silent.filter((name) => !isBoundKept(name, state, bounds));
  const told = stillTold(state, overview, moot, nowMs);
  const untold = heldCauses(state, overview, nowMs).filter(({ name }) => !(name in told));
  /** Whether it came to hold under the eyes of one who watches. */
  const isNews = ({ name, cause }: Held) => cause === 'ending' || isBoundKept(name, state, bounds);
  const fresh = untold.filter(isNews).map(({ name: _, ...held }) => ({ ...held, atMs: nowMs }));
  const notices = [...state.notices.filter(({ atMs }) => !isAway(KEPT_MS, atMs, nowMs)), ...fresh];
  const isNothingNew =
    untold.length === 0 &&
    told === state.told &&
    notices.length === state.notices.length &&
    areSame;
  if (isNothingNew) return { noted: null, fresh };
  const now = Object.fromEntries(untold.map(({ name }) => [name, nowMs]));
  const silent = [
    ...state.silent.filter((name) => name in told),
    ...untold.filter((held) => !isNews(held)).map(({ name }) => name),
  ];
  return {
    noted: { notices: notices.slice(-MOST_NOTICES), told: { ...told, ...now }, silent, bounds },
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

/** Whether what has to be passed for a cause is what it was when that was noted last. */
function isBoundKept(name: string, { bounds: before }: State, bounds: Noted['bounds']): boolean {
  const bound = boundName(name);
  return bound in before && before[bound] === bounds[bound];
}

/** Without the moot ones, those of sessions that are gone, and that of a key that is accepted again. The same
 * object if there are none: to copy ten thousand takes longer than all else here. A list that is not whole
 * may lack a session that lives, so names that it lacks stay for a day. */
function stillTold(
  state: State,
  { standing }: Overview,
  moot: string[],
  nowMs: number,
): Noted['told'] {
  const { told } = state;
  const isKeyNews = standing !== 'key-refused' && isAcceptedSince(told[KEY] ?? Infinity, state);
  const keptMs = (name: string) => (isReadWhole(name, state) ? LONGEST_LIFE_MS : KEPT_MS);
  const isOld = (name: string) => name !== KEY && isAway(keptMs(name), told[name] ?? 0, nowMs);
  const old = Object.keys(told).filter(isOld);
  if (old.length === 0 && moot.length === 0 && !isKeyNews) return told;
  const listed = new Set<string>(Object.values(state.lists).flatMap(refsOf));
  const unlisted = old.filter((name) => !listed.has(name.slice(name.indexOf(':') + 1)));
  const gone = new Set([...moot, ...unlisted, ...(isKeyNews ? [KEY] : [])]);
  if (gone.size === 0) return told;
  return Object.fromEntries(Object.entries(told).filter(([name]) => !gone.has(name)));
}

/** Whether the list of the session's product was read whole. */
function isReadWhole(name: string, { statuses }: State): boolean {
  const good = statuses[name.split(':')[1] as Product]?.good;
  return good?.isWhole === true && good.notUnderstood.count === 0;
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
function isAway(byMs: number, atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) > byMs;
}
