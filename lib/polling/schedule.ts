/* When to ask the API. The key feeds the user's scrapers too, so the interval is planned to stay
 * inside half of the plan's sustained allowance and a third of its burst. Pure. */
import { pausedUntilMs } from '../store/pause.ts';
import { askedProducts, keyProblem, type State } from '../store/state.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

interface Allowance {
  perMinute: number;
  perDay: number;
}

/** The vendor's page "Rate limits". Enterprise limits are agreed upon one by one: what business
 * gets is taken as the least. Pay-as-you-go and plans we don't know are taken as trial. */
const ALLOWANCES: Record<string, Allowance> = {
  trial: { perMinute: 30, perDay: 1_000 },
  starter: { perMinute: 60, perDay: 10_000 },
  pro: { perMinute: 600, perDay: Infinity },
  business: { perMinute: 1_200, perDay: Infinity },
  enterprise: { perMinute: 1_200, perDay: Infinity },
};
const LEAST: Allowance = { perMinute: 30, perDay: 1_000 };

/** The interval in force in milliseconds, whole seconds: the one wished for, stretched where the
 * plan's allowance asks for it. `requestsPerRound` counts every page of every product. */
export function pollEveryMs(
  wishedMs: number,
  plan: string | null,
  requestsPerRound: number,
): number {
  const { perMinute, perDay } = ALLOWANCES[plan ?? ''] ?? LEAST;
  const withinDayMs = (DAY_MS * requestsPerRound) / (perDay / 2);
  const withinBurstMs = (MINUTE_MS * requestsPerRound) / (perMinute / 3);
  return Math.ceil(Math.max(wishedMs, withinDayMs, withinBurstMs) / 1000) * 1000;
}

/** The interval for the account, its plan and the length of its lists as far as they are known. */
export function plannedEveryMs(state: State): number {
  return pollEveryMs(
    state.settings.pollEveryMs,
    state.account?.plan ?? null,
    requestsPerRound(state),
  );
}

/** Requests that one round over all lists takes, judged by the last. */
function requestsPerRound(state: State): number {
  const counts = askedProducts(state).map(
    (product) => state.statuses[product]?.good?.requests ?? 1,
  );
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

export type PollCause =
  | 'alarm'
  /** A popup was opened. */
  | 'popup'
  /** Somebody pressed Refresh. */
  | 'person';

const FRESH_ENOUGH_MS = 5_000;
const REFRESH_APART_MS = 1_000;

/** Whether to poll now. Judged when the poll's turn comes: an earlier one may have served it. */
export function shouldPoll(state: State, cause: PollCause, nowMs: number): boolean {
  if (!state.key) return false;
  if (pausedUntilMs(state, nowMs) !== null) return false;
  if (cause === 'person') {
    // A round that was under way when they asked may be about to fail.
    const startedAtMs = lastStartedAtMs(state, nowMs);
    return startedAtMs === null || startedAtMs < (state.refresh?.askedAtMs ?? nowMs);
  }
  // A refused key stays refused until it is changed or somebody looks.
  if (keyProblem(state) && cause === 'alarm') return false;
  const finishedAtMs = lastFinishedAtMs(state, nowMs);
  return finishedAtMs === null || nowMs - finishedAtMs >= FRESH_ENOUGH_MS;
}

/** How long a person's Refresh has to wait: rounds start a second apart, however often one presses. */
export function refreshWaitMs(state: State, nowMs: number): number {
  const startedAtMs = lastStartedAtMs(state, nowMs);
  return startedAtMs === null ? 0 : Math.max(0, startedAtMs + REFRESH_APART_MS - nowMs);
}

/** Whether a round was missed, as by a worker that starts after a long sleep. */
export function isPollDue(state: State, nowMs: number): boolean {
  const finishedAtMs = lastFinishedAtMs(state, nowMs);
  return finishedAtMs === null || nowMs - finishedAtMs >= plannedEveryMs(state);
}

/** Null if no round was finished, or only in a future that a clock set back has made of it. */
function lastFinishedAtMs({ round }: State, nowMs: number): number | null {
  const finishedAtMs = round?.finishedAtMs ?? null;
  return finishedAtMs !== null && finishedAtMs <= nowMs ? finishedAtMs : null;
}

function lastStartedAtMs({ round }: State, nowMs: number): number | null {
  return round && round.startedAtMs <= nowMs ? round.startedAtMs : null;
}
