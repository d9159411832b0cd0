/* How far the ends have come that were asked for in one go, at the popup's foot. Stays until a
 * person has seen how it went. */
import { i18n } from '#i18n';
import { refOf } from '../lib/session/ref.ts';
import type { State } from '../lib/store/state.ts';
import { formatCount, sessionName } from '../lib/surface/format.ts';
import { joined } from '../lib/surface/joined.ts';
import { plain } from '../lib/surface/plain.ts';
import { notEndedWords } from '../lib/surface/words.ts';
import { type BulkProgress as Progress, progressOf } from '../lib/termination/bulk.ts';
import { Said } from './Said.tsx';
import './style/bulk.css';

interface BulkStripProps extends BulkActions {
  state: State;
  nowMs: number;
}

/** Nothing where there is none to tell of. */
export function BulkStrip({ state, nowMs, ...actions }: BulkStripProps) {
  const progress = progressOf(state, nowMs);
  return progress && <BulkProgress progress={progress} nowMs={nowMs} {...actions} />;
}

interface BulkActions {
  /** Takes back what is not through: all of it, as long as that can be undone. */
  onStop: () => void;
  onDismiss: () => void;
}

interface BulkProgressProps extends BulkActions {
  progress: Progress;
  nowMs: number;
}

/** More failures than these are shown on demand. */
const MOST_OPEN = 2;
/** One after the other would be a hundred sentences. */
const SAID_EVERY_MS = 10_000;

export function BulkProgress({ progress, nowMs, onStop, onDismiss }: BulkProgressProps) {
  const { total, waiting, failed, undoableUntilMs } = progress;
  const unsettled = waiting + failed.filter(({ retryAtMs }) => retryAtMs !== null).length;
  const isDone = unsettled === 0;
  const words = progressWords(progress, isDone);
  return (
    <div class="bulk-progress">
      <div class="bulk-line">
        <p>{words}</p>
        <Said words={words} answers={String(isDone)} everyMs={SAID_EVERY_MS} known="" />
        <progress max={total} value={total - unsettled} aria-label={i18n.t('bulk.bar')} />
        {/* One button through all of it, so that the keyboard's focus stays where it is. */}
        <button type="button" onClick={isDone ? onDismiss : onStop}>
          {isDone ? i18n.t('bulk.dismiss') : stopWords(undoableUntilMs, nowMs)}
        </button>
      </div>
      {failed.length > MOST_OPEN ? (
        <details>
          <summary>{i18n.t('bulk.failures', [formatCount(failed.length)])}</summary>
          <Failures failed={failed} />
        </details>
      ) : (
        <Failures failed={failed} />
      )}
    </div>
  );
}

/** `Ending 14 sessions: 9 ended, 4 waiting, 1 failed` */
function progressWords(
  { total, ended, waiting, failed, undone }: Progress,
  isDone: boolean,
): string {
  const parts = joined(
    'parts',
    Object.entries({ ended, waiting, failed: failed.length, undone })
      .filter(([, count]) => count > 0)
      .map(([part, count]) => i18n.t(`bulk.${part as 'ended'}`, [formatCount(count)])),
  );
  return isDone
    ? i18n.t('bulk.done', [parts])
    : i18n.t('bulk.progress', total, [formatCount(total), parts]);
}

function stopWords(undoableUntilMs: number | null, nowMs: number): string {
  const leftMs = (undoableUntilMs ?? nowMs) - nowMs;
  if (leftMs <= 0) return i18n.t('bulk.stop');
  return i18n.t('bulk.undoAll', [String(Math.ceil(leftMs / 1000))]);
}

function Failures({ failed }: { failed: Progress['failed'] }) {
  if (failed.length === 0) return null;
  return (
    <ul class="failures">
      {failed.map(({ intent, ...failure }) => (
        <li key={refOf(intent)} title={plain(intent.id)} data-again={failure.retryAtMs !== null}>
          <span class="session-id">{sessionName(intent)}</span> {notEndedWords(failure)}
        </li>
      ))}
    </ul>
  );
}
