/* The button that asks for fresh numbers, and how old these are. */
import { i18n } from '#i18n';
import type { Overview } from '../lib/session/overview.ts';
import { STANDINGS } from '../lib/session/standing.ts';
import type { State } from '../lib/store/state.ts';
import { formatAge, formatTime } from '../lib/surface/format.ts';

interface RefreshProps {
  state: State;
  overview: Overview;
  nowMs: number;
  onRefresh: () => void;
}

/** A round that has run this long was killed with its worker. */
const LONGEST_ROUND_MS = 300_000;
/** A wish that nobody took up in this time won't look like work under way. */
const LONGEST_WISH_MS = 5_000;

export function Refresh({ state, overview, nowMs, onRefresh }: RefreshProps) {
  const { round, refresh } = state;
  const { standing, refreshFromMs } = overview;
  const mayRefresh = refreshFromMs === null && STANDINGS[standing].mayRefresh;
  const isRunning = round?.finishedAtMs === null && nowMs - round.startedAtMs < LONGEST_ROUND_MS;
  // What passes by in no time, every ten seconds, is not worth a word.
  const isLong = nowMs - (round?.startedAtMs ?? nowMs) > 1_000;
  const isWished =
    refresh?.by === 'person' &&
    refresh.askedAtMs > (round?.finishedAtMs ?? 0) &&
    nowMs - refresh.askedAtMs < LONGEST_WISH_MS;
  return (
    <div class="refresh">
      <button
        type="button"
        // Not disabled: that would take the keyboard's focus away.
        aria-disabled={!mayRefresh}
        title={whyNot(state, refreshFromMs)}
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        onClick={() => mayRefresh && onRefresh()}
      >
        {i18n.t('popup.refresh')}
      </button>
      <span class="age">
        {isWished || (isRunning && isLong) ? i18n.t('popup.refreshing') : ageWords(overview, nowMs)}
      </span>
    </div>
  );
}

function whyNot({ pause }: State, fromMs: number | null): string | undefined {
  if (fromMs === null) return undefined;
  const isAsked = pause !== null && pause.untilMs >= fromMs;
  return i18n.t(isAsked ? 'popup.waitRefresh' : 'popup.waitBudget', [formatTime(fromMs)]);
}

function ageWords({ standing, asOfMs }: Overview, nowMs: number): string {
  if (standing === 'no-products') return '';
  if (asOfMs === null) return i18n.t('popup.never');
  return i18n.t('popup.updated', [formatAge(nowMs - asOfMs)]);
}
