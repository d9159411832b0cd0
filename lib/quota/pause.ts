/* The vendor's word on when to send again. It binds polls and DELETEs alike. */
import type { State } from '../store/state.ts';

/** Longer waits than a week are not believed. */
export const LONGEST_WAIT_MS = 7 * 24 * 3_600_000;

/** Returns the end of the pause in force, or null. A pause longer than any that is believed comes from a
 * clock that was set back. */
export function pausedUntilMs({ pause }: Pick<State, 'pause'>, nowMs: number): number | null {
  if (pause === null || pause.untilMs <= nowMs) return null;
  return pause.untilMs - nowMs <= LONGEST_WAIT_MS ? pause.untilMs : null;
}
