/* Asks before many sessions are ended in one go: it names them, says what is left out and why, and
 * wants the number typed where that would be a lot. The set is that of its opening. */
import type { RefObject } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import type { KnownRow } from '../../lib/session/facts.ts';
import { type Marked, markedOf, sumsOf, typedNumber } from '../../lib/session/marked.ts';
import { formatBytes, formatCount, formatSum } from '../../lib/surface/format.ts';
import { between, joined } from '../../lib/surface/joined.ts';
import { listed } from '../../lib/surface/listed.ts';
import { sendNoComposition } from '../input-method.ts';
import { NO_AUTOFILL } from '../no-autofill.ts';
import { Sheet } from '../Sheet.tsx';
import { NamedSessions } from './NamedSessions.tsx';

interface BulkSheetProps {
  /** Marked and shown. */
  rows: KnownRow[];
  /** Those beside them. */
  others: KnownRow[];
  /** The time to undo; 0 if there is none, null if it lasts until the view is closed. */
  undoMs: number | null;
  onEnd: (sessions: Session[]) => void;
  onClose: () => void;
}

/** More than these are typed. */
const MOST_UNTYPED = 50;

export function BulkSheet({ rows, others, undoMs, onEnd, onClose }: BulkSheetProps) {
  const [opened] = useState(() => openedWith(rows, others));
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { toEnd, ...leftOut } = markedOf(opened.rows, rows);
  const count = toEnd.length;
  if (count === 0) return <NothingLeft leftOut={leftOut} onClose={onClose} />;
  const isSure = opened.why === null || isBetween(typedNumber(text), count, opened.count);
  const end = () => {
    if (isSure) onEnd(toEnd.map(({ session }) => session));
    else field.current?.focus();
  };
  return (
    <Sheet
      title={i18n.t('bulk.ask', count, [formatCount(count)])}
      isWide
      close={i18n.t('bulk.cancel')}
      onClose={onClose}
      action={
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
      }
    >
      <Sums rows={toEnd} undoMs={undoMs} />
      <NamedSessions label={i18n.t('bulk.list')} rows={toEnd} />
      <LeftOut {...leftOut} />
      {opened.why !== null && (
        <TypedNumber
          label={i18n.t('bulk.type', [formatCount(count)])}
          hint={joined('sentences', [opened.why, isSure ? '' : i18n.t('bulk.whyNotYet')])}
          hintId={hintId}
          field={field}
          text={text}
          onText={setText}
          onEnter={end}
        />
      )}
    </Sheet>
  );
}

/** `why`: the reason to have the number typed; null if there is none. */
function openedWith(rows: KnownRow[], others: KnownRow[]) {
  const count = markedOf(rows, rows).toEnd.length;
  const isAll = markedOf(others, others).toEnd.length === 0;
  const isMany = count > MOST_UNTYPED;
  const whyMany = isMany ? i18n.t('bulk.whyMany', [formatCount(MOST_UNTYPED)]) : null;
  return { rows, count, why: isAll ? i18n.t('bulk.whyAll') : whyMany };
}

interface TypedNumberProps {
  label: string;
  hint: string;
  hintId: string;
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onEnter: () => void;
}

function TypedNumber({ label, hint, hintId, field, text, onText, onEnter }: TypedNumberProps) {
  return (
    <form
      class="confirm"
      onKeyDown={sendNoComposition}
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      <label>
        <span class="field-name">{label}</span>
        <input
          ref={field}
          type="text"
          inputMode="numeric"
          {...NO_AUTOFILL}
          aria-describedby={hintId}
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <p id={hintId} class="hint">
        {hint}
      </p>
    </form>
  );
}

/** Some may end while the number is typed: what was asked for before they did confirms the rest. */
function isBetween(typed: number | null, least: number, most: number): boolean {
  return typed !== null && typed >= least && typed <= most;
}

function Sums({ rows, undoMs }: Pick<BulkSheetProps, 'rows' | 'undoMs'>) {
  const { bytes, busy } = sumsOf(rows);
  return (
    <p>
      {i18n.t('bulk.sums', [formatSum(bytes, formatBytes)])}
      {between('sentences')}
      {busy > 0 && (
        <>
          <b>{i18n.t('bulk.busy', busy, [formatCount(busy)])}</b>
          {between('sentences')}
        </>
      )}
      {undoWords(undoMs)}
    </p>
  );
}

function undoWords(undoMs: number | null): string {
  if (undoMs === null) return i18n.t('bulk.undoUntilClosed');
  return undoMs > 0 ? i18n.t('bulk.undo', [formatCount(undoMs / 1000)]) : i18n.t('bulk.noUndo');
}

type LeftOutProps = Omit<Marked, 'toEnd'>;

function NothingLeft({ leftOut, onClose }: { leftOut: LeftOutProps; onClose: () => void }) {
  return (
    <Sheet
      title={i18n.t('bulk.nothingTitle')}
      isWide
      close={i18n.t('bulk.close')}
      onClose={onClose}
    >
      <LeftOut {...leftOut} />
    </Sheet>
  );
}

/** What was marked and is not going to be ended. */
function LeftOut({ kept, ending, gone }: LeftOutProps) {
  return (
    <div class="left-out" role="status">
      {kept.length > 0 && <p>{keptWords(kept)}</p>}
      {ending.length > 0 && (
        <p>{i18n.t('bulk.endingAlready', ending.length, [formatCount(ending.length)])}</p>
      )}
      {gone > 0 && <p>{i18n.t('bulk.goneMeanwhile', gone, [formatCount(gone)])}</p>}
    </div>
  );
}

/** The names are filled in apart: one with a bar in it would be read as another plural. */
function keptWords(kept: KnownRow[]): string {
  const count = i18n.t('bulk.kept', kept.length, [formatCount(kept.length)]);
  return i18n.t('bulk.keptNames', [
    count,
    listed(kept.map(({ session: { sessionId, id } }) => sessionId || id)),
  ]);
}
