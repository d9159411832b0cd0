/**
 * Rate limits per key (contract: Rate limits). Two windows run on the sandbox's clock: a minute
 * and a day. The contract doesn't say how windows are cut; here each opens with a key's first
 * request, so that no test has to care where in a minute it starts.
 */
import { DAY_MS, MINUTE_MS } from './clock.ts';

export const plans = [
  'trial',
  'pay-as-you-go',
  'starter',
  'pro',
  'business',
  'enterprise',
] as const;
export type Plan = (typeof plans)[number];

/** Requests per minute and per day; null: no limit. */
export interface Quota {
  readonly perMinute: number;
  readonly perDay: number | null;
}

export const quotas: Readonly<Record<Plan, Quota>> = {
  trial: { perMinute: 30, perDay: 1_000 },
  starter: { perMinute: 60, perDay: 10_000 },
  pro: { perMinute: 600, perDay: null },
  business: { perMinute: 1_200, perDay: null },
  // Not in the contract (pay-as-you-go) or "custom" there (enterprise): the sandbox's own choice.
  'pay-as-you-go': { perMinute: 600, perDay: null },
  enterprise: { perMinute: 6_000, perDay: null },
};

/** What `X-RateLimit-*` say: of the two windows, the one with less left. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Sandbox time, Unix milliseconds. */
  readonly resetAtMs: number;
}

interface Window {
  readonly lengthMs: number;
  startMs: number;
  used: number;
}

export class Limits {
  plan: Plan;
  readonly #now: () => number;
  readonly #windows = new Map<string, [minute: Window, day: Window]>();

  constructor(plan: Plan, now: () => number) {
    this.plan = plan;
    this.#now = now;
  }

  /** Counts a request of this key. False, and not counted, if there is none left. */
  take(keyName: string): boolean {
    if (this.allowance(keyName).remaining === 0) return false;
    this.spend(keyName, 1);
    return true;
  }

  /** Uses some of the key's allowance up, as the user's own scraper would. */
  spend(keyName: string, requests: number): void {
    for (const window of this.#open(keyName)) window.used += requests;
  }

  allowance(keyName: string): Allowance {
    const { perMinute, perDay } = quotas[this.plan];
    const [minute, day] = this.#open(keyName);
    const burst = left(minute, perMinute);
    const sustained = perDay === null ? burst : left(day, perDay);
    return sustained.remaining < burst.remaining ? sustained : burst;
  }

  /** Forgets what was used. */
  reset(): void {
    this.#windows.clear();
  }

  #open(keyName: string): readonly [Window, Window] {
    const nowMs = this.#now();
    const windows = this.#windows.get(keyName) ?? [blank(MINUTE_MS), blank(DAY_MS)];
    this.#windows.set(keyName, windows);
    for (const window of windows) {
      const past = nowMs - window.startMs;
      // A clock that was set back must not leave a window open for hours.
      if (window.used === 0 || past >= window.lengthMs || past < 0) {
        window.startMs = nowMs;
        window.used = 0;
      }
    }
    return windows;
  }
}

function blank(lengthMs: number): Window {
  return { lengthMs, startMs: Number.NEGATIVE_INFINITY, used: 0 };
}

function left({ startMs, lengthMs, used }: Window, limit: number): Allowance {
  return { limit, remaining: Math.max(0, limit - used), resetAtMs: startMs + lengthMs };
}
