/* One session in a line, and the one button that ends it or takes that back. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../lib/api/schemas.ts';
import type { Fate, Row } from '../lib/session/overview.ts';
import {
  formatBytes,
  formatCompactCount,
  formatCount,
  formatFullPlace,
  formatIp,
  formatLeft,
  formatPlace,
  formatTime,
} from '../lib/surface/format.ts';
import { plain } from '../lib/surface/plain.ts';
import { errorWords, refusalWords, twinWords } from '../lib/surface/words.ts';
import { MovedIcon } from './icons.tsx';

export interface RowActions {
  onTerminate: (session: Session) => void;
  onUndo: (session: Session) => void;
}

/** A second click this soon after the button has changed was meant for what it was before. */
const DOUBLE_CLICK_MS = 400;

type RowProps = { row: Row; nowMs: number; whyReadOnly: string | null } & RowActions;

export function SessionRow({ row, nowMs, ...actions }: RowProps) {
  const { session, fate } = row;
  const why = whyNotEnded(fate);
  return (
    <li class="row" data-fate={fate.kind}>
      <span class="session">
        <span class="tag" title={i18n.t(`product.${session.product}`)}>
          {i18n.t(`productTag.${session.product}`)}
        </span>
        <span class="session-id" title={`${plain(session.sessionId)}\n${plain(session.id)}`}>
          {plain(session.sessionId)}
        </span>
      </span>
      {why ? (
        <span class="why" role="alert" title={why}>
          {why}
        </span>
      ) : (
        <Facts row={row} />
      )}
      <span class="act">
        <FateNote fate={fate} nowMs={nowMs} />
        <RowButton session={session} fate={fate} {...actions} />
      </span>
    </li>
  );
}

function Facts({ row: { session, leftMs, fate } }: { row: Row }) {
  return (
    <>
      <span class="place" title={formatFullPlace(session)}>
        {formatPlace(session)}
      </span>
      <span class="exit">
        {session.repinned && <MovedIcon title={i18n.t('popup.repinned')} />}
        <span class="ip" title={plain(session.exitIp)}>
          {formatIp(session.exitIp)}
        </span>
      </span>
      <span class="number left" data-soon={leftMs < 60_000}>
        {formatLeft(leftMs)}
        <span class="unseen"> {i18n.t('popup.left')}</span>
      </span>
      <span class="number">{formatBytes(session.bytesUsed)}</span>
      {/* "Ending… 4 s" takes the room of this number, which no longer matters. */}
      {fate.kind === 'active' && (
        <span class="number" title={formatCount(session.requests)}>
          {formatCompactCount(session.requests)}
          <span class="unseen"> {i18n.t('popup.requests')}</span>
        </span>
      )}
    </>
  );
}

export function FateNote({ fate, nowMs }: { fate: Fate; nowMs: number }) {
  if (fate.kind !== 'undoable') return null;
  const seconds = Math.max(0, Math.ceil((fate.untilMs - nowMs) / 1000));
  return <span class="act-note">{i18n.t('row.endingIn', [String(seconds)])}</span>;
}

/** One button through all fates, so that the keyboard's focus stays where it is. */
export function RowButton({
  session,
  fate,
  whyReadOnly,
  onTerminate,
  onUndo,
}: { session: Session; fate: Fate; whyReadOnly: string | null } & RowActions) {
  const changedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const shownKind = useRef(fate.kind);
  useLayoutEffect(() => {
    if (shownKind.current !== fate.kind) changedAtMs.current = performance.now();
    shownKind.current = fate.kind;
  });
  const { name, label, act } = {
    active: { name: 'row.terminateName', label: 'row.terminate', act: onTerminate },
    undoable: { name: 'row.undoName', label: 'row.undo', act: onUndo },
    ending: { name: 'row.endingName', label: 'row.ending', act: null },
  }[fate.kind] as ButtonOf;
  const isForbidden = fate.kind === 'active' && whyReadOnly !== null;
  return (
    <button
      type="button"
      class="fate"
      aria-label={i18n.t(name, [plain(session.sessionId), twinWords(session)])}
      aria-disabled={act === null || isForbidden}
      title={isForbidden ? whyReadOnly : undefined}
      // A held Enter would end, undo, end …; and so would the second click of a double click.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => {
        const isDoubled =
          event.detail > 1 && event.timeStamp - changedAtMs.current < DOUBLE_CLICK_MS;
        if (!isDoubled && !isForbidden) act?.(session);
      }}
    >
      {i18n.t(label)}
    </button>
  );
}

interface ButtonOf {
  name: 'row.terminateName' | 'row.undoName' | 'row.endingName';
  label: 'row.terminate' | 'row.undo' | 'row.ending';
  act: ((session: Session) => void) | null;
}

/** Why a wish to end it has not been fulfilled; null if nothing stands in its way. */
export function whyNotEnded(fate: Fate): string | null {
  if (fate.kind === 'active' && fate.refusal) {
    return i18n.t('row.refusal', [refusalWords(fate.refusal)]);
  }
  if (fate.kind !== 'ending' || !fate.retry) return null;
  const { problem, atMs } = fate.retry;
  return i18n.t('row.endingRetry', [errorWords(problem), formatTime(atMs)]);
}
