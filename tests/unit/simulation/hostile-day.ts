/* A day on which much goes wrong, one thing after the other, while a person ends sessions. It notes what was
 * sent, what the books say of it, and the last word on each wish. The day ends in two days of silence: the
 * sessions outlive the day, and are over when the silence is. */

import type { Session } from '../../../lib/api/schemas.ts';
import { spentInDay } from '../../../lib/quota/ledger.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS } from '../../../lib/store/state.ts';
import { askToTerminate, askToTerminateAll } from '../../../lib/termination/intent.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import type { Plan } from '../../sandbox/limits.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background, type Sent } from '../support/background.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './bounds.ts';
import { heardWords, type Wish, type Word, wishOf } from './last-words.ts';

export interface HostileDay {
  plan: Plan;
  /** Whether the worker outlives the clock's excursions and all else, or is killed again and again. */
  worker: 'alive' | 'killed';
}

/** A stretch of true time in which something was wrong. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

export interface Lived {
  sandbox: Sandbox;
  sent: Sent[];
  /** After each step: what the books say of the last 24 hours, what was sent in them, and in all. */
  books: { step: string; noted: number; sentInDay: number; sent: number }[];
  wishes: Wish[];
  words: Word[];
  stretches: Record<string, Stretch>;
  /** Wishes that may still lead to a request, before the two days of silence. */
  openBeforeSilence: number;
  atLast: { standing: string; count: number | null; intents: number; attempts: number };
}

/** Ends that are asked for one by one. */
const SINGLE = 40;
const AT_ONCE = 25;
/** How many ends are asked for right before everything is answered with 429; more on plans where that many
 * take minutes. */
const throttled = (plan: Plan) => (plan === 'trial' || plan === 'starter' ? 200 : 60);
const HANGING = 6;
/** Answers to looks and DELETEs that say neither that the session is gone nor that the key is wrong. */
const ODD_STATUSES = [405, 409, 410, 422, 451];
/** Presses of Refresh while the clock is ahead. */
const PRESSES = 40;
const NO_INSTANT = { 'retry-after': null, 'x-ratelimit-reset': null };

class HostileLife {
  readonly #plan: Plan;
  readonly #isKilled: boolean;
  readonly #sandbox: Sandbox;
  readonly #background: Background;
  readonly #lived: Lived;

  constructor({ plan, worker }: HostileDay, sandbox: Sandbox) {
    this.#plan = plan;
    this.#isKilled = worker === 'killed';
    this.#sandbox = sandbox;
    this.#background = new Background(sandbox);
    this.#lived = {
      sandbox,
      sent: this.#background.sent,
      books: [],
      wishes: [],
      words: heardWords(() => this.#background.trueMs),
      stretches: {},
      openBeforeSilence: 0,
      atLast: { standing: '', count: null, intents: 0, attempts: 0 },
    };
  }

  async liveAll(): Promise<Lived> {
    await this.#begin();
    await this.#meetThrottling();
    await this.#meetFailures();
    await this.#meetClocks((ms) => this.pass(ms));
    this.#lived.openBeforeSilence = await this.#open();
    await this.#meetSilence();
    return this.#end();
  }

  async liveByOddClocks(): Promise<Lived> {
    await this.#begin();
    await this.pass(6 * HOUR_MS);
    await this.#meetClocks((ms) => this.#press(ms));
    await this.pass(6 * HOUR_MS);
    return this.#end();
  }

  async #begin(): Promise<void> {
    // Where no quota of a day binds, rounds are made rare, so that a day passes in seconds.
    const pollEveryMs = this.#plan === 'trial' ? 60_000 : 900_000;
    await items.settings.write({ ...DEFAULT_SETTINGS, pollEveryMs });
    await this.#background.connect(this.#sandbox.keys.full);
    await this.pass(10 * MINUTE_MS);
  }

  async #meetThrottling(): Promise<void> {
    await this.#step('many at once', async () => {
      await this.#endAll(AT_ONCE);
      await this.#passOver(50 * MINUTE_MS);
    });
    await this.#step('429 without an instant', async () => {
      await this.#endAll(throttled(this.#plan));
      await this.#during({ endpoint: '*', kind: 'status', status: 429, headers: NO_INSTANT }, 20);
      await this.pass(40 * MINUTE_MS);
    });
    await this.#step('429 in milliseconds', async () => {
      const reset = `${this.#background.trueMs + 10 * MINUTE_MS}`;
      const headers = { 'retry-after': null, 'x-ratelimit-reset': reset };
      await this.#during({ endpoint: '*', kind: 'status', status: 429, headers }, 10);
      await this.pass(50 * MINUTE_MS);
    });
  }

  async #meetFailures(): Promise<void> {
    await this.#step('odd statuses', async () => {
      await this.#endEach(ODD_STATUSES.length, ({ id }, at) => {
        const status = ODD_STATUSES[at] ?? 405;
        this.#sandbox.faults.inject({ endpoint: 'detail', id, kind: 'status', status });
        this.#sandbox.faults.inject({ endpoint: 'delete', id, kind: 'status', status });
      });
      await this.pass(2 * HOUR_MS);
    });
    await this.#step('a minute of 401', async () => {
      await this.#during({ endpoint: '*', kind: 'status', status: 401 }, 1);
      if (this.#isKilled) this.#background.kill();
      await this.#background.wake();
      await this.pass(2.5 * HOUR_MS);
    });
    await this.#step('hanging', async () => {
      this.#background.isLate = () => true;
      await this.#endEach(HANGING);
      await this.#passOver(15 * MINUTE_MS);
      this.#background.isLate = () => false;
      await this.pass(45 * MINUTE_MS);
    });
  }

  /** Six excursions of the clock; from the last it does not come back. `whileAhead`: what a person does. */
  async #meetClocks(whileAhead: (ms: number) => Promise<void>): Promise<void> {
    for (const nth of [1, 2, 3, 4, 5]) {
      await this.#step(`26 h ahead (${nth})`, async () => {
        await this.#setClock(26 * HOUR_MS);
        await this.#endEach(1);
        await whileAhead(10 * MINUTE_MS);
        await this.#setClock(0);
        await this.pass(110 * MINUTE_MS);
      });
    }
    await this.#step('3 h back', async () => {
      await this.#setClock(-3 * HOUR_MS);
      await this.#endEach(1);
      await this.pass(2 * HOUR_MS);
    });
  }

  async #meetSilence(): Promise<void> {
    await this.#step('429 for two days', async () => {
      const headers = { 'retry-after': `${(2 * DAY_MS) / 1000}` };
      await this.#during({ endpoint: '*', kind: 'status', status: 429, headers }, 5);
      await this.#background.ask('person');
      await this.#passOver(2 * DAY_MS);
    });
    this.#sandbox.faults.clear();
    await this.pass(2 * HOUR_MS);
  }

  async #end(): Promise<Lived> {
    const state = await this.#background.state();
    const { standing, count } = overviewOf(state, this.#background.nowMs);
    const [intents, attempts] = [state.intents.size, state.attempts.size];
    this.#lived.atLast = { standing, count, intents, attempts };
    return this.#lived;
  }

  async #step(name: string, task: () => Promise<void>): Promise<void> {
    const fromMs = this.#background.trueMs;
    await task();
    const [toMs, { sent }] = [this.#background.trueMs, this.#background];
    this.#lived.stretches[name] = { fromMs, toMs };
    const { ledger } = await this.#background.state();
    this.#lived.books.push({
      step: name,
      noted: spentInDay(ledger, this.#background.nowMs),
      sentInDay: sent.filter(({ atMs }) => atMs > toMs - DAY_MS).length,
      sent: sent.length,
    });
  }

  pass(ms: number): Promise<void> {
    return this.#background.pass(ms);
  }

  /** Lets time pass; a worker that is killed is killed in the middle of it, and starts anew. */
  async #passOver(ms: number): Promise<void> {
    await this.pass(ms / 2);
    if (this.#isKilled) this.#background.kill();
    await this.#background.wake();
    await this.pass(ms / 2);
  }

  /** A fault for some minutes, in which a person ends two sessions and looks. */
  async #during(fault: FaultSpec, minutes: number): Promise<void> {
    const id = this.#sandbox.faults.inject(fault);
    await this.#endEach(2);
    await this.#background.ask('person');
    await this.#passOver(minutes * MINUTE_MS);
    this.#sandbox.faults.clear(id);
  }

  /** Lets time pass, in which a person presses Refresh again and again. */
  async #press(ms: number): Promise<void> {
    for (let press = 0; press < PRESSES; press++) {
      await this.#background.ask('person');
      await this.pass(ms / PRESSES);
    }
  }

  /** Sets the clock; then a person opens the popup. */
  async #setClock(aheadMs: number): Promise<void> {
    if (this.#isKilled) this.#background.kill();
    this.#background.setClock(aheadMs);
    await this.#background.wake();
    await this.#background.ask('opened');
  }

  /** Ends sessions that nobody has ended before, each by a click of its own. */
  async #endEach(
    count: number,
    before: (session: Session, at: number) => void = () => {},
  ): Promise<void> {
    for (const [at, session] of (await this.#unasked(count)).entries()) {
      before(session, at);
      await this.#background.act((nowMs) => {
        this.#lived.wishes.push(wishOf(session, nowMs));
        return askToTerminate({ session, from: 'row', undoMs: 5_000, owner: '', nowMs });
      });
    }
  }

  async #endAll(count: number): Promise<void> {
    const [sessions, state] = [await this.#unasked(count), await this.#background.state()];
    await this.#background.act((nowMs) => {
      this.#lived.wishes.push(...sessions.map((session) => wishOf(session, nowMs)));
      return askToTerminateAll({ sessions, undoMs: 5_000, nowMs, state });
    });
  }

  async #unasked(count: number): Promise<Session[]> {
    const { lists } = await this.#background.state();
    const asked = new Set(this.#lived.wishes.map(({ ref }) => ref));
    const others = Object.values(lists).flatMap((list) =>
      list.filter((session) => !asked.has(refOf(session))),
    );
    if (others.length < count) throw new Error('too few sessions are left');
    return others.slice(0, count);
  }

  async #open(): Promise<number> {
    const { intents, attempts } = await this.#background.state();
    return [...intents.keys()].filter((ref) => attempts.get(ref)?.nextAtMs !== null).length;
  }
}

/** Lives through such a day. Whoever calls it closes the sandbox. */
export async function liveHostile(day: HostileDay): Promise<Lived> {
  const sandbox = await start(day.plan, SINGLE + AT_ONCE + throttled(day.plan));
  return new HostileLife(day, sandbox).liveAll();
}

/** Likewise a day on which nothing is wrong but the clock. */
export async function liveByOddClocks(day: HostileDay): Promise<Lived> {
  return new HostileLife(day, await start(day.plan, SINGLE)).liveByOddClocks();
}

function start(plan: Plan, sessions: number): Promise<Sandbox> {
  return startSandbox({
    plan,
    sessions,
    speed: 0,
    minutesLeft: [1_700, 2_000],
    nowMs: Date.parse('2026-11-23T06:00:00Z'),
  });
}
