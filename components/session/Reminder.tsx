/* Whether a person is told before the session ends, and how to change that. */
import { i18n } from '#i18n';
import type { Watching } from '../../lib/store/state.ts';
import { formatCount } from '../../lib/surface/format.ts';
import { minutesBefore } from '../../lib/surface/notice-words.ts';

interface ReminderProps {
  /** False where nobody knows when the session ends. */
  canCome: boolean;
  isOn: boolean;
  watching: Watching;
  onRemind: (isOn: boolean) => void;
  onSettings: () => void;
}

export function Reminder({ canCome, isOn, watching, onRemind, onSettings }: ReminderProps) {
  return (
    <section aria-labelledby="detail-reminder">
      <h3 id="detail-reminder">{i18n.t('detail.reminder')}</h3>
      <p class="hint">{canCome ? stateWords(isOn, watching) : i18n.t('detail.endUnknown')}</p>
      <div class="buttons protect">
        {(canCome || isOn) && (
          <button type="button" onClick={() => onRemind(!isOn)}>
            {i18n.t(isOn ? 'detail.unremind' : 'detail.remind')}
          </button>
        )}
        {isOn && !watching.isOn && (
          <button type="button" onClick={onSettings}>
            {i18n.t('detail.turnOn')}
          </button>
        )}
      </div>
    </section>
  );
}

function stateWords(isOn: boolean, watching: Watching): string {
  if (!isOn) return i18n.t('detail.reminderNone');
  if (!watching.isOn) return i18n.t('detail.reminderOff');
  const minutes = minutesBefore(watching);
  return i18n.t('detail.reminderOn', minutes, [formatCount(minutes)]);
}
