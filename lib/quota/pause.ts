/* The vendor's word on when to send again. It binds polls and DELETEs alike. */
import { LONGEST_WAIT_MS } from '../api/headers.ts';
import type { State } from '../store/state.ts';

/** Returns the end of the pause in force, or null. A pause longer than any that is believed comes from a
 * clock that was set back. */
export function pausedUntilMs({ pause }: Pick<State, 'pause'>, nowMs: number): number | null {
  if (pause === null || pause.untilMs <= nowMs) return null;
  return pause.untilMs - nowMs <= LONGEST_WAIT_MS ? pause.untilMs : null;
}
