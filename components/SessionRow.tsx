/* One session in a line, and the one button that ends it or takes that back. */
import { i18n } from '#i18n';
import type { Session } from '../lib/api/schemas.ts';
import type { Fate, Row } from '../lib/session/overview.ts';
import {
  formatBytes,
  formatCount,
  formatFullPlace,
  formatLeft,
  formatPlace,
  formatTime,
} from '../lib/surface/format.ts';
import { errorWords, twinWords } from '../lib/surface/words.ts';
import { MovedIcon } from './icons.tsx';

export interface RowActions {
  onTerminate: (session: Session) => void;
  onUndo: (session: Session) => void;
}

export function SessionRow({ row, ...actions }: { row: Row } & RowActions) {
  const { session, fate, leftMs } = row;
  const why = whyNotEnded(fate);
  return (
    <li class="row" data-fate={fate.kind}>
      <span class="session">
        <span class="tag" title={i18n.t(`product.${session.product}`)}>
          {i18n.t(`productTag.${session.product}`)}
        </span>
        <span class="session-id" title={`${session.sessionId}\n${session.id}`}>
          {session.sessionId}
        </span>
      </span>
      <span class="place" title={formatFullPlace(session)}>
        {formatPlace(session)}
      </span>
      <span class="exit">
        <span class="ip" title={session.exitIp}>
          {session.exitIp}
        </span>
        {session.repinned && <MovedIcon title={i18n.t('popup.repinned')} />}
      </span>
      <span class="number left" data-soon={leftMs < 60_000}>
        {formatLeft(leftMs)}
      </span>
      <span class="number">{formatBytes(session.bytesUsed)}</span>
      {fate.kind !== 'undoable' && <span class="number">{formatCount(session.requests)}</span>}
      <RowButton session={session} fate={fate} {...actions} />
      {why && (
        <p class="why" role="alert">
          {why}
        </p>
      )}
    </li>
  );
}

function RowButton({
  session,
  fate,
  onTerminate,
  onUndo,
}: { session: Session; fate: Fate } & RowActions) {
  const names: [string, string] = [session.sessionId, twinWords(session)];
  if (fate.kind === 'ending') return <span class="act-note">{i18n.t('row.ending')}</span>;
  const isUndoable = fate.kind === 'undoable';
  const act = isUndoable ? onUndo : onTerminate;
  return (
    <span class="act">
      {isUndoable && <span class="act-note">{i18n.t('row.ending')}</span>}
      <button
        type="button"
        class={isUndoable ? 'undo' : 'terminate'}
        aria-label={isUndoable ? i18n.t('row.undoName', names) : i18n.t('row.terminateName', names)}
        onClick={(event) => {
          // The second click of a double click would hit the button that took this one's place.
          if (event.detail <= 1) act(session);
        }}
      >
        {i18n.t(isUndoable ? 'row.undo' : 'row.terminate')}
      </button>
    </span>
  );
}

function whyNotEnded(fate: Fate): string | null {
  if (fate.kind === 'active' && fate.refusal) {
    return i18n.t('row.refusal', [errorWords(fate.refusal)]);
  }
  if (fate.kind !== 'ending' || !fate.problem) return null;
  const words = i18n.t('row.endingRetry', [errorWords(fate.problem)]);
  return fate.nextAtMs === null
    ? words
    : `${words} ${i18n.t('row.endingRetryAt', [formatTime(fate.nextAtMs)])}`;
}
