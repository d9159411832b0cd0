/* Ends that a later list contradicts: the API has said "done", or that there is no such session, and still
 * lists it. Their terminations go on, and their rows say so. Pure. */
import { ENDED_LAG_MS } from '../session/overview.ts';
import { type Ref, refsOf } from '../session/ref.ts';
import * as items from '../store/items.ts';
import type { State } from '../store/state.ts';

/** Returns the entries to write for each, by the ref of its session. */
export function reopened(state: State, nowMs: number): Map<Ref, Record<string, unknown>[]> {
  const found = new Map<Ref, Record<string, unknown>[]>();
  for (const [ref, { product, endedAtMs, how, wish }] of state.ended) {
    const good = state.statuses[product]?.good;
    const isBelied = good && good.startedAtMs >= endedAtMs + ENDED_LAG_MS;
    if (!isBelied || !wish || how === 'expired' || state.intents.has(ref)) continue;
    const list = state.lists[product];
    const session = list[refsOf(list).indexOf(ref)];
    if (!session) continue;
    const { askedAtMs, from } = wish;
    const { id, sessionId, expiresAtMs } = session;
    const intent = { product, id, sessionId, expiresAtMs, askedAtMs, from, owner: state.owner };
    found.set(ref, [
      items.intents.item(ref).entry({ ...intent, dueAtMs: askedAtMs, heldBy: null }),
      items.attempts.item(ref).entry({
        askedAtMs,
        count: 1,
        triedAtMs: nowMs,
        nextAtMs: nowMs,
        problem: { kind: 'not-done', requestId: wish.requestId },
        acceptedAtMs: null,
      }),
    ]);
  }
  return found;
}
