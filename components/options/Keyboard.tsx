/* The keys that open the popup, and the way to where they are changed; and whether letters are keys. Who
 * dictates presses them by chance: therefore they can be switched off (WCAG 2.1.4). */
import { i18n } from '#i18n';
import type { Change } from '../../lib/store/change.ts';
import type { Settings } from '../../lib/store/state.ts';
import { KeyNames } from '../KeyNames.tsx';
import { useShortcut } from '../use-shortcut.ts';

export interface ShortcutActions {
  /** Null where none are set. */
  onShortcut: () => Promise<string | null>;
  onChangeShortcut: () => void;
}

interface KeyboardProps extends ShortcutActions {
  settings: Settings;
  onChange: (change: Change<Settings>) => void;
}

export function Keyboard({ settings, onChange, onShortcut, onChangeShortcut }: KeyboardProps) {
  const shortcut = useShortcut(onShortcut);
  return (
    <section>
      <h2>{i18n.t('options.keyboardSection')}</h2>
      <p>
        {shortcut === null && i18n.t('options.shortcutNone')}
        {shortcut && (
          <>
            <KeyNames keys={[shortcut]} /> <span class="hint">{i18n.t('options.shortcut')}</span>
          </>
        )}
      </p>
      <div class="buttons">
        <button type="button" onClick={onChangeShortcut}>
          {i18n.t('options.shortcutChange')}
        </button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={settings.hasLetterKeys}
          onChange={(event) => onChange({ hasLetterKeys: event.currentTarget.checked })}
        />
        {i18n.t('options.letterKeys')}
      </label>
      <p class="hint">{i18n.t('options.letterKeysHint')}</p>
    </section>
  );
}
