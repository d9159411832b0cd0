/* The keys that open the popup, and the way to where they are changed. */
import { i18n } from '#i18n';
import { KeyNames } from '../KeyNames.tsx';
import { useShortcut } from '../use-shortcut.ts';

export interface ShortcutActions {
  /** Null where none are set. */
  onShortcut: () => Promise<string | null>;
  onChangeShortcut: () => void;
}

export function Shortcut({ onShortcut, onChangeShortcut }: ShortcutActions) {
  const shortcut = useShortcut(onShortcut);
  return (
    <section>
      <h2>{i18n.t('options.shortcutSection')}</h2>
      <p class="hint">{i18n.t('options.shortcutHint')}</p>
      <p>
        {shortcut === null && i18n.t('options.shortcutNone')}
        {shortcut && <KeyNames keys={[shortcut]} />}
      </p>
      <div class="buttons">
        <button type="button" onClick={onChangeShortcut}>
          {i18n.t('options.shortcutChange')}
        </button>
      </div>
    </section>
  );
}
