/* The vendor's word on when to send again. It binds polls and DELETEs alike. */
import type { ApiError } from '../api/errors.ts';
import { LONGEST_WAIT_MS } from '../api/headers.ts';
import * as items from './items.ts';
import type { State } from './state.ts';

/** Keeps the instant before which the vendor wants nothing sent, if this failure names one. */
export async function obeyPause(error: ApiError): Promise<void> {
  if (error.kind !== 'rate-limited' || error.untilMs === null) return;
  await items.pause.write({ untilMs: error.untilMs });
}

/** The end of the pause in force, or null. One longer than the vendor ever asks for has become so
 * by a clock that was set back. */
export function pausedUntilMs({ pauseUntilMs }: State, nowMs: number): number | null {
  if (pauseUntilMs === null || pauseUntilMs <= nowMs) return null;
  return pauseUntilMs - nowMs <= LONGEST_WAIT_MS ? pauseUntilMs : null;
}
