/* Settings: the key, the time to undo, the lock, how often to ask, what is watched, the shortcut. Each
 * change is kept at once. */
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { paceOf } from '../lib/polling/schedule.ts';
import type { Change } from '../lib/store/change.ts';
import { LONGEST_UNDO_MS, POLL_CHOICES_MS, UNDO_CHOICES_MS } from '../lib/store/choices.ts';
import type { Settings, State } from '../lib/store/state.ts';
import { paceWords } from '../lib/surface/spending.ts';
import { commandOf } from './list/list-keys.ts';
import { Choice } from './options/Choice.tsx';
import { Keyboard, type ShortcutActions } from './options/Keyboard.tsx';
import { type KeyActions, KeySection } from './options/KeySection.tsx';
import { type WatchingActions, WatchingSection } from './options/Watching.tsx';
import { Keys } from './over/Keys.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

export interface OptionsActions extends KeyActions, ShortcutActions, WatchingActions {
  /** Rejects where it can't be stored. */
  onSettings: (change: Change<Settings>) => Promise<void> | void;
}

export function Options({ state, actions }: { state: State; actions: OptionsActions }) {
  const { settings } = state;
  const main = useKeptFocus();
  const [areKeysOpen, setKeysOpen] = useState(false);
  useHelpKey(settings.hasLetterKeys, () => setKeysOpen(true));
  const change = useShownIfLost(actions.onSettings);
  const onWatch = useShownIfLost(actions.onWatch);
  return (
    <main class="settings" ref={main} tabIndex={-1}>
      <h1>{i18n.t('options.title')}</h1>
      <KeySection state={state} actions={actions} />
      <section>
        <h2>{i18n.t('options.undoSection')}</h2>
        <p class="hint">{i18n.t('options.undoHint')}</p>
        <Choice
          name={i18n.t('options.undoSection')}
          choices={[...UNDO_CHOICES_MS, null]}
          chosen={settings.undoMs}
          words={undoWords}
          onChoose={(undoMs) => change({ undoMs })}
        />
        {settings.undoMs === null && (
          <p class="hint">{i18n.t('options.undoUntilClosedHint', [LONGEST_UNDO_MS / 1000])}</p>
        )}
      </section>
      <section>
        <h2>{i18n.t('options.lockSection')}</h2>
        <p class="hint">{i18n.t('options.lockHint')}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.isLocked}
            onChange={(event) => change({ isLocked: event.currentTarget.checked })}
          />
          {i18n.t('options.lock')}
        </label>
      </section>
      <section>
        <h2>{i18n.t('options.pollSection')}</h2>
        <p class="hint">{i18n.t('options.pollHint')}</p>
        <Choice
          name={i18n.t('options.pollSection')}
          choices={POLL_CHOICES_MS}
          chosen={settings.pollEveryMs}
          words={(everyMs) => i18n.t('options.pollEvery', everyMs / 60_000)}
          onChoose={(pollEveryMs) => change({ pollEveryMs })}
        />
        <Stretched state={state} />
      </section>
      <WatchingSection
        watching={state.watching}
        mayNotify={state.mayNotify}
        {...actions}
        onWatch={onWatch}
      />
      <Keyboard settings={settings} onChange={change} {...actions} />
      {areKeysOpen && <Keys onShortcut={actions.onShortcut} onClose={() => setKeysOpen(false)} />}
    </main>
  );
}

function useHelpKey(hasLetters: boolean, onHelp: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (commandOf(event, { hasLetters }) === 'keys') onHelp();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [hasLetters]);
}

/** Wraps `write` so that the page shows what is in force again if a change can't be stored. */
function useShownIfLost<T>(write: (change: T) => Promise<void> | void): (change: T) => void {
  const [, redraw] = useState({});
  return (change) => void Promise.resolve(write(change)).catch(() => redraw({}));
}

function undoWords(undoMs: Settings['undoMs']): string {
  if (undoMs === null) return i18n.t('options.undoUntilClosed');
  return undoMs === 0 ? i18n.t('options.undoOff') : i18n.t('options.seconds', [undoMs / 1000]);
}

/** Says so where the plan asks for a longer interval than the chosen one. */
function Stretched({ state }: { state: State }) {
  if (!state.key || paceOf(state).why === 'chosen') return null;
  return <p class="hint">{paceWords(state)}</p>;
}
