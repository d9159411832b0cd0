/* Asks before many sessions are ended in one go: it names them, says what is left out and why, and
 * wants the number typed where that would be a lot. The set is that of its opening. */
import { useId, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../lib/api/schemas.ts';
import type { KnownRow } from '../lib/session/facts.ts';
import { type Marked, markedOf, sumsOf, typedNumber } from '../lib/session/marked.ts';
import { formatBytes, formatCount } from '../lib/surface/format.ts';
import { listed } from '../lib/surface/listed.ts';
import { NamedSessions } from './NamedSessions.tsx';
import { Sheet } from './Sheet.tsx';

interface BulkSheetProps {
  /** Marked and shown. */
  rows: KnownRow[];
  /** No others are there. */
  isAll: boolean;
  /** The time to undo; 0 if there is none. */
  undoMs: number;
  onEnd: (sessions: Session[]) => void;
  onClose: () => void;
}

/** More than these are typed. */
const MOST_UNTYPED = 50;

export function BulkSheet({ rows, isAll, undoMs, onEnd, onClose }: BulkSheetProps) {
  const [opened] = useState({ rows, isAll, count: markedOf(rows, rows).toEnd.length });
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const marked = markedOf(opened.rows, rows);
  const count = marked.toEnd.length;
  const isTyped = opened.isAll || opened.count > MOST_UNTYPED;
  const isSure = !isTyped || isBetween(typedNumber(text), count, opened.count);
  const end = () => {
    if (isSure) onEnd(marked.toEnd.map(({ session }) => session));
    else field.current?.focus();
  };
  return (
    <Sheet
      title={
        count === 0 ? i18n.t('bulk.nothingTitle') : i18n.t('bulk.ask', count, [formatCount(count)])
      }
      isWide
      close={i18n.t(count === 0 ? 'bulk.close' : 'bulk.cancel')}
      onClose={onClose}
      action={
        count > 0 && (
          <button
            type="button"
            class="danger"
            aria-disabled={!isSure}
            aria-describedby={isSure ? undefined : hintId}
            title={isSure ? undefined : i18n.t('bulk.whyNotYet')}
            onClick={end}
          >
            {i18n.t('bulk.end', [formatCount(count)])}
          </button>
        )
      }
    >
      {count > 0 && <Sums rows={marked.toEnd} undoMs={undoMs} />}
      {count > 0 && <NamedSessions label={i18n.t('bulk.list')} rows={marked.toEnd} />}
      <LeftOut {...marked} />
      {count > 0 && isTyped && (
        <form
          class="confirm"
          onSubmit={(event) => {
            event.preventDefault();
            end();
          }}
        >
          <label>
            <span class="field-name">{i18n.t('bulk.type', [formatCount(count)])}</span>
            <input
              ref={field}
              type="text"
              inputMode="numeric"
              autocomplete="off"
              aria-describedby={hintId}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <p id={hintId} class="hint">
            {opened.isAll
              ? i18n.t('bulk.whyAll')
              : i18n.t('bulk.whyMany', [formatCount(MOST_UNTYPED)])}{' '}
            {!isSure && i18n.t('bulk.whyNotYet')}
          </p>
        </form>
      )}
    </Sheet>
  );
}

/** Some may end while the number is typed: what was asked for before they did confirms the rest. */
function isBetween(typed: number | null, least: number, most: number): boolean {
  return typed !== null && typed >= least && typed <= most;
}

function Sums({ rows, undoMs }: { rows: KnownRow[]; undoMs: number }) {
  const { bytes, busy } = sumsOf(rows);
  return (
    <p>
      {i18n.t('bulk.sums', [formatBytes(bytes)])}{' '}
      {busy > 0 && <b>{i18n.t('bulk.busy', busy, [formatCount(busy)])}</b>}{' '}
      {undoMs > 0 ? i18n.t('bulk.undo', [formatCount(undoMs / 1000)]) : i18n.t('bulk.noUndo')}
    </p>
  );
}

/** What was marked and is not going to be ended. */
function LeftOut({ kept, ending, gone }: Marked) {
  const names = listed(kept.map(({ session }) => session.sessionId));
  return (
    <div class="left-out" role="status">
      {kept.length > 0 && (
        <p>{i18n.t('bulk.kept', kept.length, [formatCount(kept.length), names])}</p>
      )}
      {ending.length > 0 && (
        <p>{i18n.t('bulk.endingAlready', ending.length, [formatCount(ending.length)])}</p>
      )}
      {gone > 0 && <p>{i18n.t('bulk.goneMeanwhile', gone, [formatCount(gone)])}</p>}
    </div>
  );
}
