/* The requests by which one wish is fulfilled: a look where an earlier try may have ended the session,
 * or time may have, and the DELETE. */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { CLOCK_SLACK_MS } from '../session/past.ts';
import { refOf } from '../session/ref.ts';
import { readCommand } from '../store/commands.ts';
import * as items from '../store/items.ts';
import type { Ended } from '../store/schemas.ts';
import { LOCKED } from './lock.ts';
import type { Plan } from './plan.ts';

/** `requestId`: the vendor's, of the request that has told of the end. */
export interface End {
  kind: 'ended';
  how: Ended['how'];
  requestId: string | null;
}

/** `accepted`: the API will end it, and a later list or look tells when it has; `isLate`: a look has found it
 * alive since. `undone`: a person took the wish back before it was sent. */
export type Outcome =
  | End
  | { kind: 'failed'; problem: ApiError }
  | { kind: 'accepted'; isLate: boolean }
  | { kind: 'undone' };

export const ended = (how: Ended['how'], requestId: string | null): End => ({
  kind: 'ended',
  how,
  requestId,
});
export const failed = (problem: ApiError): Outcome => ({ kind: 'failed', problem });

/** A 202 is waited for this long. */
const LONGEST_PROMISE_MS = 600_000;

interface Sender {
  api: Api;
  now: () => number;
}

/** Ends the session of an intent, or finds that it has ended. */
export async function fulfil({ api, now }: Sender, plan: Plan): Promise<Outcome> {
  // The outcome of an earlier try may be unknown, and so may our clock: a look costs no more.
  const isDoubtful = plan.tries > 0 || plan.expiredForMs >= 0;
  const before = isDoubtful ? await lookUp(api, plan) : 'alive';
  // If a list still held the session after its end, only a list can confirm the next one.
  const isDoubted = plan.problem?.kind === 'not-done' || plan.acceptedAtMs !== null;
  if (plan.problem?.kind === 'not-done' && isEndedEarly(before)) {
    return { kind: 'accepted', isLate: false };
  }
  // Where looking is what the key may not do, the DELETE itself will tell.
  if (typeof before === 'object') return before;
  // The lists tell when it is done. A promise that is not kept for long is asked for again.
  const { acceptedAtMs } = plan;
  if (acceptedAtMs !== null && Math.abs(now() - acceptedAtMs) < LONGEST_PROMISE_MS)
    return { kind: 'accepted', isLate: before === 'alive' };

  await countTry(plan, now());
  const { product, id } = plan.intent;
  const hindrance = await hindranceSince(plan);
  if (hindrance) return hindrance;

  const answer = await api.terminate(product, id);
  if (answer.ok) {
    const { outcome, requestId } = answer.value;
    if (outcome === 'done' && !isDoubted) return ended('terminated', requestId);
    if (outcome !== 'unclear') return { kind: 'accepted', isLate: false };
    const after = await lookUp(api, { ...plan, tries: plan.tries + 1 });
    return typeof after === 'object' ? after : failed({ kind: 'not-done', requestId });
  }
  const { error } = answer;
  if (error.kind !== 'gone' && error.kind !== 'not-understood') return failed(error);
  // Gone, locked, in conflict: the session itself tells what that means. If it was terminated, this DELETE
  // did that: if a connection breaks, a browser repeats the DELETE by itself, and the second one finds
  // nothing.
  const after = await lookUp(api, plan, true);
  if (typeof after === 'object') return after;
  const isGone = error.kind === 'gone' && (after === 'forbidden' || plan.expiredForMs >= 0);
  return isGone ? ended(howGone(plan), error.requestId) : failed(error);
}

/** `forbidden`: the key may not look, or nobody can read what it sees. `wasSent`: a DELETE may have acted. */
async function lookUp(
  api: Api,
  plan: Plan,
  wasSent = plan.tries > 0,
): Promise<Outcome | 'alive' | 'forbidden'> {
  const { intent } = plan;
  const found = await api.session(intent.product, intent.id);
  if (found.ok) {
    const { endedAs, requestId } = found.value;
    if (endedAs === null) return 'alive';
    if (endedAs === 'expired') return ended('expired', requestId);
    if (endedAs === 'terminated') return ended(wasSent ? 'terminated' : 'gone', requestId);
    return ended(howGone(plan), requestId);
  }
  const { error } = found;
  if (error.kind === 'gone') return ended(howGone(plan), error.requestId);
  // An unreadable answer tells as little as one that the key may not read.
  const isUnreadable = error.kind === 'not-permitted' || error.kind === 'not-understood';
  return isUnreadable ? 'forbidden' : failed(error);
}

function isEndedEarly(outcome: Outcome | 'alive' | 'forbidden'): boolean {
  return typeof outcome === 'object' && outcome.kind === 'ended' && outcome.how !== 'expired';
}

/** How a session has ended that the API does not find. Seconds from its expiry nobody can tell, and an end
 * that may not be ours is not claimed. */
function howGone({ tries, expiredForMs }: Plan): Ended['how'] {
  if (expiredForMs >= -CLOCK_SLACK_MS) return 'expired';
  return tries > 0 ? 'terminated' : 'gone';
}

function countTry({ intent, tries, problem, acceptedAtMs }: Plan, nowMs: number): Promise<void> {
  const { askedAtMs } = intent;
  return items.attempts.item(refOf(intent)).write({
    askedAtMs,
    count: tries + 1,
    triedAtMs: nowMs,
    nextAtMs: nowMs,
    problem,
    acceptedAtMs,
  });
}

/** What a person has done while we were on our way here; null if nothing. */
async function hindranceSince({ intent }: Plan): Promise<Outcome | null> {
  const ref = refOf(intent);
  const { intents, settings } = await readCommand(ref);
  if (intents.get(ref)?.askedAtMs === intent.askedAtMs) {
    return settings.isLocked ? failed(LOCKED) : null;
  }
  await items.attempts.item(ref).remove();
  return { kind: 'undone' };
}
