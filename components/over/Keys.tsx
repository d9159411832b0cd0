/* The keys, by where they work. What they do is wired elsewhere; this is where they can be looked up. */
import { i18n } from '#i18n';
import { KeyNames } from '../KeyNames.tsx';
import { Sheet } from '../Sheet.tsx';
import { useShortcut } from '../use-shortcut.ts';
import '../style/keys.css';

/** Keys of one line stand for the same; those of one entry are pressed together, or one after the
 * other. */
const PLACES = {
  inList: {
    upDown: ['↑', '↓', 'k', 'j'],
    pages: ['PgUp', 'PgDn'],
    ends: ['Home', 'End'],
    open: ['Enter'],
    one: ['Space'],
    range: ['Shift+Space'],
    growing: ['Shift+↑↓'],
    all: ['a'],
    end: ['x'],
    undoLast: ['u'],
    protect: ['p'],
    remind: ['n'],
    copy: ['c'],
    menu: ['m', 'Menu', 'Shift+F10'],
    filter: ['/'],
    refresh: ['r'],
    unmark: ['Esc'],
  },
  inFilter: {
    suggestions: ['↑', '↓'],
    take: ['Tab', 'Enter'],
    toList: ['Enter', 'Esc'],
  },
  inSession: {
    endOpened: ['x'],
    undo: ['u'],
    protect: ['p'],
    remind: ['n'],
    copy: ['c'],
    back: ['Esc'],
  },
  inHistory: {
    upDown: ['↑', '↓', 'k', 'j'],
    pages: ['PgUp', 'PgDn'],
    ends: ['Home', 'End'],
    back: ['Esc'],
  },
  inNotices: {
    upDown: ['↑', '↓', 'k', 'j'],
    ends: ['Home', 'End'],
    open: ['Enter'],
    back: ['Esc'],
  },
  inAll: {
    goHistory: ['g h'],
    goNotices: ['g n'],
    goSettings: ['g s'],
    goList: ['g l'],
  },
  inMenus: {
    upDown: ['↑', '↓'],
    letter: ['A…Z'],
    choose: ['Enter'],
    close: ['Esc'],
  },
  inSettings: {
    next: ['Tab', 'Shift+Tab'],
    choice: ['←', '→'],
    press: ['Space'],
  },
} as const;

type Place = keyof typeof PLACES;

interface KeysProps {
  /** Those that open the popup; null where none are set. */
  onShortcut: () => Promise<string | null>;
  onClose: () => void;
}

export function Keys({ onShortcut, onClose }: KeysProps) {
  const shortcut = useShortcut(onShortcut);
  return (
    <Sheet title={i18n.t('keys.title')} isWide close={i18n.t('keys.close')} onClose={onClose}>
      <div class="keys">
        {Object.entries(PLACES).map(([place, lines]) => (
          <table key={place}>
            <caption>{i18n.t(`keys.${place as Place}`)}</caption>
            <tbody>
              {Object.entries(lines).map(([what, keys]) => (
                <Line key={what} keys={keys} words={i18n.t(`keys.${what as 'upDown'}`)} />
              ))}
            </tbody>
          </table>
        ))}
        <table>
          <caption>{i18n.t('keys.anywhere')}</caption>
          <tbody>
            <Line keys={['?']} words={i18n.t('keys.help')} />
            {shortcut && <Line keys={[shortcut]} words={i18n.t('keys.popup')} />}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function Line({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <tr>
      <th scope="row">
        <KeyNames keys={keys} />
      </th>
      <td>{words}</td>
    </tr>
  );
}
