/**
 * The scrapers behind the sessions. One that goes on does not care that its session was ended: it
 * connects again under the same proxy username, and the gateway gives it a new session, with another
 * id and another exit IP.
 */
import { ipv4 } from './cast.ts';
import { hash, letters, mulberry32 } from './random.ts';
import { keyOf, type Life } from './session.ts';

/** How long such a scraper takes to connect anew. */
const GOES_ON_AFTER_MS = 12_000;

export class Clients {
  readonly #all: boolean;
  /** Of those that go on: after how long, by the session's key. */
  readonly #after = new Map<string, number>();

  /** `all`: every client goes on. */
  constructor(all: boolean) {
    this.#all = all;
  }

  /** From now on this session's client goes on when the session is ended. */
  keepRunning(life: Life, afterMs: number = GOES_ON_AFTER_MS): void {
    this.#after.set(keyOf(life), afterMs);
  }

  /** The session in which the client of one that was ended goes on, if it does; again and again. */
  next(ended: Life, endedAtMs: number): Life | undefined {
    const afterMs = this.#after.get(keyOf(ended)) ?? (this.#all ? GOES_ON_AFTER_MS : undefined);
    if (afterMs === undefined) return undefined;
    const next = goneOn(ended, endedAtMs + afterMs);
    this.keepRunning(next, afterMs);
    return next;
  }
}

/** As long as `sesstime` says, like the one before; from the next whole second on, with the request
 * that starts the timer. */
function goneOn(ended: Life, fromMs: number): Life {
  const random = mulberry32(hash('client', ended.product, ended.id));
  const startedAtMs = Math.ceil(fromMs / 1000) * 1000;
  const { traffic } = ended;
  return {
    ...ended,
    id: `ses_${letters(random, 16)}`,
    startedAtMs,
    expiresAtMs: startedAtMs + ended.expiresAtMs - ended.startedAtMs,
    terminatedAtMs: null,
    pins: [{ atMs: startedAtMs, ip: otherIp(ended) }],
    traffic: {
      ...traffic,
      sinceMs: startedAtMs,
      bytesBefore: 0,
      requestsBefore: Number.isFinite(traffic.intervalMs) ? 0 : 1,
    },
  };
}

/** An exit IP that the session has not had yet. */
export function otherIp({ id, pins }: Life): string {
  const random = mulberry32(hash('ip', id, pins.length));
  let ip = ipv4(random);
  while (pins.some((pin) => pin.ip === ip)) ip = ipv4(random);
  return ip;
}
