/* Ends that wait until a view is closed. One that stays open for hours, as a tab or beside the work,
 * needs a way to have them sent. */
import { i18n } from '#i18n';
import { formatCount } from '../lib/surface/format.ts';
import './style/bulk.css';

interface HeldEndsProps {
  /** How many are sent when this view is closed, and how many when another one is. */
  here: number;
  elsewhere: number;
  onEndNow: () => void;
  onUndoAll: () => void;
}

export function HeldEnds({ here, elsewhere, onEndNow, onUndoAll }: HeldEndsProps) {
  const parts = [
    here > 0 ? i18n.t('held.here', here, [formatCount(here)]) : '',
    elsewhere > 0 ? i18n.t('held.elsewhere', elsewhere, [formatCount(elsewhere)]) : '',
  ];
  return (
    <div class="bulk-progress held">
      <div class="bulk-line">
        <p role="status">{parts.filter((part) => part !== '').join(' · ')}</p>
        <button type="button" onClick={onUndoAll}>
          {i18n.t('held.undoAll')}
        </button>
        <button type="button" class="danger" onClick={onEndNow}>
          {i18n.t('held.endNow')}
        </button>
      </div>
    </div>
  );
}
