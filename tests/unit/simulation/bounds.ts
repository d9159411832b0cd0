/* Checks that all requests stay within the plan's allowance, and polls and ends within their shares of it. */

import { expect } from 'vitest';
import { allowanceOf } from '../../../lib/quota/allowance.ts';
import { type Plan, quotas } from '../../sandbox/limits.ts';
import type { Sent } from '../support/background.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** The first wait after a 429 that names no instant. */
export const FIRST_WAIT_MS = 5_000;

/** The allowance that the background may know of; for pay as you go, by the sandbox's headers. */
function allowedBy(plan: Plan) {
  return allowanceOf({ plan, limitPerMinute: quotas[plan].perMinute });
}

/** Polls keep to half of the day and a third of the minute, ends that a person asked for to half of
 * either. */
export function shareOf(plan: Plan): Record<'polls' | 'ends', { day: number; minute: number }> {
  const { perDay, perMinute } = allowedBy(plan);
  return {
    polls: { day: perDay / 2, minute: perMinute / 3 },
    ends: { day: perDay / 2, minute: perMinute / 2 },
  };
}

export function expectWithinDay(sent: Sent[], plan: Plan): void {
  const { all, polls, ends } = parted(sent);
  const share = shareOf(plan);
  expect.soft(mostIn(all, DAY_MS), 'all').toBeLessThanOrEqual(allowedBy(plan).perDay);
  expect.soft(mostIn(polls, DAY_MS), 'polls').toBeLessThanOrEqual(share.polls.day);
  expect.soft(mostIn(ends, DAY_MS), 'ends').toBeLessThanOrEqual(share.ends.day);
}

export function expectWithinMinute(sent: Sent[], plan: Plan): void {
  const { all, polls, ends } = parted(sent);
  const share = shareOf(plan);
  expect.soft(mostIn(all, MINUTE_MS), 'all').toBeLessThanOrEqual(allowedBy(plan).perMinute);
  expect.soft(mostIn(polls, MINUTE_MS), 'polls').toBeLessThanOrEqual(share.polls.minute);
  expect.soft(mostIn(ends, MINUTE_MS), 'ends').toBeLessThanOrEqual(share.ends.minute);
}

/** All requests; those for ends that a person asked for, which are DELETEs and looks at one session; and the
 * others. */
export function parted(all: Sent[]): Record<'all' | 'ends' | 'polls', Sent[]> {
  const isEnd = ({ method, pathname }: Sent) =>
    method === 'DELETE' || pathname.split('/').length === 5;
  return { all, ends: all.filter(isEnd), polls: all.filter((request) => !isEnd(request)) };
}

/** The most requests in any window of this length. */
export function mostIn(sent: Sent[], windowMs: number): number {
  let [most, first] = [0, 0];
  sent.forEach(({ atMs }, last) => {
    while (atMs - (sent[first]?.atMs ?? 0) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** Requests that went out although a 429 had asked to wait, or within 5 s of a 429 that did not say for how
 * long. Requests of the same instant were on their way already. */
export function tooEarly(sent: Sent[]): Sent[] {
  let [saidAtMs, untilMs] = [0, 0];
  return sent.filter(({ atMs, status, waitMs }) => {
    const isEarly = atMs > saidAtMs && atMs < untilMs;
    const askedMs = atMs + (waitMs || FIRST_WAIT_MS);
    if (status === 429 && askedMs > untilMs) [saidAtMs, untilMs] = [atMs, askedMs];
    return isEarly;
  });
}
