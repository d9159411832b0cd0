/* What is marked, what can be done with it, and which marks were dropped. */
import { i18n } from '#i18n';
import { sumOf } from '../../lib/session/sum.ts';
import { formatBytes, formatCount, formatSum } from '../../lib/surface/format.ts';
import { joined } from '../../lib/surface/joined.ts';
import { Said } from '../Said.tsx';
import type { ListMarks } from './use-marks.ts';

interface MarksBarProps {
  marks: ListMarks;
  /** Why no session can be ended; null if they can. */
  whyReadOnly: string | null;
  onEnd: () => void;
  onClear: () => void;
}

export function MarksBar({ marks, whyReadOnly, onEnd, onClear }: MarksBarProps) {
  const count = marks.refs.size;
  const bytes = sumOf(marks.rows, ({ session }) => session.bytesUsed);
  const dropped = droppedWords(marks.dropped);
  const marked = count > 0 ? i18n.t('list.marked', count, [formatCount(count)]) : '';
  const said = <Said words={`${marked} ${dropped}`.trim()} answers={marked} />;
  if (count === 0 && dropped === '') return said;
  return (
    <div class="marks">
      {said}
      <p>
        {count > 0 && <strong>{marked}</strong>}
        {count > 0 && ` · ${formatSum(bytes, formatBytes)}`}
        {dropped !== '' && <span class="dropped">{dropped}</span>}
      </p>
      {count > 0 && (
        <button
          type="button"
          class="danger"
          aria-disabled={whyReadOnly !== null}
          title={whyReadOnly ?? undefined}
          onClick={() => whyReadOnly === null && onEnd()}
        >
          {i18n.t('list.endMarked', count, [formatCount(count)])}
        </button>
      )}
      <button type="button" onClick={onClear}>
        {i18n.t(count > 0 ? 'list.clearMarks' : 'popup.dismiss')}
      </button>
    </div>
  );
}

function droppedWords({ ended, hidden }: ListMarks['dropped']): string {
  return joined('sentences', [
    ended > 0 ? i18n.t('list.droppedEnded', ended, [formatCount(ended)]) : '',
    hidden > 0 ? i18n.t('list.droppedHidden', hidden, [formatCount(hidden)]) : '',
  ]);
}
