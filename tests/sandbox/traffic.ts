/**
 * How much a session has moved, as a pure function of time: nothing ticks, nothing is kept, and
 * any moment can be asked for in any order. Requests come at a mean interval with jitter and have
 * a mean size with jitter; both jitters are below one step, so the meter never runs backwards and
 * the samples of a session add up to its total exactly.
 */
import { noise } from './random.ts';

export interface Traffic {
  readonly seed: number;
  /** When the metering starts, in sandbox time. */
  readonly sinceMs: number;
  /** What the meter shows at `sinceMs`. */
  readonly bytesBefore: number;
  readonly requestsBefore: number;
  /** Mean time between requests; Infinity for a session that stays silent. */
  readonly intervalMs: number;
  readonly bytesPerRequest: number;
}

/** The 1-based `n` tells requests apart. */
export interface Transfer {
  readonly n: number;
  readonly atMs: number;
  readonly bytes: number;
}

const JITTER = 0.9;

export function meter(traffic: Traffic, atMs: number): { bytes: number; requests: number } {
  const metered = countBy(traffic, atMs);
  return {
    bytes: traffic.bytesBefore + bytesAfter(traffic, metered),
    requests: traffic.requestsBefore + metered,
  };
}

/** The latest transfers, newest first. */
export function latest(traffic: Traffic, atMs: number, most: number): Transfer[] {
  const { requests } = meter(traffic, atMs);
  return Array.from({ length: Math.min(most, requests) }, (_, i) =>
    transfer(traffic, requests - i),
  );
}

function transfer(traffic: Traffic, n: number): Transfer {
  const { requestsBefore, bytesBefore, sinceMs } = traffic;
  const metered = n - requestsBefore;
  if (metered > 0) {
    const bytes = bytesAfter(traffic, metered) - bytesAfter(traffic, metered - 1);
    return { n, atMs: sinceMs + offsetMs(traffic, metered), bytes };
  }
  // Before the metering only the sums are known: even shares, a second apart.
  return {
    n,
    atMs: sinceMs + (metered - 1) * 1000,
    bytes: Math.floor(bytesBefore / requestsBefore),
  };
}

function countBy(traffic: Traffic, atMs: number): number {
  const elapsedMs = atMs - traffic.sinceMs;
  if (elapsedMs < 0 || !Number.isFinite(traffic.intervalMs)) return 0;
  const sure = Math.floor(elapsedMs / traffic.intervalMs);
  return offsetMs(traffic, sure + 1) <= elapsedMs ? sure + 1 : sure;
}

/** The first request is at 0: it is what starts a session's timer. */
function offsetMs(traffic: Traffic, metered: number): number {
  const jitter = metered === 1 ? 0 : JITTER * noise(traffic.seed, metered);
  return Math.floor(traffic.intervalMs * (metered - 1 + jitter));
}

function bytesAfter(traffic: Traffic, metered: number): number {
  if (metered === 0) return 0;
  return Math.round(traffic.bytesPerRequest * (metered + JITTER * noise(~traffic.seed, metered)));
}
