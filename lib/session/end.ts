/* What has become of a session that is listed no more. */
import type { State } from '../store/state.ts';
import type { End } from './order.ts';
import type { Row } from './overview.ts';

/** The server's clock is known to the second, and a list is some moments old. */
const SLACK_MS = 2_000;

/** Null where its list is not known any more: then nobody can tell. */
export function endOf(state: State, { ref, session }: Row, nowMs: number): End | null {
  const known = state.ended.get(ref);
  if (known) return known.how;
  const good = state.statuses[session.product]?.good;
  if (!good) return null;
  const serverNowMs = nowMs + good.clockOffsetMs;
  return session.expiresAtMs <= serverNowMs + SLACK_MS ? 'expired' : 'gone';
}
