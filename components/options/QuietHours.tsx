/* The hours of the day in which no notification is shown. */
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Watching } from '../../lib/store/state.ts';
import { around } from '../../lib/surface/around.ts';
import { minuteIn, minuteText } from '../../lib/surface/typed.ts';
import { Bound } from './Bound.tsx';

interface QuietHoursProps {
  quiet: Watching['quiet'];
  onChange: (change: Partial<Watching['quiet']>) => void;
}

export function QuietHours({ quiet, onChange }: QuietHoursProps) {
  const id = useId();
  const [before = '', between = '', after = ''] = around((place) =>
    i18n.t('watching.quiet', [place, place]),
  );
  const time = (end: 'fromMin' | 'toMin', labelledBy: string) => (
    <Bound
      labelledBy={labelledBy}
      type="time"
      value={quiet[end]}
      print={minuteText}
      read={minuteIn}
      wrong={i18n.t('watching.wrongTime')}
      onValue={(minute) => onChange({ [end]: minute })}
    />
  );
  return (
    <div class="cause">
      <input
        type="checkbox"
        id={id}
        checked={quiet.isOn}
        aria-labelledby={`${id}-before ${id}-between ${id}-after`}
        onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
      />
      <div class="cause-words">
        <label id={`${id}-before`} for={id}>
          {before.trim()}
        </label>
        {time('fromMin', `${id}-before`)}
        <label id={`${id}-between`} for={id}>
          {between.trim()}
        </label>
        {time('toMin', `${id}-between`)}
        <label id={`${id}-after`} for={id}>
          {after.trim()}
        </label>
        <p class="hint">
          {i18n.t(quiet.fromMin === quiet.toMin ? 'watching.quietAllDay' : 'watching.quietHint')}
        </p>
      </div>
    </div>
  );
}
