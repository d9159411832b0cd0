import type { ApiError } from '../api/errors.ts';
import * as items from './items.ts';

/** Keeps the instant before which the vendor wants nothing sent, if this failure names one. */
export async function obeyPause(error: ApiError): Promise<void> {
  if (error.kind !== 'rate-limited' || error.untilMs === null) return;
  const pause = await items.pause.read();
  await items.pause.write({ untilMs: Math.max(error.untilMs, pause?.untilMs ?? 0) });
}
