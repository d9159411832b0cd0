/* Fulfils what people asked for: ends each session whose time to undo has passed, exactly once.
 * Killed between any two lines, the next drain goes on: tries are counted before a DELETE is sent,
 * and after a first try the session is looked up before another. Runs one at a time (Web Locks). */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { LONGEST_WAIT_MS } from '../api/headers.ts';
import { backOffMs, isPassing, retryAtMs } from '../quota/back-off.ts';
import type { Quota } from '../quota/gate.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import { type Ref, refOf } from '../session/ref.ts';
import { removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { type Attempt, type Ended, type Intent, UNDO_CHOICES_MS } from '../store/schemas.ts';
import { readState, type State } from '../store/state.ts';
import { sendableFromMs } from './intent.ts';

export interface DrainOptions {
  api: Api;
  now: () => number;
  /** False once the key was changed. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
  quota: Pick<Quota, 'expectEnds' | 'unansweredInARow'>;
  /** Don't wait for what failed in passing: the network is back, or a person asks. */
  isImpatient?: boolean;
}

/** With room for a clock that two processes read a little differently. */
const LONGEST_UNDO_MS = Math.max(...UNDO_CHOICES_MS) + 2_000;
/** A session that expired this long ago is given up without an answer of the API, after so many
 * tries to get one: our clock alone is not believed. */
const SURELY_EXPIRED_MS = 300_000;
const TRIES_TO_BE_SURE = 3;

/** Ends what is due; gives the instant at which something is due next, or null. */
export async function drain(options: DrainOptions): Promise<number | null> {
  const { now, random, isCurrent, quota } = options;
  const startedAtMs = now();
  const inVainBefore = options.isImpatient ? quota.unansweredInARow() : 0;
  await forgetOrphans();
  for (;;) {
    const state = await readState();
    const nowMs = now();
    const plans = [...state.intents.values()].map((intent) =>
      planFor(state, intent, nowMs, options.isImpatient ? startedAtMs : null),
    );
    quota.expectEnds(plans.filter(({ atMs, isAnswered }) => atMs <= nowMs && !isAnswered).length);
    const first = plans.reduce<Plan | null>((a, b) => (a && a.atMs <= b.atMs ? a : b), null);
    if (!first || first.atMs === Infinity) return null;
    if (first.atMs > now()) return first.atMs;
    const problem = await settle(options, state, first);
    // The next drain goes on with the new key.
    if (!(await isCurrent())) return now();
    // The others would fare no better; one alone may have a trouble of its own.
    const inVain = quota.unansweredInARow() - inVainBefore;
    if (problem?.kind === 'unreachable' && inVain > 1) {
      return now() + backOffMs(inVain - 1, random());
    }
  }
}

interface Plan {
  intent: Intent;
  /** When it is its turn: to be sent, or, once it was answered with a refusal, to be forgotten
   * with its session. */
  atMs: number;
  isAnswered: boolean;
  /** For how long its session has been over, as far as our clock can tell; negative before. */
  expiredForMs: number;
  /** The tries so far, of this intent and not of an earlier one for the same session. */
  tries: number;
  /** Why the last try failed. */
  problem: ApiError | null;
}

/** `impatientSinceMs`: what was tried before it and failed in passing is due. */
function planFor(
  state: State,
  intent: Intent,
  nowMs: number,
  impatientSinceMs: number | null,
): Plan {
  const attempt = state.attempts.get(refOf(intent));
  const isTried = attempt?.askedAtMs === intent.askedAtMs;
  const isAnswered = isTried && attempt.nextAtMs === null;
  const offsetMs = state.statuses[intent.product]?.good?.clockOffsetMs ?? 0;
  const expiryMs = intent.expiresAtMs - offsetMs;
  const wantedMs = isTried
    ? plausible(nextTryMs(attempt, impatientSinceMs) ?? expiryMs, LONGEST_WAIT_MS, nowMs)
    : plausible(sendableFromMs(intent), LONGEST_UNDO_MS, nowMs);
  return {
    intent,
    isAnswered,
    expiredForMs: nowMs - expiryMs,
    atMs: isAnswered ? expiryMs : Math.max(wantedMs, pausedUntilMs(state, nowMs) ?? 0),
    tries: isTried ? attempt.count : 0,
    problem: isTried ? attempt.problem : null,
  };
}

/** When a tried one is tried again; hurried, the one that has waited longest comes first. */
function nextTryMs(attempt: Attempt, impatientSinceMs: number | null): number | null {
  const { triedAtMs, nextAtMs, problem } = attempt;
  const isHurried =
    impatientSinceMs !== null &&
    problem !== null &&
    isPassing(problem) &&
    triedAtMs < impatientSinceMs;
  return isHurried ? triedAtMs : nextAtMs;
}

/** An instant further off than it can have been set has become so by a clock that was set back:
 * it has waited enough. */
function plausible(atMs: number, longestMs: number, nowMs: number): number {
  return atMs - nowMs <= longestMs ? atMs : nowMs;
}

/** Does what an intent's turn has come for. Gives the failure, if it is one. */
async function settle(options: DrainOptions, state: State, plan: Plan): Promise<ApiError | null> {
  const { intent, isAnswered, expiredForMs, tries } = plan;
  if (isAnswered) {
    await forgetIntent(refOf(intent));
    return null;
  }
  if (expiredForMs > SURELY_EXPIRED_MS && tries >= TRIES_TO_BE_SURE) {
    await recordEnd(intent, options.now(), 'expired');
    return null;
  }
  // Another session was refused already: this key may end none.
  const problem = state.readOnly ?? (await fulfil(options, plan));
  if (problem !== null) await recordFailure(options, plan, problem);
  return problem;
}

/** Ends the session of an intent, or finds that it has ended. Gives the failure, if it is one. */
async function fulfil(
  { api, now }: DrainOptions,
  { intent, tries, problem, expiredForMs }: Plan,
): Promise<ApiError | null> {
  const ref = refOf(intent);
  // The outcome of an earlier try may be unknown, and so may our clock: a look costs no more.
  if (tries > 0 || expiredForMs >= 0) {
    const found = await api.session(intent.product, intent.id);
    if (found.ok && found.value.terminated) return recordEnd(intent, now(), 'terminated');
    if (!found.ok && found.error.kind === 'gone') {
      return recordEnd(intent, now(), expiredForMs >= 0 ? 'expired' : 'terminated');
    }
    // Where looking is what the key may not do, the DELETE itself will tell.
    if (!found.ok && found.error.kind !== 'not-permitted') return found.error;
  }

  const attempt = items.attempts.item(ref);
  const { askedAtMs } = intent;
  const nowMs = now();
  await attempt.write({
    askedAtMs,
    count: tries + 1,
    triedAtMs: nowMs,
    nextAtMs: nowMs,
    problem,
  });
  // Undone while we were on our way here?
  const wish = await items.intents.item(ref).read();
  if (wish?.askedAtMs !== askedAtMs) {
    await attempt.remove();
    return null;
  }

  const answer = await api.terminate(intent.product, intent.id);
  if (answer.ok || answer.error.kind === 'gone') return recordEnd(intent, now(), 'terminated');
  return answer.error;
}

/** The end is written before the intent goes: between the two, a next drain finds it gone. */
async function recordEnd(intent: Intent, endedAtMs: number, how: Ended['how']): Promise<null> {
  const { product, id, sessionId } = intent;
  await items.ended.item(refOf(intent)).write({ product, id, sessionId, endedAtMs, how });
  await forgetIntent(refOf(intent));
  return null;
}

async function recordFailure(
  { now, random, isCurrent }: DrainOptions,
  { intent, tries }: Plan,
  problem: ApiError,
): Promise<void> {
  // What another key was told is no answer to this one.
  if (!(await isCurrent())) return;
  if (problem.kind === 'not-permitted') await items.readOnly.write({ refusal: problem });
  const count = tries + 1;
  const triedAtMs = now();
  const isRefusal = problem.kind === 'not-permitted' || problem.kind === 'key-refused';
  const nextAtMs = isRefusal ? null : retryAtMs(problem, count, triedAtMs, random());
  const { askedAtMs } = intent;
  const attempt: Omit<Attempt, 'v'> = { askedAtMs, count, triedAtMs, nextAtMs, problem };
  await items.attempts.item(refOf(intent)).write(attempt);
}

/** An undo can come between a try and its record, which then belongs to nothing. */
async function forgetOrphans(): Promise<void> {
  const { attempts, intents } = await readState();
  const orphans = [...attempts.keys()].filter((ref) => !intents.has(ref));
  await removeTogether(...orphans.map((ref) => items.attempts.item(ref)));
}

function forgetIntent(ref: Ref): Promise<void> {
  return removeTogether(items.intents.item(ref), items.attempts.item(ref));
}
