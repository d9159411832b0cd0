/* What a person wants to be told of: each cause a sentence, with its bound in it. */
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Change } from '../../lib/store/change.ts';
import type { Watching } from '../../lib/store/state.ts';
import { around } from '../../lib/surface/around.ts';
import { formatCount } from '../../lib/surface/format.ts';
import { type Range, wholeNumberIn } from '../../lib/surface/typed.ts';
import { ReminderIcon } from '../icons.tsx';
import { Bound } from './Bound.tsx';

export interface CausesProps {
  watching: Watching;
  onChange: (change: Change<Watching>) => void;
}

const MB = 1_000_000;
const MINUTE_MS = 60_000;
/** A terabyte: no session comes near it. */
const MEGABYTES: Range = { from: 1, to: 1_000_000 };
const MINUTES: Range = { from: 1, to: 1_440 };

export function Causes({ watching, onChange }: CausesProps) {
  const { moved, bytes, rate, ending, key } = watching;
  return (
    <>
      <Cause
        sentence={() => i18n.t('watching.moved')}
        isOn={moved.isOn}
        onSwitch={(isOn) => onChange({ moved: { isOn } })}
      />
      <Cause
        sentence={(place) => i18n.t('watching.bytes', [place])}
        isOn={bytes.isOn}
        onSwitch={(isOn) => onChange({ bytes: { isOn } })}
        bound={bytes.over / MB}
        range={MEGABYTES}
        onBound={(over) => onChange({ bytes: { over: over * MB } })}
      />
      <Cause
        sentence={(place) => i18n.t('watching.rate', [place])}
        isOn={rate.isOn}
        onSwitch={(isOn) => onChange({ rate: { isOn } })}
        bound={rate.over / MB}
        range={MEGABYTES}
        onBound={(over) => onChange({ rate: { over: over * MB } })}
      />
      <Cause
        sentence={() => i18n.t('watching.key')}
        isOn={key.isOn}
        onSwitch={(isOn) => onChange({ key: { isOn } })}
      />
      <Cause
        sentence={(place) => i18n.t('watching.ending', [place])}
        hint={i18n.t('watching.endingHint')}
        bound={ending.withinMs / MINUTE_MS}
        range={MINUTES}
        onBound={(minutes) => onChange({ ending: { withinMs: minutes * MINUTE_MS } })}
      />
    </>
  );
}

interface CauseProps {
  /** In words, around the place of its bound. */
  sentence: (place: string) => string;
  hint?: string;
  /** Missing where sessions are chosen for it one by one. */
  isOn?: boolean;
  onSwitch?: (isOn: boolean) => void;
  bound?: number;
  range?: Range;
  onBound?: (bound: number) => void;
}

function Cause({ sentence, hint, isOn, onSwitch, bound, range, onBound }: CauseProps) {
  const id = useId();
  const [before = '', after = ''] = around(sentence);
  const words = `${id}-before ${id}-after`;
  return (
    <div class="cause">
      {isOn === undefined ? (
        <ReminderIcon title={i18n.t('list.reminder')} />
      ) : (
        <input
          type="checkbox"
          id={id}
          checked={isOn}
          aria-labelledby={words}
          onChange={(event) => onSwitch?.(event.currentTarget.checked)}
        />
      )}
      <div class="cause-words">
        <label id={`${id}-before`} for={id}>
          {before.trim()}
        </label>
        {bound !== undefined && range && (
          <>
            <Bound
              labelledBy={words}
              value={bound}
              print={String}
              read={(text) => wholeNumberIn(text, range)}
              wrong={i18n.t('watching.wrongNumber', [
                formatCount(range.from),
                formatCount(range.to),
                formatCount(bound),
              ])}
              onValue={(value) => onBound?.(value)}
            />
            <label id={`${id}-after`} for={id}>
              {after.trim()}
            </label>
          </>
        )}
        {hint && <p class="hint">{hint}</p>}
      </div>
    </div>
  );
}
