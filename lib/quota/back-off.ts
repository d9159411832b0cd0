/* How long to wait after failures that say nothing about it themselves. Pure. */
import type { ApiError } from '../api/errors.ts';

const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 300_000;
/** A shorter wait than this, as a `Retry-After: 0`, is no answer to "when?". */
const SHORTEST_ANSWER_MS = 1_000;

/** Milliseconds to wait after so many failures in a row: 5 s, then at random up to a ceiling that
 * doubles to 5 min, so that many clients don't come back together. `random`: from 0 to below 1. */
export function backOffMs(failures: number, random: number): number {
  const ceilingMs = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return FIRST_WAIT_MS + Math.round(random * (ceilingMs - FIRST_WAIT_MS));
}

const PASSING: ApiError['kind'][] = [
  'rate-limited',
  'over-budget',
  'server-fault',
  'foreign',
  'offline',
  'unreachable',
  'timed-out',
  'not-done',
];

/** Whether another try may well succeed by itself: the API has not answered, or only to say "not now". */
export function isPassing({ kind }: ApiError): boolean {
  return PASSING.includes(kind);
}

const FIRST_REFUSED_WAIT_MS = 3_600_000;
export const LAST_REFUSED_WAIT_MS = 12 * 3_600_000;

/** When a refused key (401) is tried again by itself, after so many refusals in a row: in an hour, then more
 * rarely, up to every 12 h. A refusal may pass, but each try costs a request. */
export function refusedAgainAtMs(refusals: number, nowMs: number): number {
  return nowMs + Math.min(LAST_REFUSED_WAIT_MS, FIRST_REFUSED_WAIT_MS * 2 ** (refusals - 1));
}

/** When to try again after a failure: when the vendor says, or else after the back-off. */
export function retryAtMs(
  problem: ApiError,
  failures: number,
  nowMs: number,
  random: number,
): number {
  const saidMs = 'untilMs' in problem ? problem.untilMs : null;
  if (saidMs !== null && saidMs - nowMs >= SHORTEST_ANSWER_MS) return saidMs;
  return nowMs + backOffMs(failures, random);
}
