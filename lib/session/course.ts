/* How a session's bytes grew from its start until now, or until it was last seen. All by our own
 * clock: a row tells its age, while the start itself was told by the server's. */
import type { Session } from '../api/schemas.ts';
import type { Trace } from '../store/schemas.ts';
import { type Point, pointsOf } from './trace.ts';

export interface Course {
  /** In order; empty for a session that no list has shown. */
  points: Point[];
  startMs: number;
  endMs: number;
}

/** `session`: as it is known best; where it is ahead of the trace, as of `lookedAtMs`. `ageMs`: null
 * for a session that is not listed any more. */
export function courseOf(
  session: Session,
  trace: Trace | null,
  { ageMs, lookedAtMs, nowMs }: { ageMs: number | null; lookedAtMs: number | null; nowMs: number },
): Course {
  const points = trace ? pointsOf(trace) : [];
  const { bytesUsed: bytes, requests, startedAtMs } = session;
  const [first, last] = [points[0], points.at(-1)];
  if (last && lookedAtMs !== null && bytes !== null && bytes > last.bytes) {
    const atMs = Math.max(lookedAtMs, last.atMs);
    points.push({ atMs, bytes, requests: requests ?? last.requests });
  }
  const startMs = ageMs === null ? (startedAtMs ?? first?.atMs ?? nowMs) : nowMs - ageMs;
  return {
    points,
    startMs: Math.min(startMs, first?.atMs ?? startMs),
    endMs: ageMs === null ? (points.at(-1)?.atMs ?? startMs) : nowMs,
  };
}
