/* The plan's allowance, and our share of it. The same key feeds the user's scrapers, so polls keep to half of
 * the day and a third of the minute, and terminations that a person asked for to half of either. Pure. */
import type { State } from '../store/state.ts';

/** Requests. Infinity: the plan names no limit. */
export interface Allowance {
  perMinute: number;
  perDay: number;
}

/** The vendor's page "Rate limits". Enterprise limits are agreed upon one by one: what business
 * gets is taken as the least. Pay-as-you-go and plans we don't know are taken as trial. */
const ALLOWANCES: Record<string, Allowance> = {
  trial: { perMinute: 30, perDay: 1_000 },
  starter: { perMinute: 60, perDay: 10_000 },
  pro: { perMinute: 600, perDay: Infinity },
  business: { perMinute: 1_200, perDay: Infinity },
  enterprise: { perMinute: 1_200, perDay: Infinity },
};
const LEAST: Allowance = { perMinute: 30, perDay: 1_000 };

/** The facts that decide how much a key may send. */
export interface Terms {
  /** The account's plan; null while unknown. */
  plan: string | null;
  /** `X-RateLimit-Limit` of the key's answers, if it differs from the plan's minute. */
  limitPerMinute: number | null;
}

/** The plan and the limit that decide the key's allowance, as far as they are known. */
export function termsOf({
  account,
  limitPerMinute,
}: Pick<State, 'account' | 'limitPerMinute'>): Terms {
  return { plan: account?.plan ?? null, limitPerMinute };
}

/** The plan's allowance. A limit a minute that the API states takes the place of the plan's. If the plan has
 * no documented row, or its minute is more than that limit, the day is that of the largest row within the
 * limit. */
export function allowanceOf({ plan, limitPerMinute }: Terms): Allowance {
  const name = plan?.trim().toLowerCase() ?? '';
  const isDocumented = Object.hasOwn(ALLOWANCES, name);
  const row = (isDocumented ? ALLOWANCES[name] : rowWithin(limitPerMinute ?? 0)) ?? LEAST;
  if (limitPerMinute === null) return row;
  const isLess = limitPerMinute < row.perMinute;
  const { perDay } = isLess ? (rowWithin(limitPerMinute) ?? LEAST) : row;
  return { perMinute: limitPerMinute, perDay: Math.min(row.perDay, perDay) };
}

/** The largest documented row whose minute the limit allows. */
function rowWithin(limit: number): Allowance | undefined {
  return Object.values(ALLOWANCES).findLast(({ perMinute }) => perMinute <= limit);
}

/** Our share of a plan's allowance. */
export interface Budget {
  perMinute: number;
  perDay: number;
  /** Of `perDay`, what is saved up for a person's looks and clicks. It fills up again by what
   * `refillPerDay` brings beyond the rounds of the clock. */
  reserve: number;
  refillPerDay: number;
  /** What the rounds of the clock are planned with. */
  clockPerDay: number;
  /** The share of terminations in a minute and in a day. */
  ends: Allowance;
}

/** The reserve and a day's refill together are the day's half, so that no 24 hours hold more. */
export function budgetOf(terms: Terms): Budget {
  const { perMinute, perDay } = allowanceOf(terms);
  const half = perDay / 2;
  return {
    perMinute: perMinute / 3,
    perDay: half,
    reserve: half * 0.1,
    refillPerDay: half * 0.9,
    clockPerDay: half * 0.85,
    ends: { perMinute: perMinute / 2, perDay: half },
  };
}
