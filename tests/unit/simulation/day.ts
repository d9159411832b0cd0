/* A day of the extension's life: what it sends is held against its own books, the sandbox's journal, and
 * the bounds that the plan sets. */

import { describe, expect, onTestFinished, test } from 'vitest';
import { spentInDay } from '../../../lib/quota/ledger.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import type { Plan } from '../../sandbox/limits.ts';
import { between, mulberry32, type Random } from '../../sandbox/random.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { Background, type Sent } from '../support/background.ts';
import {
  DAY_MS,
  expectWithinDay,
  expectWithinMinute,
  HOUR_MS,
  MINUTE_MS,
  mostIn,
  parted,
  shareOf,
  tooEarly,
} from './bounds.ts';

/** What a person does in one hour of the day. */
type Habit = (life: Life, hour: number) => Promise<void>;

interface Life {
  sandbox: Sandbox;
  background: Background;
  random: Random;
}

const habits = {
  closed: ({ background }) => background.pass(HOUR_MS),

  /** Ten glances an hour, of some seconds each, in the working day. */
  async glancing({ background, random }, hour) {
    if (hour < 8 || hour > 17) return background.pass(HOUR_MS);
    for (let glance = 0; glance < 10; glance++) {
      await background.ask('opened');
      await background.pass(between(random, 3_000, 25_000));
      await background.ask('watching');
      await background.pass(HOUR_MS / 10 - 25_000);
    }
  },

  /** A popup that stays open for two hours, and the worker killed under it now and then. */
  async watching({ background, random }, hour) {
    if (hour !== 3 && hour !== 4) return background.pass(HOUR_MS);
    await background.ask('opened');
    for (let tick = 0; tick < 360; tick++) {
      if (random() < 0.03) background.kill();
      await background.pass(10_000);
      await background.ask('watching');
    }
  },

  /** Refresh, again and again. */
  async impatient({ background }, hour) {
    if (hour !== 9) return background.pass(HOUR_MS);
    for (let press = 0; press < 600; press++) {
      await background.ask('person');
      await background.pass(6_000);
    }
  },

  /** Ends what is listed, forty at a time. */
  async ending({ background }, hour) {
    if (hour % 8 === 2) {
      const { rows } = overviewOf(await background.state(), background.nowMs);
      await background.act(async (nowMs) => {
        for (const { session } of rows.slice(0, 40)) {
          await askToTerminate({ session, from: 'row', undoMs: 5_000, owner: '', nowMs });
        }
      });
    }
    await background.pass(HOUR_MS);
  },

  /** An API that fails in one way or other for a quarter of the time. */
  async unlucky({ sandbox, background, random }, hour) {
    const faults = [
      { endpoint: '*', kind: 'reset' },
      { endpoint: 'list', product: 'mobile', kind: 'status', status: 500 },
      { endpoint: '*', kind: 'status', status: 429 },
      { endpoint: '*', kind: 'status', status: 429, headers: { 'retry-after': null } },
      { endpoint: 'list', kind: 'body', body: 'truncated' },
    ] as const;
    const fault = faults[hour % faults.length];
    if (fault) sandbox.faults.inject(fault);
    await background.pass(HOUR_MS / 4);
    sandbox.faults.clear();
    if (random() < 0.3) background.kill();
    if (random() < 0.3) await background.ask('online');
    await background.pass((HOUR_MS * 3) / 4);
  },
} satisfies Record<string, Habit>;

export interface Day {
  plan: Plan;
  habit: keyof typeof habits;
  pages: number;
  /** The first hour, of 24. Default 0. */
  from?: number;
  /** How many are lived. Default 24: a day's budget needs a day to be used up. */
  hours?: number;
  products?: SandboxOptions['products'];
}

/** Lives through the hours of a day. The sandbox is closed at the end of the test. */
export async function live({ plan, habit, pages, from = 0, hours = 24, products }: Day) {
  const sandbox = await startSandbox({
    plan,
    // Two thirds are residential: so many pages there, and half as many of mobile.
    sessions: 15 * pages,
    pageSize: pages === 1 ? 200 : 10,
    speed: 0,
    ...(products && { products }),
    minutesLeft: [1_700, 2_000],
    nowMs: Date.parse('2026-11-23T06:00:00Z'),
  });
  onTestFinished(() => sandbox.close());
  const background = new Background(sandbox);
  const random = mulberry32(7);
  await background.connect(sandbox.keys.full);
  const books: { atMs: number; inDay: number; sent: Sent[] }[] = [];
  for (let hour = from; hour < from + hours; hour++) {
    await habits[habit]({ sandbox, background, random }, hour);
    const { ledger } = await background.state();
    const inDay = spentInDay(ledger, background.nowMs);
    books.push({ atMs: background.nowMs, inDay, sent: [...background.sent] });
  }
  // An hour in which nothing goes wrong, so that the last word is a good one.
  await background.pass(HOUR_MS * 2);
  return { sandbox, background, books };
}

/** A test for each of these days. */
export function testDays(days: Day[]): void {
  describe.each(days)('plan $plan, $habit, $pages pages', (day) => {
    test('stays within its bounds, and knows what it spent', { timeout: 120_000 }, async () => {
      const { sandbox, background, books } = await live(day);
      const { sent } = background;
      expectWithinDay(sent, day.plan);
      expectWithinMinute(sent, day.plan);
      expect.soft(tooEarly(sent)).toEqual([]);

      // The books, the background's own count and the sandbox's journal agree.
      expect(sandbox.journal.length).toBe(sent.length);
      for (const { atMs: nowMs, inDay, sent: byThen } of books) {
        const since = (sinceMs: number) => byThen.filter(({ atMs }) => atMs > sinceMs).length;
        expect(inDay).toBeGreaterThanOrEqual(since(nowMs - DAY_MS));
        expect(inDay).toBeLessThanOrEqual(since(nowMs - DAY_MS - HOUR_MS));
      }

      const { standing, count } = overviewOf(await background.state(), background.nowMs);
      expect(standing).toBe('fresh');
      expect(count).toBe(sandbox.world.sessions().length);
      const [{ polls }, { polls: share }] = [parted(sent), shareOf(day.plan)];
      process.stdout.write(
        `${day.plan}, ${day.habit}, ${day.pages} pages: ${sent.length} requests in ` +
          `${(day.hours ?? 24) + 2} h, polls at most ${mostIn(polls, DAY_MS)} in a day of ` +
          `${share.day} and ${mostIn(polls, MINUTE_MS)} in a minute of ${share.minute}\n`,
      );
    });
  });
}
