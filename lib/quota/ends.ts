/* Whether any terminations may be sent now: the vendor's pause and our share hold for all of them. Pure. */
import type { ApiError } from '../api/errors.ts';
import type { State } from '../store/state.ts';
import { budgetOf, termsOf } from './allowance.ts';
import { roomForEndsMs } from './ledger.ts';
import { pausedUntilMs } from './pause.ts';

export type Spending = Pick<State, 'pause' | 'ledger' | 'account' | 'limitPerMinute'>;

/** Requests that a termination takes at most: a look, the DELETE, and another look. */
const MOST_PER_END = 3;

/** Why no termination is sent now, and until when: the vendor's pause, or our share of the plan. Null if they
 * may be sent. */
export function endsHold(
  spending: Spending,
  nowMs: number,
): (ApiError & { untilMs: number }) | null {
  const pauseMs = pausedUntilMs(spending, nowMs) ?? 0;
  const roomMs = roomForEndsMs(spending.ledger, budgetOf(termsOf(spending)), MOST_PER_END, nowMs);
  if (Math.max(pauseMs, roomMs) <= nowMs) return null;
  return pauseMs >= roomMs
    ? { kind: 'rate-limited', untilMs: pauseMs, requestId: null }
    : { kind: 'over-budget', untilMs: roomMs, requestId: null };
}
