/**
 * Sessions of every kind that is awkward to show: what is long, missing, at an end of its scale, or
 * easily taken for another. For pictures, and for what a person must be able to tell apart.
 */
import { rfc3339 } from './clock.ts';
import type { NewSession } from './newcomer.ts';
import type { Sandbox } from './sandbox.ts';
import type { Product, Session } from './session.ts';

type Part = Omit<NewSession, 'started_at' | 'expires_at' | 'bytesPerSecond'> & {
  /** Default residential. */
  product?: Product;
  /** Default 300. */
  secondsLeft?: number;
  /** `sesstime`; default 10. */
  minutes?: number;
  /** What it moves from now on; default nothing. */
  mbPerMinute?: number;
};

const MB = 1_000_000;
const LA = { region: 'us', state: 'ca', city: 'la', asn: 7922 };
const SHOP = 'sub_2b81e0c4';
const LONG_LABEL = 'sub_4d07aa19';
const CHINESE_LABEL = 'sub_61f3c2de';
const QUOTED_LABEL = 'sub_8a90b7f5';
const NO_LABEL = 'sub_a3e6d812';

const cart = { session_id: 'cart7f3', subuser: SHOP, secondsLeft: 420 };
const shared = { exit_ip: '198.51.100.77', region: 'gb', state: 'eng', city: 'london', asn: 2856 };

const cast = {
  runaway: { ...LA, session_id: 'crawl9', subuser: SHOP, mbPerMinute: 40, bytes_used: 212 * MB },
  longLabel: { ...LA, session_id: 'nightly04', subuser: LONG_LABEL, mbPerMinute: 2 },
  longId: { session_id: 'b7e23ec29af22b0b4e41da31e868d572', subuser: LONG_LABEL, region: 'de' },
  quotedLabel: { session_id: 'smoke', subuser: QUOTED_LABEL, region: 'jp', state: 'tokyo' },
  china: {
    product: 'mobile',
    session_id: 'jg2',
    subuser: CHINESE_LABEL,
    region: 'cn',
    state: 'shanghai',
    city: 'shanghai',
    asn: 9808,
    mbPerMinute: 1.2,
  },
  noLabel: { product: 'mobile', session_id: 'login01', subuser: NO_LABEL, region: 'br' },
  ipv6: { exit_ip: '2001:db8:4f2a:91c:8d3e:77b0:1a2b:c3d4', region: 'fr', asn: 3215 },
  nowhere: { session_id: 'feed', region: 'sg', state: null, city: null, asn: null },
  untouched: { session_id: 'warmup', region: 'us', bytes_used: 0, requests: 1 },
  idle: { session_id: 'parked', region: 'in', state: 'mh', bytes_used: 3 * MB, requests: 61 },
  heavy: {
    product: 'mobile',
    session_id: 'video1',
    region: 'us',
    asn: 21928,
    minutes: 720,
    secondsLeft: 3_000,
    bytes_used: 2_000 * MB,
    requests: 41_207,
    mbPerMinute: 3,
  },
  dying: { session_id: 'last', region: 'us', state: 'tx', secondsLeft: 3, mbPerMinute: 5 },
  fresh: { session_id: 'first', region: 'us', minutes: 30, secondsLeft: 29 * 60, mbPerMinute: 8 },
  moved: { ...LA, session_id: 'acct12', mbPerMinute: 0.4 },
  twin: { ...cart, ...LA, mbPerMinute: 1 },
  secondTwin: { ...cart, region: 'de', asn: 3320, mbPerMinute: 0.6 },
  thirdTwin: { ...cart, region: 'jp', state: 'tokyo', city: 'tokyo', mbPerMinute: 0.2 },
  sharing: { ...shared, session_id: 'review1', mbPerMinute: 0.9 },
  alsoSharing: { ...shared, session_id: 'review2', subuser: QUOTED_LABEL, mbPerMinute: 0.7 },
} as const satisfies Record<string, Part>;

export type Kind = keyof typeof cast;

/** Adds them all to the world, as of now; gives each by its kind. */
export function showcase({ world, clock }: Pick<Sandbox, 'world' | 'clock'>) {
  const nowMs = clock.now();
  const added = Object.entries<Part>(cast).map(([kind, part]) => {
    const { product = 'residential', ...wish } = wishOf(part, nowMs);
    return [kind, world.add(product, wish)] as const;
  });
  const byKind = Object.fromEntries(added) as Record<Kind, Session>;
  world.repin(byKind.moved.product, byKind.moved.id);
  return byKind;
}

function wishOf(part: Part, nowMs: number): NewSession & { product?: Product } {
  const { minutes = 10, secondsLeft = 300, mbPerMinute = 0, ...wish } = part;
  const expiresAtMs = Math.ceil(nowMs / 1000 + secondsLeft) * 1000;
  return {
    bytes_used: 17 * MB,
    requests: 388,
    ...wish,
    bytesPerSecond: (mbPerMinute * MB) / 60,
    started_at: rfc3339(expiresAtMs - minutes * 60_000),
    expires_at: rfc3339(expiresAtMs),
  };
}
