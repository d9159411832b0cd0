/* Hours of the day in which nothing pops up. What is noticed then is noted, and not shown later. */
import type { Watching } from '../store/state.ts';

/** By the local time of day. From 22:00 to 7:00 runs over midnight; from an hour to the same is all
 * day. */
export function isQuiet({ isOn, fromMin, toMin }: Watching['quiet'], nowMs: number): boolean {
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  const isWithin =
    fromMin < toMin ? fromMin <= minute && minute < toMin : fromMin <= minute || minute < toMin;
  return isOn && isWithin;
}
