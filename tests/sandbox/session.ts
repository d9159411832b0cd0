/**
 * A session as the API shows it (`Session`, contract: Sessions) and as the sandbox knows it
 * (`Life`): when it starts, moves to another IP and ends. The first is read off the second for any
 * moment.
 */
import { rfc3339 } from './clock.ts';
import { meter, type Traffic } from './traffic.ts';

export const products = ['residential', 'mobile'] as const;
/** The products that have a sessions API. */
export type Product = (typeof products)[number];

/** One row of a list answer, and the `product` under which it was listed (not sent). */
export interface Session {
  product: Product;
  /** `ses_…` */
  id: string;
  /** `sub_…` */
  subuser: string;
  /** `[a-z0-9]{1,32}`, chosen by the user, not unique. */
  session_id: string;
  /** ISO 3166-1 alpha-2, lower case. */
  region: string;
  state: string | null;
  city: string | null;
  asn: number | null;
  exit_ip: string;
  /** RFC 3339, UTC. */
  started_at: string;
  expires_at: string;
  bytes_used: number;
  requests: number;
  repinned: boolean;
  status?: string;
}

/** What never changes about a session: the parts of the proxy username. */
export type Identity = Pick<
  Session,
  'product' | 'subuser' | 'session_id' | 'region' | 'state' | 'city' | 'asn'
>;

export interface Life extends Identity {
  readonly id: string;
  readonly startedAtMs: number;
  expiresAtMs: number;
  terminatedAtMs: number | null;
  /** Which exit IP holds from when; the first from the start, each further one is a re-pin. */
  readonly pins: { atMs: number; ip: string }[];
  /** What `status` says while the session is active; the contract allows it to be absent. */
  readonly activeStatus: string | undefined;
  readonly traffic: Traffic;
}

/** Names a session and no other, unlike its `id` alone. */
export function keyOf({ product, id }: Pick<Life, 'product' | 'id'>): string {
  return `${product}/${id}`;
}

export type Phase = 'future' | 'active' | 'expired' | 'terminated';

export function phaseOf(life: Life, nowMs: number): Phase {
  if (life.terminatedAtMs !== null) return 'terminated';
  if (nowMs < life.startedAtMs) return 'future';
  return nowMs < life.expiresAtMs ? 'active' : 'expired';
}

export function endOf(life: Life): number {
  return Math.min(life.terminatedAtMs ?? Number.POSITIVE_INFINITY, life.expiresAtMs);
}

/** What a list can be narrowed by, combined with AND (contract: Sessions). */
export type Filters = {
  [Name in 'product' | 'subuser' | 'session_id' | 'region' | 'asn' | 'repinned']?:
    | Session[Name]
    | undefined;
};

export function fits(life: Life, { repinned, ...same }: Filters, nowMs: number): boolean {
  if (repinned !== undefined && pinsBy(life, nowMs).length > 1 !== repinned) return false;
  return Object.entries(same).every(
    ([name, value]) => value === undefined || life[name as keyof typeof same] === value,
  );
}

export function snapshot(life: Life, nowMs: number): Session {
  const atMs = Math.min(nowMs, endOf(life));
  const pins = pinsBy(life, nowMs);
  const { bytes, requests } = meter(life.traffic, atMs);
  const status = life.terminatedAtMs === null ? life.activeStatus : 'terminated';
  return {
    product: life.product,
    id: life.id,
    subuser: life.subuser,
    session_id: life.session_id,
    region: life.region,
    state: life.state,
    city: life.city,
    asn: life.asn,
    exit_ip: pins.at(-1)?.ip ?? '',
    started_at: rfc3339(life.startedAtMs),
    expires_at: rfc3339(life.expiresAtMs),
    bytes_used: bytes,
    requests,
    repinned: pins.length > 1,
    ...(status !== undefined && { status }),
  };
}

/** The exit IPs it has had by a moment, the present one last. */
function pinsBy(life: Life, nowMs: number): Life['pins'] {
  const atMs = Math.min(nowMs, endOf(life));
  return life.pins.filter((pin, i) => i === 0 || pin.atMs <= atMs);
}
