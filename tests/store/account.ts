/* The account in the stores' pictures: sessions as people have them, in places that are easy to tell
 * apart. Nobody's addresses. */
import { MINUTE_MS, rfc3339 } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Product } from '../sandbox/session.ts';

type Subuser = 'shop' | 'prices' | 'fares' | 'checks' | 'logins';

/** By a browser's language. */
const LABELS: Record<string, Record<Subuser, string>> = {
  'en-US': {
    shop: 'Retail US',
    prices: 'Price watch EU',
    fares: 'Travel fares',
    checks: 'Ad checks',
    logins: 'Accounts',
  },
  'zh-CN': {
    shop: '美国零售',
    prices: '欧洲比价',
    fares: '机票价格',
    checks: '广告验证',
    logins: '账号登录',
  },
};

/** The sandbox's sub-users, under other names. */
export const IDS: Record<Subuser, string> = {
  shop: 'sub_2b81e0c4',
  prices: 'sub_4d07aa19',
  fares: 'sub_61f3c2de',
  checks: 'sub_8a90b7f5',
  logins: 'sub_a3e6d812',
};

const LOS_ANGELES = { region: 'us', state: 'ca', city: 'la', asn: 7922 };
const NEW_YORK = { region: 'us', state: 'ny', city: 'newyork', asn: 7018 };
const LONDON = { region: 'gb', state: 'eng', city: 'london', asn: 2856 };
const TOKYO = { region: 'jp', state: 'tokyo', city: 'tokyo', asn: 4713 };

type Line = readonly [
  sessionId: string,
  subuser: Subuser,
  product: Product,
  place: { region: string },
  minutes: number,
  minutesLeft: number,
  mb: number,
  mbPerMinute: number,
];

const LINES: readonly Line[] = [
  ['crawl9', 'shop', 'residential', LOS_ANGELES, 30, 18.4, 642, 62],
  ['video1', 'checks', 'mobile', { region: 'br' }, 30, 9.2, 214, 11.3],
  ['fares07', 'fares', 'residential', LONDON, 20, 12.9, 96.4, 8.1],
  ['cart7f3', 'shop', 'residential', NEW_YORK, 30, 22.3, 71.8, 6.4],
  ['price14', 'prices', 'residential', { region: 'de' }, 30, 15.6, 58.2, 3.9],
  ['serp21', 'checks', 'residential', { region: 'fr' }, 20, 7.2, 41.5, 2.6],
  ['cart7f3', 'shop', 'residential', LOS_ANGELES, 20, 10.1, 33.9, 1.8],
  ['login02', 'logins', 'mobile', NEW_YORK, 30, 26.5, 18.6, 1.2],
  ['stock03', 'prices', 'residential', { region: 'nl' }, 30, 24.2, 12.7, 0.9],
  ['fares11', 'fares', 'residential', TOKYO, 20, 16.8, 9.3, 0.7],
  ['review5', 'prices', 'residential', { region: 'it' }, 20, 13.4, 7.1, 0.5],
  ['acct12', 'logins', 'mobile', LOS_ANGELES, 30, 21.1, 4.4, 0.3],
  ['feed02', 'fares', 'residential', { region: 'sg' }, 30, 19.9, 2.8, 0.2],
  ['warmup', 'shop', 'residential', { region: 'ca' }, 30, 28.0, 0.4, 0],
];

const MB = 1_000_000;

/** Gives an account without sessions those of the pictures, as of now. */
export function furnish({ world, clock }: Sandbox, language: string): void {
  const labels = LABELS[language] ?? {};
  for (const [name, id] of Object.entries(IDS) as [Subuser, string][]) {
    const subuser = world.subusers.find((it) => it.id === id);
    if (subuser) Object.assign(subuser, { name, label: labels[name as keyof typeof labels] });
  }
  for (const [session_id, subuser, product, place, minutes, left, mb, mbPerMinute] of LINES) {
    const expiresAtMs = Math.ceil((clock.now() + left * MINUTE_MS) / 1_000) * 1_000;
    world.add(product, {
      ...place,
      session_id,
      subuser: IDS[subuser],
      started_at: rfc3339(expiresAtMs - minutes * MINUTE_MS),
      expires_at: rfc3339(expiresAtMs),
      bytes_used: mb * MB,
      requests: Math.round(mb * 21),
      bytesPerSecond: Math.round((mbPerMinute * MB) / 60),
    });
  }
}
