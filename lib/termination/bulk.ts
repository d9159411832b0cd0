/* How far the ends that a person asked for in one go have come. Pure. */
import type { ApiError } from '../api/errors.ts';
import { type Ref, refOf } from '../session/ref.ts';
import type { Bulk, Ended, Intent } from '../store/schemas.ts';
import type { State } from '../store/state.ts';
import { attemptOf, isHeld } from './attempt.ts';

/** One that could not be ended yet (`retryAtMs`: when it is tried again), or is not tried again. */
export interface FailedEnd {
  intent: Intent;
  problem: ApiError;
  retryAtMs: number | null;
}

export interface BulkProgress {
  askedAtMs: number;
  total: number;
  ended: number;
  /** To be sent, without a failure so far. */
  waiting: number;
  /** While all can be undone, until when; else null. */
  undoableUntilMs: number | null;
  failed: FailedEnd[];
  /** Not ended by it, and not going to be: taken back by undo or Stop, asked for anew by itself, or
   * over before it could be ended. */
  undone: number;
}

type Asked = Pick<State, 'bulk' | 'intents' | 'attempts' | 'ended'>;

/** Null where no bulk is told of, and as long as it waits for its view to close: that is told of with
 * all others that do (lib/termination/hold.ts). */
export function progressOf(state: Asked, nowMs: number): BulkProgress | null {
  const { bulk } = state;
  if (!bulk) return null;
  const { askedAtMs, total } = bulk;
  const intents = intentsOf(state, bulk);
  if (intents.some((intent) => isHeld(state, intent))) return null;
  const failed = intents.flatMap((intent) => failureOf(state, intent) ?? []);
  const ended = [...state.ended.values()].filter((end) => isFulfilled(end, bulk)).length;
  const dueAtMs = intents[0]?.dueAtMs ?? 0;
  const isTouched = ended > 0 || failed.length > 0;
  return {
    askedAtMs,
    total,
    ended,
    waiting: intents.length - failed.length,
    undoableUntilMs: nowMs < dueAtMs && !isTouched ? dueAtMs : null,
    failed,
    undone: Math.max(0, total - ended - intents.length),
  };
}

/** The wishes of the bulk that may still be sent. */
export function openRefsOf(state: Asked): Ref[] {
  const { bulk } = state;
  if (!bulk) return [];
  const isOpen = (intent: Intent) => failureOf(state, intent)?.retryAtMs !== null;
  return intentsOf(state, bulk).filter(isOpen).map(refOf);
}

function intentsOf({ intents }: Asked, { askedAtMs }: Bulk): Intent[] {
  const isOwn = (intent: Intent) => intent.from === 'bulk' && intent.askedAtMs === askedAtMs;
  return [...intents.values()].filter(isOwn);
}

function failureOf(state: Asked, intent: Intent): FailedEnd | null {
  const attempt = attemptOf(state, intent);
  if (!attempt?.problem) return null;
  return { intent, problem: attempt.problem, retryAtMs: attempt.nextAtMs };
}

function isFulfilled({ wish }: Ended, { askedAtMs }: Bulk): boolean {
  return wish?.from === 'bulk' && wish.askedAtMs === askedAtMs;
}
