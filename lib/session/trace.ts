/* What the lists have shown of a session since it was first seen. The API gives totals and the
 * present IP; rates, idleness and former IPs come from comparing one list with those before it. The
 * vendor's figures move once a minute, so lists that are read faster are compared over a minute. */
import type { Session } from '../api/schemas.ts';
import type { Returned, Trace } from '../store/schemas.ts';

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

export interface Listed {
  atMs: number;
  /** When the list was read before; null if never. */
  previousMs: number | null;
  /** Its bytes were not known then. */
  wasUnknown: boolean;
  /** Points to keep, three or more. */
  most: number;
}

/** The trace of a session that was listed, the same object if that says nothing new. */
export function traced(
  former: Trace | undefined,
  session: Session,
  { atMs, previousMs, wasUnknown, most }: Listed,
): Trace {
  const { exitIp } = session;
  if (!former) {
    const points =
      session.bytesUsed === null ? [] : [atMs, session.bytesUsed, session.requests ?? 0];
    const ips = exitIp === null ? [] : [{ atMs, ip: exitIp }];
    return { seenAtMs: atMs, points, ips, returned: null };
  }
  const last = former.points.length - WIDTH;
  const lastMs = former.points[last] ?? 0;
  const lastBytes = former.points[last + 1] ?? 0;
  const lastRequests = former.points[last + 2] ?? 0;
  const bytesUsed = session.bytesUsed ?? lastBytes;
  const requests = session.requests ?? lastRequests;
  const isMoved = exitIp !== null && former.ips.at(-1)?.ip !== exitIp;
  const isFirst = former.points.length === 0;
  const isUnknown = session.bytesUsed === null;
  const hasGrown = !isUnknown && (isFirst || lastBytes !== bytesUsed || lastRequests !== requests);
  if (!isMoved && !hasGrown) return former;
  // Two lists within a millisecond, or a clock that was set back a little.
  const presentMs = Math.max(atMs, lastMs + 1);
  // It stood still until the list before: without that point its growth would look slower.
  const stoodStill =
    previousMs !== null && !wasUnknown && !isFirst && lastMs < previousMs && previousMs < presentMs;
  const still = stoodStill ? [previousMs, lastBytes, lastRequests] : [];
  const points = [...former.points, ...still, presentMs, bytesUsed, requests];
  return {
    ...former,
    points: hasGrown ? thinned(points, most) : former.points,
    ips: isMoved ? [...former.ips, { atMs: presentMs, ip: exitIp }].slice(-MOST_IPS) : former.ips,
  };
}

/** At most so many points: of the older half every other one goes, never the first. */
function thinned(points: number[], most: number): number[] {
  const count = points.length / WIDTH;
  if (count <= most) return points;
  const older = Math.floor(count / 2);
  const fewer = points.filter((_, index) => {
    const point = Math.floor(index / WIDTH);
    return point === 0 || point >= older || point % 2 === 0;
  });
  return thinned(fewer, most);
}

/** Whether a session came back by another IP than it had left by; null where an IP is not known.
 * IPs that it was re-pinned to later do not count. */
export function isByNewIp({ ips }: Trace, { fromIp }: Returned): boolean | null {
  const first = ips[0]?.ip;
  return first === undefined || fromIp === null ? null : first !== fromIp;
}

/** What was seen before the clock was set back by so much. */
export function shiftedTrace(trace: Trace, backMs: number): Trace {
  return {
    ...trace,
    seenAtMs: trace.seenAtMs - backMs,
    points: trace.points.map((number, index) => (index % WIDTH === 0 ? number - backMs : number)),
    ips: trace.ips.map(({ atMs, ip }) => ({ atMs: atMs - backMs, ip })),
  };
}

export function pointsOf({ points }: Trace): Point[] {
  return Array.from({ length: points.length / WIDTH }, (_, index) => {
    const [atMs = 0, bytes = 0, requests = 0] = points.slice(index * WIDTH, (index + 1) * WIDTH);
    return { atMs, bytes, requests };
  });
}

/** Bytes per minute: the difference between the latest list and one read a minute before, or as
 * long before as its numbers are known. Null for a session that was seen once. */
export function bytesPerMinute(trace: Trace, session: Session, read: Read): number | null {
  const toMs = latestMs(trace, read);
  let fromMs = 0;
  let fromBytes: number | null = null;
  // Of ten thousand at once: nothing is made but the number.
  for (let each = -1; each < read.earlierMs.length; each++) {
    const atMs = read.earlierMs[each] ?? read.atMs;
    const bytes = atMs >= trace.seenAtMs && atMs < toMs ? bytesListed(trace, atMs) : null;
    if (bytes === null) continue;
    fromMs = atMs;
    fromBytes = bytes;
    if (toMs - atMs >= COMPARED_MS) break;
  }
  if (fromBytes === null || session.bytesUsed === null) return null;
  return Math.max(0, ((session.bytesUsed - fromBytes) * 60_000) / (toMs - fromMs));
}

/** Its bytes in a list that was read at an instant; null where that is among the points that went, or was
 * before the first one. */
function bytesListed({ points }: Trace, atMs: number): number | null {
  const place = placeAt(points, atMs);
  if ((points[place] ?? Infinity) > atMs) return null;
  const lastMs = points[place];
  const bytes = points[place + 1] ?? 0;
  const next = points[place + WIDTH + 1];
  return lastMs === atMs || next === undefined || next === bytes ? bytes : null;
}

/** Where the last point at or before an instant begins; the first, if all are later. */
function placeAt(points: number[], atMs: number): number {
  let place = points.length - WIDTH;
  while (place > 0 && (points[place] ?? 0) > atMs) place -= WIDTH;
  return place;
}

/** No request in the last three polls, and for a minute: less is not known to be silence. */
export function isIdle(trace: Trace, session: Session, read: Read): boolean {
  const toMs = latestMs(trace, read);
  const fromMs = read.earlierMs.find(
    (atMs, index) => index >= IDLE_POLLS - 1 && toMs - atMs >= COMPARED_MS,
  );
  if (fromMs === undefined || fromMs < trace.seenAtMs || session.requests === null) return false;
  return trace.points[placeAt(trace.points, fromMs) + 2] === session.requests;
}

/** A part of a list may have been read since. */
function latestMs(trace: Trace, read: Read): number {
  return Math.max(read.atMs, trace.points[trace.points.length - WIDTH] ?? 0);
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
