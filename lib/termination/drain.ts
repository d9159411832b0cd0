/* Fulfils what people asked for: ends each session whose time to undo has passed, exactly once.
 * Killed between any two lines, the next drain goes on: tries are counted before a DELETE is sent,
 * and after a first try the session is looked up before another. Runs one at a time (Web Locks). */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { LONGEST_WAIT_MS } from '../api/headers.ts';
import { type Ref, refOf } from '../session/ref.ts';
import { removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { obeyPause, pausedUntilMs } from '../store/pause.ts';
import { type Attempt, type Intent, UNDO_CHOICES_MS } from '../store/schemas.ts';
import { readState, type State } from '../store/state.ts';
import { sendableFromMs } from './intent.ts';

export interface DrainOptions {
  api: Api;
  now: () => number;
  /** False once the key was changed. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
}

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 300_000;
/** With room for a clock that two processes read a little differently. */
const LONGEST_UNDO_MS = Math.max(...UNDO_CHOICES_MS) + 2_000;

/** Ends what is due; gives the instant at which something is due next, or null. */
export async function drain(options: DrainOptions): Promise<number | null> {
  await forgetOrphans();
  for (;;) {
    const state = await readState();
    const nowMs = options.now();
    const plans = [...state.intents.values()].map((intent) => planFor(state, intent, nowMs));
    const first = plans.reduce<Plan | null>((a, b) => (a && a.atMs <= b.atMs ? a : b), null);
    if (!first || first.atMs === Infinity) return null;
    if (first.atMs > options.now()) return first.atMs;
    if (first.isAnswered) await forgetIntent(refOf(first.intent));
    else await fulfil(options, first);
    // The next drain goes on with the new key.
    if (!(await options.isCurrent())) return options.now();
  }
}

interface Plan {
  intent: Intent;
  /** When it is its turn: to be sent, or, once it was answered with a refusal, to be forgotten
   * with its session. */
  atMs: number;
  isAnswered: boolean;
  /** Its session has expired, as far as our clock can tell. */
  isExpired: boolean;
  /** The tries so far, of this intent and not of an earlier one for the same session. */
  tries: number;
  /** Why the last try failed. */
  problem: ApiError | null;
}

function planFor(state: State, intent: Intent, nowMs: number): Plan {
  const attempt = state.attempts.get(refOf(intent));
  const isTried = attempt?.askedAtMs === intent.askedAtMs;
  const isAnswered = isTried && attempt.nextAtMs === null;
  const offsetMs = state.statuses[intent.product]?.good?.clockOffsetMs ?? 0;
  const expiryMs = intent.expiresAtMs - offsetMs;
  const wantedMs = isTried
    ? plausible(attempt.nextAtMs ?? expiryMs, LONGEST_WAIT_MS, nowMs)
    : plausible(sendableFromMs(intent), LONGEST_UNDO_MS, nowMs);
  return {
    intent,
    isAnswered,
    isExpired: expiryMs <= nowMs,
    atMs: isAnswered ? expiryMs : Math.max(wantedMs, pausedUntilMs(state, nowMs) ?? 0),
    tries: isTried ? attempt.count : 0,
    problem: isTried ? attempt.problem : null,
  };
}

/** An instant further off than it can have been set has become so by a clock that was set back:
 * it has waited enough. */
function plausible(atMs: number, longestMs: number, nowMs: number): number {
  return atMs - nowMs <= longestMs ? atMs : nowMs;
}

async function fulfil(options: DrainOptions, plan: Plan): Promise<void> {
  const { api, now } = options;
  const { intent, tries, problem } = plan;
  const ref = refOf(intent);
  // The outcome of an earlier try may be unknown, and so may our clock: a look costs no more.
  if (tries > 0 || plan.isExpired) {
    const found = await api.session(intent.product, intent.id);
    if (found.ok ? found.value.terminated : found.error.kind === 'gone') {
      return recordEnd(intent, now());
    }
    if (!found.ok) return recordFailure(options, intent, tries + 1, found.error);
  }

  const attempt = items.attempts.item(ref);
  const { askedAtMs } = intent;
  await attempt.write({ askedAtMs, count: tries + 1, nextAtMs: now(), problem });
  // Undone while we were on our way here?
  const wish = await items.intents.item(ref).read();
  if (wish?.askedAtMs !== askedAtMs) return attempt.remove();

  const answer = await api.terminate(intent.product, intent.id);
  if (answer.ok || answer.error.kind === 'gone') return recordEnd(intent, now());
  return recordFailure(options, intent, tries + 1, answer.error);
}

/** The end is written before the intent goes: between the two, a next drain finds it gone. */
async function recordEnd(intent: Intent, endedAtMs: number): Promise<void> {
  const { product, id } = intent;
  await items.ended.item(refOf(intent)).write({ product, id, endedAtMs });
  await forgetIntent(refOf(intent));
}

async function recordFailure(
  { now, random, isCurrent }: DrainOptions,
  { askedAtMs, ...identity }: Intent,
  count: number,
  problem: ApiError,
): Promise<void> {
  // What another key was told is no answer to this one.
  if (!(await isCurrent())) return;
  await obeyPause(problem);
  const nextAtMs = retryAtMs(problem, count, now(), random());
  const attempt: Omit<Attempt, 'v'> = { askedAtMs, count, nextAtMs, problem };
  await items.attempts.item(refOf(identity)).write(attempt);
}

/** When to try again after a failure: never after a refusal, which another try would not change;
 * when the vendor says; else after 5 s, doubling to 5 min, with full jitter above the first. */
export function retryAtMs(
  problem: ApiError,
  tries: number,
  nowMs: number,
  random: number,
): number | null {
  if (problem.kind === 'key-refused' || problem.kind === 'not-permitted') return null;
  if (problem.kind === 'rate-limited' && problem.untilMs !== null) return problem.untilMs;
  const ceilingMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
  return nowMs + FIRST_RETRY_MS + Math.round(random * (ceilingMs - FIRST_RETRY_MS));
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
