/* Fulfils what people asked for: ends each session whose time to undo has passed, exactly once.
 * Killed between any two lines, the next drain goes on: tries are counted before a DELETE is sent,
 * and after a first try the session is looked up before another. Runs one at a time (Web Locks). */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { isOfScope } from '../api/scope.ts';
import { refusedAgainAtMs } from '../quota/back-off.ts';
import type { Quota } from '../quota/gate.ts';
import { refOf } from '../session/ref.ts';
import { whileCurrent } from '../store/books.ts';
import { readCommand, readWork, type Work } from '../store/commands.ts';
import { removeTogether, writeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Intent } from '../store/schemas.ts';
import { askedProducts, type Commands } from '../store/state.ts';
import { attemptOf, isRefusal } from './attempt.ts';
import { endByList, SURELY_EXPIRED_MS } from './by-lists.ts';
import { ended, failed, fulfil, type Outcome } from './fulfil.ts';
import { whyNoEnds } from './lock.ts';
import { type Plan, planFor } from './plan.ts';
import { forgetIntent, isOfKey, recordAccepted, recordEnd, recordFailure } from './record.ts';
import type { UndoClock } from './undo-clock.ts';

export interface DrainOptions {
  api: Api;
  now: () => number;
  /** False once the key was changed. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
  quota: Pick<Quota, 'expectEnds' | 'network'>;
  undoClock: UndoClock;
  /** Don't wait for what failed in passing: the network is back, or a person asks. */
  isImpatient?: boolean;
}

/** What was read is not worked from for longer. */
const READ_ANEW_MS = 10_000;
/** Something that answers DELETEs in the API's place may let looks pass: then no more are sent for a while. */
const REST_AFTER_FOREIGN_MS = 30_000;
/** Failures in which the API has not answered, and would not answer the next request either. */
const UNANSWERED: ApiError['kind'][] = ['offline', 'unreachable', 'timed-out'];
/** After so many refusals in a row that may concern the key, no more are sent in this run. */
const MOST_REFUSALS = 5;

/** One drain: what it was told to do, and what it has learned of the key meanwhile. */
interface Run extends DrainOptions {
  hurriedSinceMs: number | null;
  refusal: ApiError | null;
  /** The same for a product and sub-user that the key does not cover. */
  scopes: Map<string, ApiError>;
  /** Wishes in a row that something in between has answered. */
  foreignInARow: number;
  /** Wishes in a row that were refused with a 403 that names no scope. */
  refusedInARow: number;
}

/** Ends what is due; gives the instant at which something is due next, or null. */
export async function drain(options: DrainOptions): Promise<number | null> {
  const { now, quota } = options;
  if (options.isImpatient) quota.network.hope();
  const run: Run = {
    ...options,
    hurriedSinceMs: options.isImpatient ? now() : null,
    refusal: null,
    scopes: new Map(),
    foreignInARow: 0,
    refusedInARow: 0,
  };
  for (;;) {
    const work = await readWork();
    await forgetOrphans(work);
    options.undoClock.keepOnly([...work.commands.intents.values()]);
    if (await settleByLists(run, work)) continue;
    const plans = [...work.commands.intents.values()]
      .map((intent) => plan(run, work.commands, intent))
      .sort((a, b) => a.atMs - b.atMs);
    const due = plans.filter(({ atMs }) => atMs <= now());
    quota.expectEnds(due.filter(({ isAnswered }) => !isAnswered).length);
    if (due.length === 0) return plans[0]?.atMs ?? null;
    const stoppedUntilMs = await workOff(run, work, due);
    if (stoppedUntilMs !== null) return stoppedUntilMs;
  }
}

/** Records the end of each session that a whole list no longer holds. */
async function settleByLists(run: Run, work: Work): Promise<boolean> {
  const { commands, listed, lists } = work;
  let settled = 0;
  for (const intent of commands.intents.values()) {
    const good = commands.statuses[intent.product]?.good;
    const isWhole = good?.isWhole && good.notUnderstood.count === 0;
    if (!isWhole || !lists.includes(intent.product) || listed(intent) !== null) continue;
    const how = endByList(intent, attemptOf(commands, intent), good);
    if (how === null) continue;
    await recordEnd(run, plan(run, commands, intent), null, ended(how, null));
    settled += 1;
  }
  return settled > 0 && (await run.isCurrent());
}

function plan(run: Run, commands: Commands, intent: Intent): Plan {
  const { now, quota, undoClock, hurriedSinceMs } = run;
  const goneUntilMs = quota.network.goneUntilMs();
  const sendableMs = undoClock.sendableMs(intent);
  return planFor(commands, intent, { nowMs: now(), hurriedSinceMs, goneUntilMs, sendableMs });
}

/** Does what is due, in its order: what becomes due meanwhile comes after it. Null when all is to
 * be read anew; else until when there is nothing more to do. */
async function workOff(run: Run, work: Work, due: Plan[]): Promise<number | null> {
  const { now, isCurrent, quota } = run;
  const { network } = quota;
  const startedAtMs = now();
  let waiting = due.filter(({ isAnswered }) => !isAnswered).length;
  for (const { intent } of due) {
    // An undo, a pause, another list: what has been read is not so any more.
    const commands = await readCommand(refOf(intent));
    const wish = commands.intents.get(refOf(intent));
    const present = wish && plan(run, commands, wish);
    const isOld = Math.abs(now() - startedAtMs) > READ_ANEW_MS;
    if (!present || present.atMs > now() || isOld) return null;
    // What was said of the key for one session holds for all.
    const scope = scopeOf(work, intent);
    const refusal = whyNoEnds(commands) ?? run.refusal ?? run.scopes.get(scope) ?? null;
    const readAtMs = commands.statuses[intent.product]?.good?.startedAtMs ?? 0;
    const problem = await settle(run, { plan: present, listed: work.listed, readAtMs, refusal });
    // The next drain goes on with the new key.
    if (!(await isCurrent())) return now();
    if (problem?.kind === 'key-refused' && run.refusal === null) {
      run.refusal = problem;
      await tellOfRefusal(commands, problem, run);
    }
    if (problem && isOfScope(problem)) run.scopes.set(scope, problem);
    run.refusedInARow = problem && isOfKey(problem) ? run.refusedInARow + 1 : 0;
    if (run.refusedInARow >= MOST_REFUSALS) run.refusal ??= problem;
    run.foreignInARow = problem?.kind === 'foreign' ? run.foreignInARow + 1 : 0;
    if (run.foreignInARow > 1) return now() + REST_AFTER_FOREIGN_MS;
    // The others would fare no better; one alone may have a trouble of its own.
    const isUnanswered = problem !== null && UNANSWERED.includes(problem.kind);
    if (isUnanswered && network.unansweredInARow() > 1) return network.giveUp();
    if (!present.isAnswered) waiting -= 1;
    quota.expectEnds(waiting);
  }
  return null;
}

function scopeOf({ listed }: Work, intent: Intent): string {
  return `${intent.product} ${listed(intent)?.subuser ?? intent.id}`;
}

/** The lists would hear the same: badge and popup are told at once, and no round goes out to ask. */
async function tellOfRefusal(
  commands: Commands,
  problem: ApiError,
  { now, isCurrent }: Run,
): Promise<void> {
  const statuses = askedProducts(commands).map((product) =>
    items.listStatusOf(product).entry({
      good: commands.statuses[product]?.good ?? null,
      problem,
      failures: 1,
      triedAtMs: now(),
      retryAtMs: refusedAgainAtMs(1, now()),
    }),
  );
  await whileCurrent(isCurrent, () => writeTogether(...statuses));
}

/** What an intent's turn has come with. */
interface Turn {
  plan: Plan;
  listed: Work['listed'];
  /** When the list of its product was asked for; 0 if it never was. */
  readAtMs: number;
  /** What is known to keep it from being sent. */
  refusal: ApiError | null;
}

/** Does what an intent's turn has come for. Gives the failure, if it is one. */
async function settle(run: Run, turn: Turn): Promise<ApiError | null> {
  const { plan, listed, refusal } = turn;
  if (plan.isAnswered) {
    await forgetIntent(refOf(plan.intent));
    return null;
  }
  const outcome = refusal ? failed(refusal) : await fulfil(run, plan);
  const isOpen = outcome.kind === 'failed' || outcome.kind === 'accepted';
  if (isOpen && isSurelyOver(turn, outcome, run.now())) {
    const isAccepted = outcome.kind === 'accepted' && !outcome.isLate;
    const how = isAccepted ? 'terminated' : 'expired';
    await recordEnd(run, plan, listed(plan.intent), ended(how, null));
    return null;
  }
  if (outcome.kind === 'failed') {
    await recordFailure(run, plan, outcome.problem);
    return outcome.problem;
  }
  if (outcome.kind === 'ended') await recordEnd(run, plan, listed(plan.intent), outcome);
  if (outcome.kind === 'accepted') await recordAccepted(run, plan, outcome.isLate);
  return null;
}

/** Whether a session has surely expired: two tries since its expiry have got no answer, and no list since
 * then holds it. Our clock alone is not believed. */
function isSurelyOver(
  { plan: { intent, expiredForMs, triedAtMs }, listed, readAtMs }: Turn,
  outcome: Outcome,
  nowMs: number,
): boolean {
  if (outcome.kind === 'failed' && isRefusal(outcome.problem)) return false;
  const expiredAtMs = nowMs - expiredForMs;
  const wasTriedSince = triedAtMs !== null && triedAtMs > expiredAtMs;
  const isListedSince = readAtMs > expiredAtMs && listed(intent) !== null;
  return expiredForMs > SURELY_EXPIRED_MS && wasTriedSince && !isListedSince;
}

/** An undo can come between a try and its record, which then belongs to nothing. An intent of another account
 * was written by a page that did not know of the new key yet. */
async function forgetOrphans({ commands, strangers }: Work): Promise<void> {
  const { attempts, intents } = commands;
  const orphans = [...attempts.keys()].filter((ref) => !intents.has(ref));
  await removeTogether(
    ...strangers.map((ref) => items.intents.item(ref)),
    ...orphans.map((ref) => items.attempts.item(ref)),
  );
}
