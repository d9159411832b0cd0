/* Fulfils what people asked for: ends each session whose time to undo has passed, exactly once.
 * Killed between any two lines, the next drain goes on: tries are counted before a DELETE is sent,
 * and after a first try the session is looked up before another. Runs one at a time (Web Locks). */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { LONGEST_WAIT_MS } from '../api/headers.ts';
import { isPassing, retryAtMs } from '../quota/back-off.ts';
import type { Quota } from '../quota/gate.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import { type Ref, refOf } from '../session/ref.ts';
import { whileCurrent } from '../store/books.ts';
import { removeTogether, writeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { type Attempt, type Ended, type Intent, UNDO_CHOICES_MS } from '../store/schemas.ts';
import { askedProducts, readState, type State } from '../store/state.ts';
import { sendableFromMs } from './intent.ts';

export interface DrainOptions {
  api: Api;
  now: () => number;
  /** False once the key was changed. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
  quota: Pick<Quota, 'expectEnds' | 'network'>;
  /** Don't wait for what failed in passing: the network is back, or a person asks. */
  isImpatient?: boolean;
}

/** With room for a clock that two processes read a little differently. */
const LONGEST_UNDO_MS = Math.max(...UNDO_CHOICES_MS) + 2_000;
/** Two processes may read the clock a little differently. */
const CLOCK_SLACK_MS = 5_000;
/** A session that expired this long ago may be given up without an answer of the API. */
const SURELY_EXPIRED_MS = 300_000;

/** Ends what is due; gives the instant at which something is due next, or null. */
export async function drain(options: DrainOptions): Promise<number | null> {
  const { now, isCurrent, quota } = options;
  const { network } = quota;
  const startedAtMs = now();
  if (options.isImpatient) network.hope();
  let refusal: ApiError | null = null;
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
    const atMs = first.isAnswered ? first.atMs : Math.max(first.atMs, network.goneUntilMs());
    if (atMs > now()) return atMs;
    // What was said of the key for one session holds for all.
    const problem = await settle(options, first, refusal ?? state.readOnly);
    // The next drain goes on with the new key.
    if (!(await isCurrent())) return now();
    if (problem?.kind === 'key-refused' && refusal === null) {
      refusal = problem;
      await tellOfRefusal(state, problem, options);
    }
    // The others would fare no better; one alone may have a trouble of its own.
    if (problem?.kind === 'unreachable' && network.unansweredInARow() > 1) return network.giveUp();
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
  triedAtMs: number | null;
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
    ? plausible(nextTryMs(attempt, nowMs, impatientSinceMs) ?? expiryMs, LONGEST_WAIT_MS, nowMs)
    : plausible(sendableFromMs(intent), LONGEST_UNDO_MS, nowMs);
  return {
    intent,
    isAnswered,
    expiredForMs: nowMs - expiryMs,
    atMs: isAnswered ? expiryMs : Math.max(wantedMs, pausedUntilMs(state, nowMs) ?? 0),
    tries: isTried ? attempt.count : 0,
    triedAtMs: isTried ? attempt.triedAtMs : null,
    problem: isTried ? attempt.problem : null,
  };
}

/** When a tried one is tried again; hurried, the one that has waited longest comes first. */
function nextTryMs(
  { triedAtMs, nextAtMs, problem }: Attempt,
  nowMs: number,
  impatientSinceMs: number | null,
): number | null {
  // Tried in a future that a clock set back has made: how long ago that is, nobody knows.
  if (nextAtMs !== null && triedAtMs > nowMs + CLOCK_SLACK_MS) return nowMs;
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

/** The lists would hear the same: badge and popup are told at once, and no round goes out to ask. */
async function tellOfRefusal(
  state: State,
  problem: ApiError,
  { now, isCurrent }: DrainOptions,
): Promise<void> {
  const statuses = askedProducts(state).map((product) =>
    items.listStatusOf(product).entry({
      good: state.statuses[product]?.good ?? null,
      problem,
      failures: 0,
      triedAtMs: now(),
      retryAtMs: null,
    }),
  );
  await whileCurrent(isCurrent, () => writeTogether(...statuses));
}

/** Does what an intent's turn has come for. Gives the failure, if it is one. `refusal`: what the
 * API has said of this key already. */
async function settle(
  options: DrainOptions,
  plan: Plan,
  refusal: ApiError | null,
): Promise<ApiError | null> {
  const { intent, isAnswered, expiredForMs, triedAtMs } = plan;
  if (isAnswered) {
    await forgetIntent(refOf(intent));
    return null;
  }
  const problem = refusal ?? (await fulfil(options, plan));
  if (problem === null) return null;
  // Two tries since then have not got an answer: our clock alone is not believed.
  const wasTriedSince = triedAtMs !== null && triedAtMs > options.now() - expiredForMs;
  if (isPassing(problem) && expiredForMs > SURELY_EXPIRED_MS && wasTriedSince) {
    return recordEnd(intent, options.now(), 'expired');
  }
  await recordFailure(options, plan, problem);
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
  await items.ended
    .item(refOf(intent))
    .write({ product, id, sessionId, endedAtMs, how, session: null, wish: null });
  await forgetIntent(refOf(intent));
  return null;
}

async function recordFailure(
  { now, random, isCurrent, isImpatient }: DrainOptions,
  { intent, tries }: Plan,
  problem: ApiError,
): Promise<void> {
  const count = tries + 1;
  const triedAtMs = now();
  const isRefusal = problem.kind === 'not-permitted' || problem.kind === 'key-refused';
  // Where there is new hope, the back-off begins anew.
  const failures = isImpatient ? 1 : count;
  const nextAtMs = isRefusal ? null : retryAtMs(problem, failures, triedAtMs, random());
  const { askedAtMs } = intent;
  const attempt: Omit<Attempt, 'v'> = { askedAtMs, count, triedAtMs, nextAtMs, problem };
  // What another key was told is no answer to this one.
  await whileCurrent(isCurrent, async () => {
    if (problem.kind === 'not-permitted') await items.readOnly.write({ refusal: problem });
    await items.attempts.item(refOf(intent)).write(attempt);
  });
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
