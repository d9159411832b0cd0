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

/** Null where no bulk is told of, and as long as all that is left of it waits for its view to close: what
 * does is told of with all others that do (lib/termination/hold.ts). */
export function progressOf(state: Asked, nowMs: number): BulkProgress | null {
  const { bulk } = state;
  if (!bulk) return null;
  const { askedAtMs, total } = bulk;
  const all = intentsOf(state, bulk);
  const intents = all.filter((intent) => !isHeld(state, intent));
  const held = all.length - intents.length;
  if (held > 0 && openRefsOf(state).length === 0) return null;
  const failed = intents.flatMap((intent) => failureOf(state, intent) ?? []);
  const ended = [...state.ended.values()].filter(({ wish }) => isOfBulk(wish, bulk)).length;
  const dueAtMs = intents.length > 0 ? Math.min(...intents.map((each) => each.dueAtMs)) : 0;
  const isTouched = ended > 0 || failed.length > 0;
  return {
    askedAtMs,
    total: total - held,
    ended,
    waiting: intents.length - failed.length,
    undoableUntilMs: nowMs < dueAtMs && !isTouched ? dueAtMs : null,
    failed,
    undone: Math.max(0, total - ended - all.length),
  };
}

/** The wishes of the bulk that may still be sent, whatever view closes. */
export function openRefsOf(state: Asked): Ref[] {
  return openOf(state)
    .filter((intent) => !isHeld(state, intent))
    .map(refOf);
}

/** What the bulk is once these are asked for, too. One that has wishes which may still be sent goes on,
 * with these among its own: nothing else would tell of the former, or could stop them. */
export function bulkWith(state: Asked, refs: readonly Ref[], nowMs: number): Omit<Bulk, 'v'> {
  const { bulk } = state;
  if (!bulk || openOf(state).length === 0) return { askedAtMs: nowMs, total: refs.length };
  const own = new Set(intentsOf(state, bulk).map(refOf));
  const more = refs.filter((ref) => !own.has(ref)).length;
  // Our clock may have been set back meanwhile.
  return { askedAtMs: Math.min(bulk.askedAtMs, nowMs), total: bulk.total + more };
}

function openOf(state: Asked): Intent[] {
  const isOpen = (intent: Intent) => failureOf(state, intent)?.retryAtMs !== null;
  return state.bulk ? intentsOf(state, state.bulk).filter(isOpen) : [];
}

function intentsOf({ intents }: Asked, bulk: Bulk): Intent[] {
  return [...intents.values()].filter((intent) => isOfBulk(intent, bulk));
}

/** Whether a wish is one of the bulk: of its first or of those that joined it. */
export function isOfBulk(wish: Ended['wish'] | Intent, { askedAtMs }: Bulk): boolean {
  return wish?.from === 'bulk' && wish.askedAtMs >= askedAtMs;
}

function failureOf(state: Asked, intent: Intent): FailedEnd | null {
  const attempt = attemptOf(state, intent);
  if (!attempt?.problem) return null;
  return { intent, problem: attempt.problem, retryAtMs: attempt.nextAtMs };
}
