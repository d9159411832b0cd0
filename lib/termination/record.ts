/* Stores the outcome of an intent, unless the key was changed meanwhile: an answer to the former key is none
 * to the new one. */
import type { ApiError } from '../api/errors.ts';
import type { Session } from '../api/schemas.ts';
import { isOfScope } from '../api/scope.ts';
import { isPassing, retryAtMs } from '../quota/back-off.ts';
import { type Ref, refOf } from '../session/ref.ts';
import { whileCurrent } from '../store/books.ts';
import { removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Attempt } from '../store/schemas.ts';
import { isRefusal } from './attempt.ts';
import type { End } from './fulfil.ts';
import type { Plan } from './plan.ts';

export interface Recorder {
  now: () => number;
  /** False once the key was changed. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
  /** There is new hope, so that back-off begins anew. */
  isImpatient?: boolean;
}

/** An accepted end is looked up after this if no list has told of it: the vendor's figures lag a minute. */
const LOOK_AFTER_MS = 75_000;
const LONGEST_LOOK_MS = 600_000;
/** After so many tries, about three quarters of an hour of back-off, an intent is given up, and its row says
 * so. */
const MOST_TRIES = 24;
/** The same if the API's answer is not one that time alone mends. */
const MOST_ODD_TRIES = 10;
/** Failures over which no intent is given up: no request has gone out, or the API has asked to wait. */
const UNTRIED: ApiError['kind'][] = ['offline', 'over-budget', 'rate-limited'];

/** Records an end. It is written before the intent goes: between the two, a next drain finds it gone. If the
 * key was changed meanwhile, nothing is written: the session may be another account's, and an intent that is
 * still there is looked up with the new key. `session`: as it was last listed. */
export async function recordEnd(
  { now, isCurrent }: Recorder,
  plan: Plan,
  session: Session | null,
  { how, requestId }: End,
): Promise<void> {
  const { product, id, sessionId, from, askedAtMs } = plan.intent;
  await whileCurrent(isCurrent, async () => {
    await items.ended.item(refOf(plan.intent)).write({
      product,
      id,
      sessionId,
      endedAtMs: now(),
      how,
      session,
      wish: { from, askedAtMs, requestId },
    });
    if (how === 'terminated') await noteMayEnd();
    await forgetIntent(refOf(plan.intent));
  });
}

/** Records that the API will end the session. `isLate`: the row says that the session is still active. */
export async function recordAccepted(
  { now, isCurrent }: Recorder,
  plan: Plan,
  isLate: boolean,
): Promise<void> {
  const { intent, tries } = plan;
  const triedAtMs = now();
  const notDone: ApiError = { kind: 'not-done', requestId: null };
  const problem = isLate || plan.problem?.kind === 'not-done' ? notDone : null;
  const isLast = tries + 1 >= MOST_TRIES;
  const times = {
    triedAtMs,
    nextAtMs: isLast ? null : triedAtMs + Math.min(LONGEST_LOOK_MS, LOOK_AFTER_MS * 2 ** tries),
    // Our clock may have been set back meanwhile.
    acceptedAtMs: Math.min(plan.acceptedAtMs ?? triedAtMs, triedAtMs),
  };
  const { askedAtMs } = intent;
  await whileCurrent(isCurrent, () =>
    items.attempts
      .item(refOf(intent))
      .write({ askedAtMs, count: tries + 1, ...times, problem: isLast ? notDone : problem }),
  );
}

/** How many tries a failure counts for. The first counts in any case, so that the next one looks first: a browser
 * repeats a DELETE by itself, and its answer is the one of the repetition. */
function costOf({ kind }: ApiError, tries: number): 0 | 1 {
  return UNTRIED.includes(kind) && tries > 0 ? 0 : 1;
}

/** Records why it could not be ended, and when it is tried again, if it is. */
export async function recordFailure(
  { now, random, isCurrent, isImpatient }: Recorder,
  { intent, tries, acceptedAtMs }: Plan,
  problem: ApiError,
): Promise<void> {
  const count = tries + costOf(problem, tries);
  const triedAtMs = now();
  // Where there is new hope, the back-off begins anew.
  const failures = isImpatient ? 1 : count;
  // Figures that lag a minute make a session look alive that has ended.
  const leastMs = problem.kind === 'not-done' ? triedAtMs + LOOK_AFTER_MS : 0;
  const mostTries = isPassing(problem) ? MOST_TRIES : MOST_ODD_TRIES;
  const isLast = count > tries && count >= mostTries;
  const nextAtMs =
    isLast || isRefusal(problem)
      ? null
      : Math.max(leastMs, retryAtMs(problem, failures, triedAtMs, random()));
  const { askedAtMs } = intent;
  const times = { triedAtMs, nextAtMs, acceptedAtMs };
  const attempt: Omit<Attempt, 'v'> = { askedAtMs, count, ...times, problem };
  // An answer to the former key is none to the new one.
  await whileCurrent(isCurrent, async () => {
    const { hasEnded = false } = (await items.readOnly.read()) ?? {};
    // A key that has ended a session may end sessions: the refusal concerns this session, or this moment.
    if (isOfKey(problem) && !hasEnded) {
      await items.readOnly.write({ refusal: problem, hasEnded });
    }
    await items.attempts.item(refOf(intent)).write(attempt);
  });
}

/** Notes that the key may end sessions: a success overrides an earlier 403. */
async function noteMayEnd(): Promise<void> {
  const known = await items.readOnly.read();
  if (known?.refusal || !known?.hasEnded) {
    await items.readOnly.write({ refusal: null, hasEnded: true });
  }
}

/** Whether an error is a 403 that names no scope, so that it may concern the key as a whole. */
export function isOfKey(problem: ApiError): boolean {
  return problem.kind === 'not-permitted' && !isOfScope(problem);
}

export function forgetIntent(ref: Ref): Promise<void> {
  return removeTogether(items.intents.item(ref), items.attempts.item(ref));
}
