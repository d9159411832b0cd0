/* What has become of a session that is listed no more. */
import type { State } from '../store/state.ts';
import { attemptOf } from '../termination/attempt.ts';
import { expiryMsOf } from './expiry.ts';
import type { End } from './order.ts';
import type { Row } from './overview.ts';
import { CLOCK_SLACK_MS } from './past.ts';

/** As the history will have it. Null where its list is not known any more: then nobody can tell. */
export function endOf(state: State, { ref, session }: Row, nowMs: number): End | null {
  const known = state.ended.get(ref);
  if (known) return known.how;
  const intent = state.intents.get(ref);
  if (intent && attemptOf(state, intent)?.acceptedAtMs != null) return 'terminated';
  const good = state.statuses[session.product]?.good;
  if (!good) return null;
  const expiryMs = expiryMsOf(session);
  const serverNowMs = nowMs + good.clockOffsetMs;
  if (expiryMs !== null && expiryMs <= serverNowMs + CLOCK_SLACK_MS) return 'expired';
  // It may be among the records that have no id.
  if (good.notUnderstood.count > 0 || !good.isWhole) return 'unlisted';
  return expiryMs === null ? 'unknown' : 'gone';
}
