/* What a plan allows, and how much of it is ours. The same key feeds the user's scrapers, so half
 * of the day and a third of the minute is the most. Pure. */

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
  /** `X-RateLimit-Limit` of the key's answers, where that is more than the plan's minute. */
  limitPerMinute: number | null;
}

/** The plan's allowance. A larger limit that the API itself tells of is believed; of a plan without a
 * documented row it also says which row it comes closest to. */
export function allowanceOf({ plan, limitPerMinute }: Terms): Allowance {
  const name = plan?.trim().toLowerCase() ?? '';
  const isDocumented = Object.hasOwn(ALLOWANCES, name);
  const limit = limitPerMinute ?? 0;
  const row = isDocumented ? ALLOWANCES[name] : rowWithin(limit);
  const { perMinute, perDay } = row ?? LEAST;
  return { perMinute: Math.max(perMinute, limit), perDay };
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
  };
}
