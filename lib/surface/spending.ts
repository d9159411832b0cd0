/* What the extension spends of the plan's allowance, and why it asks as often as it does. */
import { i18n } from '#i18n';
import { paceOf, watchEveryMs } from '../polling/schedule.ts';
import { allowanceOf, termsOf } from '../quota/allowance.ts';
import { spentInDay } from '../quota/ledger.ts';
import type { Overview } from '../session/overview.ts';
import type { State } from '../store/state.ts';
import { formatCount, formatDuration, formatWhen } from './format.ts';
import { plain } from './plain.ts';

/** `212 of 1,000 requests in 24 hours` */
export function spentWords(state: State, nowMs: number): string {
  const spent = spentInDay(state.ledger, nowMs);
  const { perDay } = allowanceOf(termsOf(state));
  return perDay === Infinity
    ? i18n.t('spending.day', spent, [formatCount(spent)])
    : i18n.t('spending.dayOf', spent, [formatCount(spent), formatCount(perDay)]);
}

/** `helodata is asked every 3 min, to stay within half of what the plan “trial” allows.` */
export function paceWords(state: State): string {
  return i18n.t('spending.inForce', [intervalWords(state)]);
}

/** The same, of a popup that stays open; or from when on, where the API is not asked before. */
export function watchWords(state: State, overview: Overview, nowMs: number): string {
  const againAtMs = notBeforeMs(overview);
  if (againAtMs > nowMs) return i18n.t('spending.notBefore', [formatWhen(againAtMs, nowMs)]);
  const every = formatDuration(watchEveryMs(state));
  return i18n.t('spending.watched', [every, intervalWords(state)]);
}

/** Until when neither the budget nor a back-off lets any list be asked for; 0 if one may be. */
function notBeforeMs({ refreshFromMs, products, retryAtMs }: Overview): number {
  const areAllFailing = products.length > 0 && products.every(({ problem }) => problem);
  return Math.max(refreshFromMs ?? 0, areAllFailing ? (retryAtMs ?? 0) : 0);
}

function intervalWords(state: State): string {
  const { everyMs, why } = paceOf(state);
  const every = formatDuration(rounded(everyMs));
  if (why === 'chosen') return i18n.t('spending.every', [every]);
  const plan = state.account?.plan;
  return plan
    ? i18n.t('spending.everyPlan', [every, plain(plan)])
    : i18n.t('spending.everyUnknown', [every]);
}

/** Seconds matter to a person below some minutes alone. */
function rounded(durationMs: number): number {
  return durationMs < 2.5 * 60_000 ? durationMs : Math.round(durationMs / 60_000) * 60_000;
}
