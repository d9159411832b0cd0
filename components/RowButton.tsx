/* The one button that ends a session or takes that back. */
import { i18n } from '#i18n';
import type { Session } from '../lib/api/schemas.ts';
import { type Fate, mayUndo } from '../lib/session/overview.ts';
import { sessionName } from '../lib/surface/format.ts';
import { notEndedWords, twinWords } from '../lib/surface/words.ts';
import { useDoubleClick } from './use-double-click.ts';

export interface RowActions {
  onTerminate: (session: Session) => void;
  onUndo: (session: Session) => void;
}

export function FateNote({ fate, nowMs }: { fate: Fate; nowMs: number }) {
  if (fate.kind !== 'undoable') return null;
  if (fate.untilMs === null) return <span class="act-note">{i18n.t('row.endingOnClose')}</span>;
  const seconds = Math.max(0, Math.ceil((fate.untilMs - nowMs) / 1000));
  return <span class="act-note">{i18n.t('row.endingIn', [String(seconds)])}</span>;
}

interface ButtonProps extends RowActions {
  session: Session;
  fate: Fate;
  whyReadOnly: string | null;
  tabIndex?: number;
}

/** One button through all fates, so that the keyboard's focus stays where it is. */
export function RowButton({
  session,
  fate,
  whyReadOnly,
  tabIndex,
  onTerminate,
  onUndo,
}: ButtonProps) {
  const state = mayUndo(fate) ? 'undoable' : fate.kind;
  const isDoubled = useDoubleClick(state);
  const { name, label, act } = {
    active: { name: 'row.terminateName', label: 'row.terminate', act: onTerminate },
    undoable: { name: 'row.undoName', label: 'row.undo', act: onUndo },
    ending: { name: 'row.endingName', label: 'row.ending', act: null },
  }[state] as ButtonOf;
  const isForbidden = fate.kind === 'active' && whyReadOnly !== null;
  return (
    <button
      type="button"
      class="fate"
      data-state={state}
      tabIndex={tabIndex}
      aria-label={i18n.t(name, [sessionName(session), twinWords(session)])}
      aria-disabled={act === null || isForbidden}
      title={isForbidden ? whyReadOnly : undefined}
      // A held Enter would end, undo, end …; and so would the second click of a double click.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => {
        if (!isDoubled(event) && !isForbidden) act?.(session);
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
    return notEndedWords({ problem: fate.refusal, retryAtMs: null });
  }
  if (fate.kind !== 'ending' || !fate.retry) return null;
  return notEndedWords({ problem: fate.retry.problem, retryAtMs: fate.retry.atMs });
}
