/** Sessions that somebody asks for: a cast one, with the wishes laid over it. */
import { ipv4 } from './cast.ts';
import { MINUTE_MS } from './clock.ts';
import { hash, mulberry32 } from './random.ts';
import type { Life, Session } from './session.ts';
import type { Traffic } from './traffic.ts';

/**
 * `Partial<Session>` in the API's own words. If any of `bytes_used`, `requests` and
 * `bytesPerSecond` is given, the session stands at exactly these figures now and then moves
 * `bytesPerSecond` (0 if left out) in one request a second; otherwise its traffic is made up.
 * Without `started_at` it starts now; with `expires_at` alone, as if it had ten minutes in all.
 */
export type NewSession = Partial<Omit<Session, 'product'>> & { bytesPerSecond?: number };

const LENGTH_MS = 10 * MINUTE_MS;

export function liveFrom(cast: Life, wish: NewSession, nowMs: number): Life {
  const span = spanOf(wish, nowMs);
  return {
    product: cast.product,
    id: wish.id ?? cast.id,
    subuser: wish.subuser ?? cast.subuser,
    session_id: wish.session_id ?? cast.session_id,
    // Targeting is one thing: a wished region does not keep the state of another.
    ...(wish.region === undefined ? placeOf(cast) : { region: wish.region, ...nowhere }),
    ...defined({ state: wish.state, city: wish.city, asn: wish.asn }),
    ...span,
    terminatedAtMs: wish.status === 'terminated' ? nowMs : null,
    activeStatus: wish.status ?? cast.activeStatus,
    pins: pinsOf(cast, wish, span.startedAtMs),
    traffic: trafficOf(cast, wish, span.startedAtMs, nowMs),
  };
}

const nowhere = { state: null, city: null, asn: null };

function placeOf({ region, state, city, asn }: Life) {
  return { region, state, city, asn };
}

function spanOf(wish: NewSession, nowMs: number): { startedAtMs: number; expiresAtMs: number } {
  const started = momentOf(wish.started_at);
  const expires = momentOf(wish.expires_at);
  const secondNow = Math.floor(nowMs / 1000) * 1000;
  const startedAtMs = started ?? Math.min(secondNow, (expires ?? Infinity) - LENGTH_MS);
  return { startedAtMs, expiresAtMs: expires ?? startedAtMs + LENGTH_MS };
}

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new RangeError(`"${text}" is no RFC 3339 time`);
  return atMs;
}

function pinsOf(cast: Life, wish: NewSession, startedAtMs: number): Life['pins'] {
  const random = mulberry32(hash(cast.id, 'pins'));
  const pins = [{ atMs: startedAtMs, ip: wish.exit_ip ?? ipv4(random) }];
  return wish.repinned ? [{ atMs: startedAtMs, ip: ipv4(random) }, ...pins] : pins;
}

function trafficOf(cast: Life, wish: NewSession, startedAtMs: number, nowMs: number): Traffic {
  const { bytes_used, requests, bytesPerSecond } = wish;
  if (bytes_used === undefined && requests === undefined && bytesPerSecond === undefined) {
    return { ...cast.traffic, sinceMs: startedAtMs };
  }
  return {
    seed: cast.traffic.seed,
    // Nothing for a second, so that the figures are still those given when they are first read.
    sinceMs: nowMs + 1000,
    bytesBefore: bytes_used ?? 0,
    requestsBefore: requests ?? Math.max(1, Math.round((bytes_used ?? 0) / 50_000)),
    intervalMs: bytesPerSecond ? 1000 : Number.POSITIVE_INFINITY,
    bytesPerRequest: bytesPerSecond ?? 0,
  };
}

type Defined<Value> = { [Name in keyof Value]: Exclude<Value[Name], undefined> };

function defined<Value extends object>(value: Value): Partial<Defined<Value>> {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given) as Partial<Defined<Value>>;
}
