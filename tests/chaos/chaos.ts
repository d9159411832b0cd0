/* A chaos run: a person ends n sessions while the worker is killed, the browser crashes and the
 * API fails, all by plan. Then the trouble is lifted, and what came of each click is looked at. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Driver, LaunchOptions } from '../e2e/driver/driver.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type Figures, figuresOf } from './figures.ts';
import { inTurns } from './in-turns.ts';
import { Person } from './person.ts';
import { type Kill, type Plan, planOf, type Round, type Wish } from './plan.ts';
import { runningCheck } from './running.ts';
import type { Trouble } from './trouble.ts';

export interface ChaosOptions {
  /** How many sessions are ended. */
  n: number;
  seed: number;
  /** Starts a browser with the extension, built for the sandbox on `port`. */
  launch: (options: LaunchOptions) => Promise<Driver>;
  port: number;
  /** How long to wait for the last sessions to end. Default 10 min: between two tries of one there
   * may be five. */
  patienceMs?: number;
  /** Hears how far it has come. */
  say?: (line: string) => void;
}

/** What was done to it, besides what the sandbox's journal says. */
export interface Done {
  startedAtMs: number;
  /** When each kill of the worker began and was over. */
  kills: { fromMs: number; toMs: number }[];
  crashes: number;
  /** By the id that the sandbox gave it. */
  trouble: Map<string, Trouble>;
  /** Ids of trouble that was lifted before any request met it. */
  unmet: Set<string>;
}

const LIFE_MS = 3 * 3_600_000;

export async function runChaos(options: ChaosOptions): Promise<Figures> {
  const { n, seed, launch, port, patienceMs = 600_000, say = () => {} } = options;
  const plan = planOf(n, seed);
  const sandbox = await startSandbox({ port, sessions: 0, plan: 'pro' });
  try {
    populate(sandbox, plan);
    const browser = await launch({ installedBefore: true });
    try {
      const person = new Person(browser, sandbox);
      const run = new Run(browser, sandbox, person, patienceMs);
      await run.play(plan, say);
      const { done } = run;
      return await figuresOf({ n, seed, plan, browser, sandbox, person, done, patienceMs });
    } finally {
      await browser.close();
    }
  } finally {
    await sandbox.close();
  }
}

/** Sessions that outlive the run, and whose order by bytes stays what the plan takes it to be. */
function populate({ world, clock }: Sandbox, plan: Plan): void {
  for (const { product, id, sessionId, bytes } of plan.sessions) {
    world.add(product, {
      id,
      session_id: sessionId,
      bytes_used: bytes,
      bytesPerSecond: 1_000,
      expires_at: new Date(clock.now() + LIFE_MS).toISOString(),
    });
  }
}

class Run {
  readonly done: Done = {
    startedAtMs: Date.now(),
    kills: [],
    crashes: 0,
    trouble: new Map(),
    unmet: new Set(),
  };
  readonly #browser: Driver;
  readonly #sandbox: Sandbox;
  readonly #person: Person;
  readonly #patienceMs: number;
  readonly #mustRun: () => void;
  /** A kill and a click on the menu take turns. */
  readonly #inTurn = inTurns();

  constructor(browser: Driver, sandbox: Sandbox, person: Person, patienceMs: number) {
    this.#browser = browser;
    this.#sandbox = sandbox;
    this.#person = person;
    this.#patienceMs = patienceMs;
    this.#mustRun = runningCheck(browser);
  }

  async play(plan: Plan, say: (line: string) => void): Promise<void> {
    this.#inject(plan.troubleAtStart);
    await this.#person.connect();
    for (const [index, round] of plan.rounds.entries()) {
      if (index === plan.rounds.length - 1) this.#inject(plan.lastingTrouble);
      await during(`round ${index + 1}`, () => this.#playRound(round));
      const { endings } = this.#sandbox.world;
      say(`Round ${index + 1} of ${plan.rounds.length}: ${endings.length} sessions have ended`);
    }
    await this.#untilTried(plan.rounds.at(-1)?.wishes ?? []);
    this.#lift();
  }

  async #playRound(round: Round): Promise<void> {
    await during('the choice of time to undo', () => this.#person.chooseUndo(round.undo));
    this.#inject(round.trouble);
    await Promise.all([
      this.#clickThrough(round),
      during('the kills', () => this.#kill(round.kills)),
    ]);
    if (round.crashAfterMs === null) return;
    for (const { session } of round.wishes) {
      await during(`the wait for ${session.id}`, () => this.#person.untilStored(session));
    }
    await delay(round.crashAfterMs);
    await during('the crash', () => this.#browser.restart('crash'));
    this.done.crashes += 1;
  }

  async #clickThrough({ wishes, closesPopup }: Round): Promise<void> {
    for (const [index, wish] of wishes.entries()) {
      const looksAfter = index < wishes.length - 1 || !closesPopup;
      await during(`${wish.session.id} (${wish.via})`, () => this.#carryOut(wish, looksAfter));
    }
    if (closesPopup) await during('closing the popup', () => this.#person.closePopup());
  }

  async #carryOut({ session, via, undone }: Wish, looksAfter: boolean): Promise<void> {
    if (via === 'menu') {
      await this.#inTurn(() => this.#person.terminateInMenu(session));
      return;
    }
    await this.#person.terminateInRow(session, via);
    if (undone) await this.#person.undo(session);
    else if (looksAfter) await this.#person.seeItTaken(session);
  }

  async #kill(kills: Kill[]): Promise<void> {
    for (const { awaitsDelete, afterMs } of kills) {
      if (awaitsDelete) await this.#nextDelete();
      await delay(afterMs);
      await this.#inTurn(async () => {
        const fromMs = Date.now();
        await this.#browser.killBackground();
        this.done.kills.push({ fromMs, toMs: Date.now() });
      });
    }
  }

  /** Until the API has received another DELETE, or none has come for a while. */
  async #nextDelete(): Promise<void> {
    const { journal } = this.#sandbox;
    const before = journal.requests('delete').length;
    const deadlineMs = Date.now() + 3_000;
    await waitFor(
      'another DELETE',
      () => journal.requests('delete').length > before || Date.now() > deadlineMs,
      (isOver) => isOver,
      { everyMs: 5 },
    );
  }

  #inject(trouble: Trouble[]): void {
    for (const each of trouble) this.done.trouble.set(this.#sandbox.faults.inject(each), each);
  }

  /** The trouble lasts until each wish was sent once. */
  async #untilTried(wishes: Wish[]): Promise<void> {
    const ids = wishes.filter(({ undone }) => !undone).map(({ session }) => session.id);
    const untried = () => {
      this.#mustRun();
      const sent = new Set(this.#sandbox.journal.requests('delete').map(({ id }) => id));
      return ids.filter((id) => !sent.has(id));
    };
    await waitFor('the last DELETEs', untried, (left) => left.length === 0, {
      timeoutMs: this.#patienceMs,
      everyMs: 100,
    });
  }

  #lift(): void {
    const { faults } = this.#sandbox;
    for (const { faultId, times } of faults.list()) {
      if (times !== undefined) this.done.unmet.add(faultId);
    }
    faults.clear();
  }
}

/** Runs a task. Has an error say in which part of the plan it arose. */
async function during<Result>(part: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw new Error(`${part}: ${(error as Error).message}`, { cause: error });
  }
}
