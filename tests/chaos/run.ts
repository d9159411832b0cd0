/* The run itself: round after round of clicks, kills and crashes, until the trouble is lifted. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Driver } from '../e2e/driver/driver.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Person } from './person.ts';
import type { Crash, Kill, Plan, Round, Wish } from './plan.ts';
import { runningCheck } from './running.ts';
import type { Trouble } from './trouble.ts';

/** The kills, crashes and troubles of a run: all that the sandbox's journal does not say. */
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

export class Run {
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
      // Another key's sessions have to be listed before they can be clicked on.
      if (plan.rounds[index - 1]?.replacesKey) {
        await during('the list of the other key', () => this.#person.seeList());
      }
      if (index === plan.rounds.length - 1) this.#inject(plan.lastingTrouble);
      await during(`round ${index + 1}`, () => this.#playRound(round));
      const { endings } = this.#sandbox.world;
      say(`Round ${index + 1} of ${plan.rounds.length}: ${endings.length} sessions have ended`);
    }
    await this.#untilTried(plan.rounds.at(-1)?.wishes ?? []);
    this.#lift();
  }

  async #playRound(round: Round): Promise<void> {
    const { wishes, crash } = round;
    const { world, clock } = this.#sandbox;
    world.listLagMs = round.listLagMs;
    clock.set(Date.now() - round.apiBehindMs);
    await during('the choice of time to undo', () => this.#person.chooseUndo(round.undo));
    this.#inject(round.trouble);
    const last = crash?.after === 'click' ? wishes.at(-1) : undefined;
    await Promise.all([
      this.#clickThrough({ ...round, wishes: wishes.filter((wish) => wish !== last) }),
      during('the kills', () => this.#kill(round.kills)),
    ]);
    if (round.replacesKey) await during('the other key', () => this.#person.replaceKey());
    if (!last) await this.#untilStored(wishes);
    if (last) await during(`${last.session.id} (begun)`, () => this.#person.beginClick(last));
    if (crash) await during('the crash', () => this.#crash(crash));
    if (last) await during(last.session.id, () => this.#person.makeSure(last.session));
  }

  async #untilStored(wishes: Wish[]): Promise<void> {
    for (const { session, undone } of wishes) {
      if (undone) continue;
      await during(`the wait for ${session.id}`, () => this.#person.untilStored(session));
    }
  }

  async #crash({ afterMs }: Crash): Promise<void> {
    await delay(afterMs);
    await this.#browser.restart('crash');
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
    if (via === 'menu') return this.#person.terminateInMenu(session);
    await this.#person.terminateInRow(session, via);
    if (undone) await this.#person.undo(session);
    else if (looksAfter) await this.#person.seeItTaken(session);
  }

  async #kill(kills: Kill[]): Promise<void> {
    for (const { awaits, afterMs } of kills) {
      if (awaits) await this.#next(awaits);
      await delay(afterMs);
      const fromMs = Date.now();
      await this.#browser.killBackground();
      this.done.kills.push({ fromMs, toMs: Date.now() });
    }
  }

  /** Waits until the API has received another DELETE, or another click on the menu has begun; for 3 s at
   * most. */
  async #next(event: 'delete' | 'menu'): Promise<void> {
    const { journal } = this.#sandbox;
    const count = () =>
      event === 'menu' ? this.#person.menuClicks : journal.requests('delete').length;
    const before = count();
    const deadlineMs = Date.now() + 3_000;
    await waitFor(
      `another ${event}`,
      () => count() > before || Date.now() > deadlineMs,
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
    const { faults, world } = this.#sandbox;
    world.listLagMs = 0;
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
