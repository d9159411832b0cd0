/* Tests of days on which much goes wrong: all requests stay within the plan's allowance, polls and ends
 * within their shares of it, no request is missing in the books, and every wish has a last word. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../sandbox/limits.ts';
import type { Sent } from '../support/background.ts';
import {
  DAY_MS,
  expectWithinDay,
  expectWithinMinute,
  FIRST_WAIT_MS,
  HOUR_MS,
  MINUTE_MS,
  mostIn,
  parted,
  tooEarly,
} from './bounds.ts';
import { type HostileDay, type Lived, liveByOddClocks, liveHostile } from './hostile-day.ts';

const WORKERS = ['alive', 'killed'] as const;
const LONGEST_DAY_MS = 240_000;

/** The tests that every day has to pass. */
function testBounds(day: HostileDay, given: () => Lived): void {
  test('24 hours hold no more requests than the plan allows, and no more than half of that for polls or ends', () => {
    expectWithinDay(given().sent, day.plan);
  });

  test('a minute holds no more than the plan allows, at most a third of that polls, and half of it ends', () => {
    expectWithinMinute(given().sent, day.plan);
  });

  test('the books know of every request', () => {
    const { sandbox, sent, books } = given();
    expect(sandbox.journal.length).toBe(sent.length);
    for (const { step, noted, sentInDay, sent: inAll } of books) {
      expect.soft(noted, step).toBeGreaterThanOrEqual(sentInDay);
      expect.soft(noted, step).toBeLessThanOrEqual(inAll);
    }
  });

  test('nothing is sent before the instant that a 429 has asked for', () => {
    expect(tooEarly(given().sent)).toHaveLength(0);
  });

  test('every wish has a last word that is true', () => {
    const { sandbox, wishes, words } = given();
    const said = new Map(words.map((word) => [nameOf(word), word]));
    const isSaid = (wish: { ref: string; askedAtMs: number }) => said.has(nameOf(wish));
    expect
      .soft(
        wishes.filter((wish) => !isSaid(wish)),
        'without a word',
      )
      .toEqual([]);

    const expiries = new Map(wishes.map((wish) => [nameOf(wish), wish.expiresAtMs]));
    const isBefore = (word: Lived['words'][number]) =>
      word.says === 'expired' && word.atMs < (expiries.get(nameOf(word)) ?? 0);
    expect.soft(words.filter(isBefore), 'said to have expired').toEqual([]);

    const ended = sandbox.world.endings.map(({ product, id }) => `${product}:${id}`);
    const isClaimed = ({ ref, says }: { ref: string; says: string }) =>
      says === 'terminated' && !ended.includes(ref);
    expect.soft([...said.values()].filter(isClaimed), 'said to be terminated').toEqual([]);
    const asked = new Set(wishes.map(({ ref }) => ref));
    expect
      .soft(
        ended.filter((ref) => !asked.has(ref)),
        'not asked for',
      )
      .toEqual([]);
  });
}

/** A day of each plan with a worker that outlives it, and one with a worker that is killed. */
export function testHostileDays(plans: readonly Plan[]): void {
  const days = plans.flatMap((plan) => WORKERS.map((worker): HostileDay => ({ plan, worker })));
  describe.each(days)('a hostile day of plan $plan, with a worker that is $worker', (day) => {
    let lived: Lived;
    beforeAll(async () => {
      lived = await liveHostile(day);
    }, LONGEST_DAY_MS);
    afterAll(() => close(day, lived));
    testBounds(day, () => lived);

    const during = (step: string) => {
      const { fromMs, toMs } = lived.stretches[step] ?? { fromMs: 0, toMs: 0 };
      return lived.sent.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    };

    test('after a 429 that names no instant, waits grow', () => {
      const struck = during('429 without an instant').filter(({ status }) => status === 429);
      const instants = [...new Set(struck.map(({ atMs }) => atMs))];
      const waits = instants.slice(1).map((atMs, at) => atMs - (instants[at] ?? 0));
      expect(waits.length).toBeGreaterThan(2);
      expect.soft(Math.min(...waits), 'least').toBeGreaterThanOrEqual(FIRST_WAIT_MS);
      expect.soft(Math.max(...waits), 'most').toBeGreaterThan(8 * FIRST_WAIT_MS);
      expect.soft(struck.length).toBeLessThan(30);
    });

    test('a 429 that asks for two days is the last answer of these two days', () => {
      const all = during('429 for two days');
      const asked = all.filter(({ status }) => status === 429);
      const firstMs = asked[0]?.atMs ?? Number.NaN;
      expect(asked.map(({ atMs }) => atMs)).toEqual(asked.map(() => firstMs));
      const isWithin = ({ atMs }: Sent) => atMs > firstMs && atMs < firstMs + 2 * DAY_MS;
      expect(all.filter(isWithin)).toEqual([]);
    });

    test('while nobody answers, some tries stand for all', () => {
      const { fromMs = 0 } = lived.stretches.hanging ?? {};
      const hung = during('hanging').filter(({ atMs }) => atMs < fromMs + 15 * MINUTE_MS);
      expect(parted(hung).ends.length).toBeLessThan(30);
    });

    test('a minute of 401 is over in hours without a person, and at once for a fresh worker', () => {
      const { fromMs = 0 } = lived.stretches['a minute of 401'] ?? {};
      const isRead = ({ atMs, status }: Sent) => atMs >= fromMs + MINUTE_MS && status === 200;
      const againMs = parted(during('a minute of 401')).polls.find(isRead)?.atMs ?? Infinity;
      const longestMs = day.worker === 'killed' ? 2 * MINUTE_MS : 2.5 * HOUR_MS;
      expect(againMs - fromMs).toBeLessThanOrEqual(longestMs);
    });

    test('nothing is left undone', () => {
      expect.soft(lived.openBeforeSilence).toBe(0);
      const nothing = { standing: 'fresh', count: 0, intents: 0, attempts: 0 };
      expect.soft(lived.atLast).toEqual(nothing);
    });
  });
}

export function testOddClocks(): void {
  describe.each(WORKERS)('a day of odd clocks alone, with a worker that is %s', (worker) => {
    const day = { plan: 'trial', worker } as const;
    let lived: Lived;
    beforeAll(async () => {
      lived = await liveByOddClocks(day);
    }, LONGEST_DAY_MS);
    afterAll(() => close(day, lived));
    testBounds(day, () => lived);
  });
}

const nameOf = ({ ref, askedAtMs }: { ref: string; askedAtMs: number }) => `${ref} ${askedAtMs}`;

/** Says what the day has cost. */
async function close({ plan, worker }: HostileDay, lived: Lived | undefined): Promise<void> {
  if (!lived) return;
  const most = (spanMs: number) =>
    Object.entries(parted(lived.sent)).map(([name, some]) => `${name} ${mostIn(some, spanMs)}`);
  const steps = Object.entries(lived.stretches).map(([step, { fromMs, toMs }]) => {
    const here = lived.sent.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    return `${step} ${here.length}`;
  });
  const missing = lived.books.map(({ noted, sentInDay }) => Math.max(0, sentInDay - noted));
  process.stdout.write(
    `${plan}, ${worker}: in a day ${most(DAY_MS).join(', ')}; in a minute ` +
      `${most(MINUTE_MS).join(', ')}; ${tooEarly(lived.sent).length} too early, ` +
      `${Math.max(...missing)} missing in the books; ${steps.join(', ')}\n`,
  );
  await lived.sandbox.close();
}
