/**
 * The seeded cast: which sub-users there are and what each session looks like. The first lanes
 * have fixed parts, so that even a small world holds the cases that matter: a runaway, twins that
 * share a `session_id`, a session without traffic, IPv6, a moved and a soon moving IP, long ids.
 */
import { MINUTE_MS } from './clock.ts';
import { between, hash, letters, mulberry32, noise, pick, type Random } from './random.ts';
import type { Identity, Life, Product } from './session.ts';

type Place = Pick<Identity, 'region' | 'state' | 'city'>;
type Pace = keyof typeof paces;

interface Part {
  /** Index among the sub-users that have the product. */
  readonly owner?: number;
  readonly place?: number;
  readonly sessionId?: string;
  readonly pace?: Pace;
  readonly ipv6?: boolean;
  /** `moved`: has another exit IP already; `moving`: gets one 90 s from now. */
  readonly pin?: 'moved' | 'moving' | 'still';
}

const paces = {
  runaway: { intervalMs: 40, bytesPerRequest: 380_000 },
  heavy: { intervalMs: 450, bytesPerRequest: 140_000 },
  steady: { intervalMs: 2_600, bytesPerRequest: 46_000 },
  light: { intervalMs: 17_000, bytesPerRequest: 8_300 },
  idle: { intervalMs: Number.POSITIVE_INFINITY, bytesPerRequest: 0 },
} as const;

// Every third lane is mobile (see world.ts), so the twins at 1, 3 and 4 are residential.
const parts: readonly Part[] = [
  { sessionId: 'crawl9', pace: 'runaway', pin: 'still' },
  { sessionId: 'cart7f3', owner: 0, place: 0, pace: 'steady', pin: 'still' },
  { sessionId: 'login01', pace: 'light', pin: 'moved' },
  { sessionId: 'cart7f3', owner: 0, place: 4, pace: 'steady', pin: 'still' },
  { sessionId: 'cart7f3', owner: 1, place: 0, pace: 'light', pin: 'still' },
  { sessionId: 'cart7f3', place: 0, pace: 'steady' },
  { sessionId: 'warmup', pace: 'idle', pin: 'still' },
  { sessionId: 'login02', pace: 'steady', pin: 'moving' },
  { ipv6: true, pin: 'still' },
  { sessionId: 'b7e23ec29af22b0b4e41da31e868d572', pace: 'heavy' },
  { place: 2, pin: 'moved' },
  { sessionId: '7', pace: 'idle', pin: 'still' },
];

const places: readonly [Place, ...Place[]] = [
  { region: 'us', state: 'ca', city: 'la' },
  { region: 'us', state: 'ny', city: 'newyork' },
  { region: 'us', state: 'tx', city: null },
  { region: 'us', state: null, city: null },
  { region: 'de', state: null, city: null },
  { region: 'gb', state: 'eng', city: 'london' },
  { region: 'jp', state: 'tokyo', city: 'tokyo' },
  { region: 'br', state: 'sp', city: 'saopaulo' },
  { region: 'in', state: 'mh', city: null },
  { region: 'sg', state: null, city: null },
  { region: 'fr', state: null, city: null },
];

const asns: Record<Product, Record<string, readonly [number, ...number[]]>> = {
  residential: { us: [7922, 7018], de: [3320], gb: [2856], jp: [4713], br: [28573], fr: [3215] },
  mobile: { us: [21928, 22394], de: [6805], gb: [25135], jp: [17676], br: [26599], in: [55836] },
};

const jobs = ['cart', 'login', 'price', 'stock', 'review', 'serp', 'feed', 'job', 'acct'] as const;
const minutes = [1, 5, 10, 15, 20, 30] as const;

export interface Casting {
  readonly seed: number;
  readonly product: Product;
  /** Ids of the sub-users that may own a session of this product. */
  readonly owners: readonly [string, ...string[]];
  readonly lane: number;
  /** The how-manieth session of its lane, from 0. */
  readonly nth: number;
  readonly nowMs: number;
  /** Time left at `nowMs`; without it the session starts at `nowMs`. */
  readonly leftMs?: number;
}

export function castLife(casting: Casting): Life {
  const { seed, lane, nth, product } = casting;
  const part = nth === 0 ? (parts[lane] ?? {}) : {};
  const random = mulberry32(hash(seed, 'life', lane, nth));
  const span = castSpan(random, casting);
  const ip = () => (part.ipv6 ? ipv6(random) : ipv4(random));
  const pins = [{ atMs: span.startedAtMs, ip: ip() }];
  const movesAtMs = castMove(random, part, span, casting.nowMs);
  if (movesAtMs !== null) pins.push({ atMs: movesAtMs, ip: ip() });
  return {
    ...castIdentity(casting),
    ...span,
    id: `ses_${letters(random, 16)}`,
    terminatedAtMs: null,
    pins,
    // The contract lets `status` be absent or something else while active; be both.
    activeStatus: product === 'mobile' ? 'active' : undefined,
    traffic: {
      seed: hash(seed, 'traffic', lane, nth),
      sinceMs: span.startedAtMs,
      bytesBefore: 0,
      requestsBefore: part.pace === 'idle' ? 1 : 0,
      ...paces[part.pace ?? pick(random, ['heavy', 'steady', 'steady', 'light', 'light'])],
    },
  };
}

/** A scraper reuses its proxy username when a session runs out: so does a lane, once. */
function castIdentity({ seed, lane, nth, product, owners }: Casting): Identity {
  const part = nth < 2 ? (parts[lane] ?? {}) : {};
  const random = mulberry32(hash(seed, 'identity', lane, Math.floor(nth / 2)));
  const place = pick(random, places);
  const { region, state, city } = places[part.place ?? -1] ?? place;
  const networks = asns[product][region];
  const named = `${pick(random, jobs)}${letters(random, between(random, 2, 4))}`;
  const sessionId = random() < 0.15 ? letters(random, 32) : named;
  return {
    product,
    subuser: owners[part.owner ?? -1] ?? pick(random, owners),
    session_id: part.sessionId ?? sessionId,
    region,
    state,
    city,
    asn: networks && random() < 0.5 ? pick(random, networks) : null,
  };
}

/** Whole seconds, and `expires_at` − `started_at` is a whole number of minutes, as it is there. */
function castSpan(random: Random, { nowMs, leftMs }: Casting) {
  const drawn = pick(random, minutes) * MINUTE_MS;
  if (leftMs === undefined) {
    const startedAtMs = Math.floor(nowMs / 1000) * 1000;
    return { startedAtMs, expiresAtMs: startedAtMs + drawn };
  }
  const expiresAtMs = Math.ceil((nowMs + leftMs) / 1000) * 1000;
  const enough = minutes.find((m) => m * MINUTE_MS >= Math.max(leftMs + 1000, drawn));
  const lengthMs = (enough ?? Math.max(30, Math.ceil(leftMs / MINUTE_MS) + 1)) * MINUTE_MS;
  return { startedAtMs: expiresAtMs - lengthMs, expiresAtMs };
}

function castMove(
  random: Random,
  part: Part,
  span: { startedAtMs: number; expiresAtMs: number },
  nowMs: number,
): number | null {
  const fraction = random();
  if (part.pin === 'moved') return span.startedAtMs + fraction * (nowMs - span.startedAtMs);
  if (part.pin === 'moving') return nowMs + 90_000;
  if (part.pin === 'still' || random() > 0.15) return null;
  return span.startedAtMs + (0.1 + 0.8 * fraction) * (span.expiresAtMs - span.startedAtMs);
}

// Only ranges set aside for documentation and benchmarks (RFC 5737, 2544, 3849): nobody's address.
export function ipv4(random: Random): string {
  const byte = () => between(random, 1, 254);
  const nets = ['198.18', '198.19', '198.18', '198.19', '203.0.113', '198.51.100', '192.0.2'];
  const net = nets[between(random, 0, nets.length - 1)] ?? '198.18';
  return net.split('.').length === 3 ? `${net}.${byte()}` : `${net}.${byte()}.${byte()}`;
}

function ipv6(random: Random): string {
  const group = () => between(random, 1, 0xffff).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}

/** How long an initial session has left, spread over `range` (minutes). */
export function timeLeftMs(seed: number, lane: number, range: readonly [number, number]): number {
  const [low, high] = range;
  return (low + noise(hash(seed, 'left'), lane) * (high - low)) * MINUTE_MS;
}
