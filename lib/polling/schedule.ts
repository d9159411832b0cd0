/* When to ask the API: never before the vendor's instant, and within our share of what the plan
 * allows (lib/quota). Pure. */
import type { ApiError } from '../api/errors.ts';
import type { Product } from '../api/schemas.ts';
import { type Budget, budgetOf, termsOf } from '../quota/allowance.ts';
import { LAST_REFUSED_WAIT_MS } from '../quota/back-off.ts';
import { roomInDayMs, roomInMinuteMs } from '../quota/ledger.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import { askedProducts, keyProblem, type State } from '../store/state.ts';
import { narrowFor } from './narrow.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The interval between two rounds of the clock, and what it is owed to: the setting, or the plan
 * (while that is not known: the least of them). */
export interface Pace {
  everyMs: number;
  why: 'chosen' | 'plan';
}

/** Sub-users are read every quarter of an hour, or more rarely where rounds are rare: one page of them for
 * every so many rounds. Until then, a product that the account gets is not counted. */
const ROUNDS_PER_LOOKUP_PAGE = 5;
const LOOKUP_EVERY_MS = 15 * MINUTE_MS;

/** The interval in force for the account, its plan and the length of its lists as far as they are
 * known; whole seconds. */
export function paceOf(state: State): Pace {
  const wishedMs = state.settings.pollEveryMs;
  const perRound = Math.max(1, requestsFor(state, listable(state), 'clock'));
  const leastMs = leastEveryMs(budgetOf(termsOf(state)), perRound);
  return leastMs > wishedMs
    ? { everyMs: leastMs, why: 'plan' }
    : { everyMs: wishedMs, why: 'chosen' };
}

/** The shortest interval at which rounds of the clock, each of so many requests, stay within our
 * share of the plan's allowance. */
export function leastEveryMs(budget: Budget, perRound: number): number {
  const withLookups = perRound + 1 / ROUNDS_PER_LOOKUP_PAGE;
  const withinDayMs = (DAY_MS * withLookups) / budget.clockPerDay;
  const withinMinuteMs = (MINUTE_MS * perRound) / budget.perMinute;
  return Math.ceil(Math.max(withinDayMs, withinMinuteMs) / 1000) * 1000;
}

/** How long sub-users that took so many pages are not read again. */
export function lookupEveryMs(everyMs: number, pages: number): number {
  return Math.max(LOOKUP_EVERY_MS, ROUNDS_PER_LOOKUP_PAGE * pages * everyMs);
}

/** When the sub-users are read again. If a clock set back has put the last reading into the future, it counts
 * as old. */
export function lookupAtMs(state: State, nowMs: number): number {
  const { productsAsOfMs, productsAgainAtMs, productsRequests } = state;
  const asOfMs = productsAsOfMs > nowMs ? 0 : productsAsOfMs;
  const everyMs = lookupEveryMs(paceOf(state).everyMs, productsRequests);
  const isPlausible = productsAgainAtMs - nowMs <= Math.max(everyMs, LAST_REFUSED_WAIT_MS);
  return Math.max(asOfMs + everyMs, isPlausible ? productsAgainAtMs : 0);
}

export type PollCause =
  /** An alarm or a timer. */
  | 'clock'
  /** A popup was opened. */
  | 'opened'
  /** A popup stays open. */
  | 'watching'
  /** Somebody pressed Refresh, or saved a key. */
  | 'person'
  /** The computer is online again. */
  | 'online';

export const WATCH_EVERY_MS = 10_000;
const FRESH_ENOUGH_MS = 5_000;
const ROUNDS_APART_MS = 1_000;
/** Two lists that were read in one round are due together. */
const TOGETHER_MS = 1_000;

/** The instant from which on a round may start for this cause; Infinity for not at all. Judged
 * when the round's turn comes: an earlier one may have served it. */
export function roundAtMs(state: State, cause: PollCause, nowMs: number): number {
  if (!state.key || !state.hasAccess) return Infinity;
  // A refused key is tried again rarely, unless there is new hope.
  if (keyProblem(state) && cause === 'watching') return Infinity;
  const wantedMs = wantedAtMs(state, cause, nowMs);
  if (wantedMs === Infinity || isIdle(state, cause, nowMs)) return Infinity;
  return Math.max(wantedMs, pausedUntilMs(state, nowMs) ?? 0, roomAtMs(state, cause, nowMs));
}

/** When the cause by itself wants a round. */
function wantedAtMs(state: State, cause: PollCause, nowMs: number): number {
  const startedAtMs = lastStartedAtMs(state, nowMs);
  const isFreshEnough = isYounger(lastFinishedAtMs(state, nowMs), FRESH_ENOUGH_MS, nowMs);
  switch (cause) {
    case 'clock':
      return Math.max((startedAtMs ?? 0) + ROUNDS_APART_MS, Math.min(...clockTimes(state, nowMs)));
    case 'person':
      // A round that was under way when they asked may be about to fail.
      if (startedAtMs !== null && startedAtMs >= (state.refresh?.askedAtMs ?? nowMs)) {
        return Infinity;
      }
      return Math.max(nowMs, (startedAtMs ?? 0) + ROUNDS_APART_MS);
    case 'opened':
      return isFreshEnough ? Infinity : nowMs;
    case 'watching':
      // Ticks of ten seconds come a little early at times.
      return isFreshEnough || isYounger(startedAtMs, watchEveryMs(state) - 500, nowMs)
        ? Infinity
        : nowMs;
    case 'online':
      // The browser tells it more than once, and each window of ours does.
      return Math.max(nowMs, (startedAtMs ?? 0) + FRESH_ENOUGH_MS);
  }
}

/** Whether a round for a passing cause would find nothing to ask for. */
function isIdle(state: State, cause: PollCause, nowMs: number): boolean {
  return cause !== 'clock' && cause !== 'person' && productsFor(state, cause, nowMs).length === 0;
}

function isYounger(atMs: number | null, ageMs: number, nowMs: number): boolean {
  return atMs !== null && nowMs - atMs < ageMs;
}

/** How often a popup that stays open asks: every 10 s, if our share of a minute allows it. */
export function watchEveryMs(state: State): number {
  const { perMinute } = budgetOf(termsOf(state));
  const perRound = requestsFor(state, listable(state), 'watching');
  return Math.max(WATCH_EVERY_MS, Math.ceil((MINUTE_MS * perRound) / perMinute));
}

/** When each list, or else what the account has, is due by the clock. */
function clockTimes(state: State, nowMs: number): number[] {
  const products = askedProducts(state);
  const dueAt = (product: Product) => dueAtMs(state, product, nowMs);
  if (products.length === 0) return [Math.max(nowMs, lookupAtMs(state, nowMs))];
  const refused = products.filter((product) => isRefused(state, product));
  if (refused.length > 0) return [Math.max(nowMs, ...refused.map(dueAt))];
  return products.map((product) => Math.max(nowMs, dueAt(product)));
}

/** When the clock asks for a list. An instant further off than it can have been set has become so
 * by a clock that was set back. */
function dueAtMs(state: State, product: Product, nowMs: number): number {
  const { everyMs } = paceOf(state);
  const status = state.statuses[product];
  const readAtMs = status?.good?.startedAtMs ?? 0;
  const dueMs = status?.retryAtMs ?? (readAtMs > nowMs ? 0 : readAtMs + everyMs);
  const isPlausible = dueMs - nowMs <= Math.max(everyMs, LAST_REFUSED_WAIT_MS);
  return Math.max(isPlausible ? dueMs : 0, killedRoundMs(state, nowMs));
}

function isRefused(state: State, product: Product): boolean {
  return state.statuses[product]?.problem?.kind === 'key-refused';
}

/** Until when a round that was killed half-way keeps the next one waiting: not at once again. */
function killedRoundMs(state: State, nowMs: number): number {
  return state.round?.finishedAtMs === null ? (lastStartedAtMs(state, nowMs) ?? 0) + MINUTE_MS : 0;
}

/** A list that the key may not read is asked for again this rarely. */
export const FORBIDDEN_EVERY_MS = 3_600_000;

/** Problems that don't keep a list from being read again when a person opens or watches it. */
const OPEN: unknown[] = ['not-stored', 'key-refused'] satisfies ApiError['kind'][];

/** The products whose lists a round for this cause asks for. A person gets all; else one that
 * keeps failing waits for its own instant, and the other does not wait with it. */
export function productsFor(state: State, cause: PollCause, nowMs: number): Product[] {
  return askedProducts(state).filter((product) => {
    const { retryAtMs = null, failures = 0, problem = null } = state.statuses[product] ?? {};
    const isDue = dueAtMs(state, product, nowMs) <= nowMs + TOGETHER_MS;
    const isOpen = isDue || retryAtMs === null || OPEN.includes(problem?.kind);
    const isAsked: Record<PollCause, boolean> = {
      clock: isDue,
      opened: isOpen,
      watching: isOpen,
      online: failures > 0,
      person: true,
    };
    return isAsked[cause];
  });
}

/** From when on a person's Refresh may be sent: after the vendor's instant, and where the budget has
 * room for it. */
export function sendableAtMs(state: State, nowMs: number): number {
  return Math.max(pausedUntilMs(state, nowMs) ?? 0, roomAtMs(state, 'person', nowMs));
}

/** From when on the budget has room for the round. */
function roomAtMs(state: State, cause: PollCause, nowMs: number): number {
  const budget = budgetOf(termsOf(state));
  const count = requestsFor(state, productsFor(state, cause, nowMs), cause);
  return Math.max(
    roomInDayMs(state.ledger, budget, count, nowMs),
    // A longer round is stretched by the gate.
    roomInMinuteMs(state.ledger, budget, Math.min(count, budget.perMinute), nowMs),
  );
}

/** Requests that reading these lists takes, judged by the last time; of a narrowed one, the least. */
function requestsFor(state: State, products: readonly Product[], cause: PollCause): number {
  return products.reduce((sum, product) => {
    const isNarrowed = narrowFor(state, product, cause) !== null;
    return sum + (isNarrowed ? 1 : (state.statuses[product]?.good?.requests ?? 1));
  }, 0);
}

/** The products whose lists the key may read, as far as is known. */
function listable(state: State): Product[] {
  return askedProducts(state).filter(
    (product) => state.statuses[product]?.problem?.kind !== 'not-permitted',
  );
}

/** Null if no round was finished, or only in a future that a clock set back has made of it. */
function lastFinishedAtMs({ round }: State, nowMs: number): number | null {
  const finishedAtMs = round?.finishedAtMs ?? null;
  return finishedAtMs !== null && finishedAtMs <= nowMs ? finishedAtMs : null;
}

function lastStartedAtMs({ round }: State, nowMs: number): number | null {
  return round && round.startedAtMs <= nowMs ? round.startedAtMs : null;
}
