/* When the turn of each wish comes. Pure. */
import type { ApiError } from '../api/errors.ts';
import { isPassing } from '../quota/back-off.ts';
import { endsHold } from '../quota/ends.ts';
import type { Attempt, Intent } from '../store/schemas.ts';
import type { Commands } from '../store/state.ts';
import { attemptOf, isGivenUp, isHeld } from './attempt.ts';

/** Two processes may read the clock a little differently. */
const CLOCK_SLACK_MS = 5_000;
/** A worker that was killed hears of no view that closes: an alarm has another one look. */
const LOOK_AGAIN_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

export interface Plan {
  intent: Intent;
  /** When it is its turn: to be sent, or, once it was answered with a refusal, to be forgotten
   * with its session, or with the lock that was the reason. */
  atMs: number;
  isAnswered: boolean;
  /** For how long its session has been over, as far as our clock can tell; negative before, and
   * -Infinity where its expiry is not known. */
  expiredForMs: number;
  /** The tries so far, of this intent and not of an earlier one for the same session. */
  tries: number;
  triedAtMs: number | null;
  /** Why the last try failed. */
  problem: ApiError | null;
  /** When the API accepted it without saying that it is done. */
  acceptedAtMs: number | null;
}

export interface Circumstances {
  nowMs: number;
  /** What was tried before it and failed in passing is due; null where there is no hurry. */
  hurriedSinceMs: number | null;
  /** Nobody can be reached before. */
  goneUntilMs: number;
  /** From when on the intent may be sent for the first time (undo-clock.ts). */
  sendableMs: number;
}

export function planFor(
  commands: Commands,
  intent: Intent,
  { nowMs, hurriedSinceMs, goneUntilMs, sendableMs }: Circumstances,
): Plan {
  const attempt = attemptOf(commands, intent);
  const isAnswered = attempt?.nextAtMs === null;
  const { isLocked } = commands.settings;
  const offsetMs = commands.statuses[intent.product]?.good?.clockOffsetMs ?? 0;
  const expiryMs = intent.expiresAtMs === null ? Infinity : intent.expiresAtMs - offsetMs;
  if (isHeld(commands, intent)) return heldPlan(intent, nowMs, expiryMs);
  const wantedMs =
    attempt && !isLocked ? (nextTryMs(attempt, nowMs, hurriedSinceMs) ?? nowMs) : sendableMs;
  // That nothing is sent is told at once.
  const heldMs = isLocked ? 0 : Math.max(endsHold(commands, nowMs)?.untilMs ?? 0, goneUntilMs);
  const isUnlocked = isAnswered && attempt.problem?.kind === 'locked' && !isLocked;
  const forgottenAtMs = isUnlocked ? nowMs : forgottenMs(intent, attempt, expiryMs);
  return {
    intent,
    isAnswered,
    expiredForMs: nowMs - expiryMs,
    atMs: isAnswered ? forgottenAtMs : Math.max(wantedMs, heldMs),
    tries: attempt?.count ?? 0,
    triedAtMs: attempt?.count ? attempt.triedAtMs : null,
    problem: attempt?.problem ?? null,
    acceptedAtMs: attempt?.acceptedAtMs ?? null,
  };
}

/** A refusal is shown for as long as its session may live, or for a day if that has no expiry. An intent that
 * was given up is shown for a day, unless a list shows earlier that its session has ended (by-lists.ts). */
function forgottenMs(
  { askedAtMs, expiresAtMs }: Intent,
  attempt: Attempt | null,
  expiryMs: number,
): number {
  const isForADay = expiresAtMs === null || isGivenUp(attempt);
  return isForADay ? askedAtMs + DAY_MS : expiryMs;
}

/** One whose view is open, as far as is known (lib/termination/hold.ts): looked at again, now and then. */
function heldPlan(intent: Intent, nowMs: number, expiryMs: number): Plan {
  return {
    intent,
    isAnswered: false,
    expiredForMs: nowMs - expiryMs,
    atMs: nowMs + LOOK_AGAIN_MS,
    tries: 0,
    triedAtMs: null,
    problem: null,
    acceptedAtMs: null,
  };
}

/** When a tried one is tried again; hurried, the one that has waited longest comes first. */
function nextTryMs(
  { triedAtMs, nextAtMs, problem }: Attempt,
  nowMs: number,
  hurriedSinceMs: number | null,
): number | null {
  // Tried in a future that a clock set back has made: how long ago that is, nobody knows.
  if (nextAtMs !== null && triedAtMs > nowMs + CLOCK_SLACK_MS) return nowMs;
  const isHurried =
    hurriedSinceMs !== null && problem !== null && isPassing(problem) && triedAtMs < hurriedSinceMs;
  return isHurried ? triedAtMs : nextAtMs;
}
