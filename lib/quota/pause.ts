/* The vendor's word on when to send again. It binds polls and DELETEs alike. */
import type { State } from '../store/state.ts';

/** The vendor's longest window is a day; what asks for much more was not meant so. */
export const LONGEST_WAIT_MS = 25 * 3_600_000;

/** The end of the pause in force, or null. One longer than the vendor ever asks for has become so
 * by a clock that was set back. */
export function pausedUntilMs({ pause }: Pick<State, 'pause'>, nowMs: number): number | null {
  if (pause === null || pause.untilMs <= nowMs) return null;
  return pause.untilMs - nowMs <= LONGEST_WAIT_MS ? pause.untilMs : null;
}
