/* The vendor's word on when to send again. It binds polls and DELETEs alike. */
import type { State } from '../store/state.ts';

/** Two processes may read the clock a little differently. */
const CLOCK_SLACK_MS = 5_000;

/** Returns the end of the pause in force, or null. If a clock set back has put `saidAtMs` into the future,
 * the pause goes back with it, as long as it was. */
export function pausedUntilMs({ pause }: Pick<State, 'pause'>, nowMs: number): number | null {
  if (pause === null) return null;
  const aheadMs = pause.saidAtMs - nowMs;
  const untilMs = aheadMs > CLOCK_SLACK_MS ? pause.untilMs - aheadMs : pause.untilMs;
  return untilMs > nowMs ? untilMs : null;
}
