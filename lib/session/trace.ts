/* What the lists have shown of a session since it was first seen. The API gives totals and the
 * present IP; rates, idleness and former IPs come from comparing one list with those before it. The
 * vendor's figures move once a minute, so lists that are read faster are compared over a minute. */
import type { Session } from '../api/schemas.ts';
import type { Trace } from '../store/schemas.ts';

/** The vendor's figures of a minute; a round may come a little early. */
const COMPARED_MS = 55_000;
const IDLE_POLLS = 3;
const EARLIER_KEPT_MS = 180_000;
const MOST_EARLIER = 20;
const MOST_IPS = 20;
const WIDTH = 3;

/** When a list was read, and those before it, the latest first. */
export interface Read {
  atMs: number;
  earlierMs: readonly number[];
}

/** How often a session's numbers had changed: instant, bytes, requests. */
export interface Point {
  atMs: number;
  bytes: number;
  requests: number;
}

/** The instants to keep beside a list that is read now, after `before`. */
export function earlierThan(before: Read | null): number[] {
  if (!before) return [];
  const all = [before.atMs, ...before.earlierMs];
  const isKept = (atMs: number, index: number) =>
    index < IDLE_POLLS || before.atMs - atMs <= EARLIER_KEPT_MS;
  return all.filter(isKept).slice(0, MOST_EARLIER);
}

/** The trace of a session that was listed at `atMs`, the same object if that says nothing new.
 * `previousMs`: when the list was read before; null if never. `most`: points to keep. */
export function traced(
  former: Trace | undefined,
  session: Session,
  { atMs, previousMs, most }: { atMs: number; previousMs: number | null; most: number },
): Trace {
  const { bytesUsed, requests, exitIp } = session;
  const present = [atMs, bytesUsed, requests];
  if (!former) {
    return { seenAtMs: atMs, points: present, ips: [{ atMs, ip: exitIp }], returned: null };
  }
  const [lastMs = 0, lastBytes = 0, lastRequests = 0] = former.points.slice(-WIDTH);
  const isMoved = former.ips.at(-1)?.ip !== exitIp;
  const hasGrown = lastBytes !== bytesUsed || lastRequests !== requests;
  if (!isMoved && !hasGrown) return former;
  // It stood still until the list before: without that point its growth would look slower.
  const still =
    previousMs !== null && lastMs < previousMs ? [previousMs, lastBytes, lastRequests] : [];
  return {
    ...former,
    points: hasGrown ? thinned([...former.points, ...still, ...present], most) : former.points,
    ips: isMoved ? [...former.ips, { atMs, ip: exitIp }].slice(-MOST_IPS) : former.ips,
  };
}

/** At most so many points: of the older half every other one goes, never the first. */
function thinned(points: number[], most: number): number[] {
  const count = points.length / WIDTH;
  if (count <= most) return points;
  const older = Math.floor(count / 2);
  return points.filter((_, index) => {
    const point = Math.floor(index / WIDTH);
    return point === 0 || point >= older || point % 2 === 0;
  });
}

export function pointsOf({ points }: Trace): Point[] {
  return Array.from({ length: points.length / WIDTH }, (_, index) => {
    const [atMs = 0, bytes = 0, requests = 0] = points.slice(index * WIDTH, (index + 1) * WIDTH);
    return { atMs, bytes, requests };
  });
}

/** Bytes per minute: the difference between the latest list and one read a minute before, or as
 * long before as there was one. Null for a session that was seen once. */
export function bytesPerMinute(trace: Trace, session: Session, read: Read): number | null {
  const toMs = latestMs(trace, read);
  const earlier = read.earlierMs.filter((atMs) => atMs >= trace.seenAtMs && atMs < toMs);
  const fromMs = earlier.find((atMs) => toMs - atMs >= COMPARED_MS) ?? earlier.at(-1);
  if (fromMs === undefined) return null;
  const grown = session.bytesUsed - pointAt(trace, fromMs).bytes;
  return Math.max(0, (grown * 60_000) / (toMs - fromMs));
}

/** No request in the last three polls, and for a minute: less is not known to be silence. */
export function isIdle(trace: Trace, session: Session, read: Read): boolean {
  const toMs = latestMs(trace, read);
  const fromMs = read.earlierMs.find(
    (atMs, index) => index >= IDLE_POLLS - 1 && toMs - atMs >= COMPARED_MS,
  );
  if (fromMs === undefined || fromMs < trace.seenAtMs) return false;
  return pointAt(trace, fromMs).requests === session.requests;
}

/** A part of a list may have been read since. */
function latestMs(trace: Trace, read: Read): number {
  return Math.max(read.atMs, trace.points.at(-WIDTH) ?? 0);
}

/** The numbers as they stood at an instant. */
function pointAt(trace: Trace, atMs: number): Point {
  const points = pointsOf(trace);
  const found = points.findLast((point) => point.atMs <= atMs) ?? points[0];
  return found ?? { atMs, bytes: 0, requests: 0 };
}

/** Bytes in each of `count` equal spans of time from when it was first seen to `untilMs`. */
export function bytesBySpan(trace: Trace, untilMs: number, count: number): number[] {
  const points = pointsOf(trace);
  const spanMs = (untilMs - trace.seenAtMs) / count;
  if (points.length < 2 || spanMs <= 0) return [];
  const ends = Array.from({ length: count + 1 }, (_, index) =>
    bytesAt(points, trace.seenAtMs + index * spanMs),
  );
  return ends.slice(1).map((end, index) => Math.max(0, end - (ends[index] ?? 0)));
}

/** Between two points the bytes are taken to have come evenly. */
function bytesAt(points: Point[], atMs: number): number {
  const next = points.findIndex((point) => point.atMs > atMs);
  if (next === -1) return points.at(-1)?.bytes ?? 0;
  const [a, b] = [points[next - 1], points[next]];
  if (!a || !b) return b?.bytes ?? 0;
  return a.bytes + ((b.bytes - a.bytes) * (atMs - a.atMs)) / (b.atMs - a.atMs);
}
