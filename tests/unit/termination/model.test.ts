/* Any interleaving of clicks, undos, views that close, kills, restarts and answers: what was asked for is ended, once,
 * and nothing else is. Kills come at any write to storage and at either side of any request. */
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Api } from '../../../lib/api/client.ts';
import type { ApiError, Result } from '../../../lib/api/errors.ts';
import type { EndedAs, Session } from '../../../lib/api/schemas.ts';
import type { Network } from '../../../lib/quota/gate.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { parseRef } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { openRefsOf, progressOf } from '../../../lib/termination/bulk.ts';
import { drain } from '../../../lib/termination/drain.ts';
import { takeFromClosed } from '../../../lib/termination/hold.ts';
import {
  askToTerminate,
  askToTerminateAll,
  undo,
  undoAll,
} from '../../../lib/termination/intent.ts';
import { createUndoClock } from '../../../lib/termination/undo-clock.ts';
import { openView, releaseLocks } from '../support/browser.ts';
import { NOW, session, status } from '../support/samples.ts';

const UNDO_MS = 5_000;
const LIFE_MS = 20 * 60_000;
const SESSIONS = [0, 1, 2];

/** What becomes of the next request: as it should, or one of the ways to fail. */
const answers = ['fine', 'lost before', 'lost after', 'fault', 'throttled', 'hang after'] as const;
type Answer = (typeof answers)[number];

/** What the API knows, and what people have asked for. */
class Model {
  nowMs = NOW;
  readonly alive = new Set(SESSIONS);
  /** Sessions whose end somebody wants, and from when on it may be sent; Infinity as long as the view is
   * open that it waits for. */
  readonly wanted = new Map<number, number>();
  #views = 0;
  #view = this.#openView();
  readonly endings: number[] = [];
  /** DELETEs for a session that had been ended already. */
  repeated = 0;
  answers: Answer[] = [];
  /** Requests without an answer since the last one that had one. */
  unanswered = 0;
  goneUntilMs = 0;
  readonly network: Network = {
    unansweredInARow: () => this.unanswered,
    goneUntilMs: () => this.goneUntilMs,
    giveUp: () => {
      this.goneUntilMs = this.nowMs + 5_000;
      return this.goneUntilMs;
    },
    hope: () => {
      this.unanswered = 0;
      this.goneUntilMs = 0;
    },
  };
  /** Steps until the worker is killed; null for never. */
  stepsToLive: number | null = null;
  #die: () => void = () => {};
  /** Belongs to the worker that lives; the next worker gets another. */
  undoClock = this.#startUndoClock();

  /** Runs a task of the worker until it ends or the worker is killed. */
  async run(task: () => Promise<unknown>, stepsToLive: number | null): Promise<void> {
    const death = new Promise<void>((resolve) => {
      this.#die = resolve;
    });
    this.stepsToLive = stepsToLive;
    await Promise.race([task(), death]);
    // A browser frees what a dead worker held.
    releaseLocks();
    this.stepsToLive = null;
  }

  get view(): string {
    return this.#view.name;
  }

  /** Another one is opened in its place. */
  closeView(): void {
    this.#view.close();
    for (const [session, fromMs] of this.wanted) {
      if (fromMs === Infinity) this.wanted.set(session, this.nowMs);
    }
    this.#view = this.#openView();
  }

  #openView() {
    const name = `view ${this.#views++}`;
    return { name, ...openView(name) };
  }

  /** A point at which the worker may be killed: then nothing follows. */
  async step(): Promise<void> {
    if (this.stepsToLive === null) return;
    if (this.stepsToLive-- > 0) return;
    this.stepsToLive = 0;
    this.#die();
    this.undoClock = this.#startUndoClock();
    await new Promise(() => {});
  }

  #startUndoClock() {
    return createUndoClock(
      () => this.nowMs,
      () => this.nowMs,
    );
  }

  async answer<T>(act: () => Result<T>): Promise<Result<T>> {
    await this.step();
    const how = this.answers.shift() ?? 'fine';
    const isUnanswered = how.startsWith('lost') || how.startsWith('hang');
    this.unanswered = isUnanswered ? this.unanswered + 1 : 0;
    const fail = (error: ApiError): Result<T> => ({ ok: false, error });
    if (how === 'lost before') return fail({ kind: 'unreachable', requestId: null });
    if (how === 'fault') return fail({ kind: 'server-fault', status: 500, requestId: null });
    if (how === 'throttled') {
      return fail({ kind: 'rate-limited', untilMs: this.nowMs + 2_000, requestId: null });
    }
    const result = act();
    await this.step();
    if (how === 'lost after') return fail({ kind: 'unreachable', requestId: null });
    if (how === 'hang after') {
      this.nowMs += 15_000;
      return fail({ kind: 'timed-out', requestId: null });
    }
    return result;
  }

  readonly api = {
    session: (_product: string, id: string) =>
      this.answer(() =>
        this.isOver
          ? gone
          : { ok: true, value: { endedAs: this.endedAs(numberOf(id)), requestId: null } },
      ),
    terminate: (_product: string, id: string) =>
      this.answer(() => {
        const number = numberOf(id);
        expect(this.wanted.get(number), 'only what is wanted').toBeLessThanOrEqual(this.nowMs);
        if (this.isOver) return gone;
        if (!this.alive.delete(number)) {
          this.repeated += 1;
          return gone;
        }
        this.endings.push(number);
        return { ok: true, value: { outcome: 'done', requestId: null } };
      }),
  } as unknown as Api;

  endedAs(number: number): EndedAs | null {
    return this.alive.has(number) ? null : 'terminated';
  }

  /** All sessions have expired. */
  get isOver(): boolean {
    return this.nowMs >= NOW + LIFE_MS;
  }
}

const gone = { ok: false, error: { kind: 'gone', requestId: null } } as const;
const sessionOf = (number: number): Session =>
  session({ id: `ses_${number}`, sessionId: `job${number}`, expiresAtMs: NOW + LIFE_MS });
const numberOf = (id: string) => Number(id.slice(4));

type Step =
  | { do: 'click' | 'click, held' | 'undo'; session: number }
  | { do: 'click all' | 'undo all' | 'close' }
  | { do: 'pass'; ms: number }
  | { do: 'answers'; answers: Answer[] }
  | { do: 'drain'; stepsToLive: number | null };

const number = fc.constantFrom(...SESSIONS);
const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('click' as const, 'click, held' as const),
        session: number,
      }),
    },
    fc.record({ do: fc.constant('undo' as const), session: number }),
    fc.record({ do: fc.constantFrom('click all' as const, 'undo all' as const, 'close' as const) }),
    fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(100, 4_999, 5_300, 20_000, 400_000),
    }),
    fc.record({
      do: fc.constant('answers' as const),
      answers: fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 5 }),
    }),
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('drain' as const),
        stepsToLive: fc.option(fc.nat(14), { freq: 3 }),
      }),
    },
  ),
  { minLength: 4, maxLength: 18 },
);

let model: Model;
const { set, remove } = fakeBrowser.storage.local;

beforeEach(() => {
  vi.restoreAllMocks();
  /** The worker dies before a write, or right after it. */
  const mortal =
    <Args extends unknown[]>(write: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      await model.step();
      await write(...args);
      await model.step();
    };
  Object.assign(fakeBrowser.storage.local, {
    set: mortal(set as (entries: object) => Promise<void>),
    remove: mortal(remove as (keys: string[]) => Promise<void>),
  });
});

async function rows() {
  return overviewOf(await readState(), model.nowMs).rows;
}

const drainOnce = (stepsToLive: number | null) =>
  model.run(async () => {
    await takeFromClosed(model.nowMs);
    await drain({
      api: model.api,
      now: () => model.nowMs,
      isCurrent: async () => true,
      random: () => 0.5,
      undoClock: model.undoClock,
      quota: { expectEnds: () => {}, network: model.network },
    });
  }, stepsToLive);

async function play(step: Step): Promise<void> {
  switch (step.do) {
    case 'click':
    case 'click, held': {
      const row = (await rows()).find(({ session: { id } }) => numberOf(id) === step.session);
      if (row?.fate.kind !== 'active') return;
      const { nowMs, view } = model;
      const isHeld = step.do === 'click, held';
      const terms = isHeld ? { undoMs: 0, heldBy: view } : { undoMs: UNDO_MS };
      await askToTerminate({ session: row.session, from: 'row', ...terms, owner: '', nowMs });
      model.wanted.set(step.session, isHeld ? Infinity : nowMs + UNDO_MS);
      return;
    }
    case 'undo': {
      const row = (await rows()).find(({ session: { id } }) => numberOf(id) === step.session);
      if (row?.fate.kind !== 'undoable') return;
      await undo(row.session);
      model.wanted.delete(step.session);
      return;
    }
    case 'click all': {
      const asked = (await rows()).filter(({ fate }) => fate.kind === 'active');
      const sessions = asked.map(({ session }) => session);
      const { nowMs } = model;
      await askToTerminateAll({ sessions, undoMs: UNDO_MS, nowMs, state: await readState() });
      for (const { id } of sessions) model.wanted.set(numberOf(id), nowMs + UNDO_MS);
      return;
    }
    case 'undo all': {
      const state = await readState();
      const { undoableUntilMs } = progressOf(state, model.nowMs) ?? {};
      if (!undoableUntilMs) return;
      for (const ref of openRefsOf(state)) model.wanted.delete(numberOf(parseRef(ref)?.id ?? ''));
      return undoAll(state);
    }
    case 'close':
      return model.closeView();
    case 'pass':
      model.nowMs += step.ms;
      return;
    case 'answers':
      model.answers = step.answers;
      return;
    case 'drain':
      return drainOnce(step.stepsToLive);
  }
}

/** The network is well, and the worker lives: until nothing is left to do. */
async function settle(): Promise<void> {
  model.answers = [];
  model.closeView();
  for (let turn = 0; turn < 12; turn++) {
    model.nowMs += 60_000;
    await drainOnce(null);
  }
}

test('what was asked for is ended exactly once, or has expired; nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (played) => {
      fakeBrowser.reset();
      releaseLocks('all');
      model = new Model();
      await items.keyInLocal.write({ key: 'hel_x', savedAtMs: 0, checked: true });
      await items.listOf('residential').write({ sessions: SESSIONS.map(sessionOf) });
      const { v: _, ...good } = status();
      await items.listStatusOf('residential').write(good);

      for (const step of played) await play(step);
      const wasOver = model.isOver;
      await settle();

      expect(new Set(model.endings).size).toBe(model.endings.length);
      expect(model.repeated).toBe(0);
      const { intents, attempts, ended } = await readState();
      expect([...intents.keys(), ...attempts.keys()]).toEqual([]);
      const others = [...ended.values()].filter(({ how }) => how === 'gone');
      for (const { id } of others) expect(model.endings).not.toContain(numberOf(id));
      if (!wasOver) expect([...model.endings].sort()).toEqual([...model.wanted.keys()].sort());
      for (const number of model.wanted.keys()) {
        expect(model.isOver || !model.alive.has(number)).toBe(true);
      }
    }),
  );
});
