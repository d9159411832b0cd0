/* Whether the drain has begun with a wish. Pure. */
import type { ApiError } from '../api/errors.ts';
import { refOf } from '../session/ref.ts';
import type { Attempt, Intent } from '../store/schemas.ts';
import type { State } from '../store/state.ts';

type Tried = Pick<State, 'attempts'>;

/** How far it has come with this very wish, and not with an earlier one for the same session; null
 * before. */
export function attemptOf({ attempts }: Tried, intent: Intent): Attempt | null {
  const attempt = attempts.get(refOf(intent));
  return attempt?.askedAtMs === intent.askedAtMs ? attempt : null;
}

/** The wishes that wait for their view to close, or are about to be taken from it. */
export function heldIntents(state: Tried & Pick<State, 'intents'>): Intent[] {
  return [...state.intents.values()].filter((intent) => isHeld(state, intent));
}

export function isHeld(state: Tried, intent: Intent): boolean {
  return intent.heldBy !== null && attemptOf(state, intent) === null;
}

/** A failure of these kinds is an answer: the intent is not tried again. */
const REFUSALS: ApiError['kind'][] = ['not-permitted', 'key-refused', 'locked'];

export function isRefusal({ kind }: ApiError): boolean {
  return REFUSALS.includes(kind);
}

/** Whether the intent is not tried again although nothing forbids it: it was tried too often. */
export function isGivenUp(attempt: Attempt | null): boolean {
  return attempt?.nextAtMs === null && attempt.problem !== null && !isRefusal(attempt.problem);
}

/** How many sessions somebody asked to end, without those that are not tried again. */
export function pendingEnds(state: Tried & Pick<State, 'intents'>): number {
  const isPending = (intent: Intent) => attemptOf(state, intent)?.nextAtMs !== null;
  return [...state.intents.values()].filter(isPending).length;
}

/** Whether an intent waits for a list to show that its session has ended: it was accepted, or given up. */
export function awaitsList({ attempts }: Tried): boolean {
  return [...attempts.values()].some((each) => each.acceptedAtMs !== null || isGivenUp(each));
}
