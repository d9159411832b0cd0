/* The keys of the popup. What they do is wired elsewhere; this is where they can be looked up. */
import { Fragment } from 'preact';
import { i18n } from '#i18n';
import { Sheet } from '../Sheet.tsx';
import '../style/keys.css';

/** Keys of one line stand for the same; those of one entry are pressed together. */
const GROUPS = {
  move: {
    upDown: ['↑', '↓', 'k', 'j'],
    pages: ['PgUp', 'PgDn'],
    ends: ['Home', 'End'],
    open: ['Enter'],
    back: ['Esc'],
  },
  mark: {
    one: ['Space'],
    range: ['Shift+Space'],
    growing: ['Shift+↑↓'],
    all: ['a'],
  },
  act: {
    end: ['x'],
    undo: ['u'],
    protect: ['p'],
    remind: ['n'],
    copy: ['c'],
    menu: ['m', 'Menu'],
  },
  look: {
    filter: ['/'],
    refresh: ['r'],
    help: ['?'],
  },
} as const;

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={i18n.t('keys.title')} isWide close={i18n.t('keys.close')} onClose={onClose}>
      <div class="keys">
        {Object.entries(GROUPS).map(([group, lines]) => (
          <table key={group}>
            <caption>{i18n.t(`keys.${group as keyof typeof GROUPS}`)}</caption>
            <tbody>
              {Object.entries(lines).map(([what, keys]) => (
                <tr key={what}>
                  <th scope="row">
                    <KeyNames keys={keys} />
                  </th>
                  <td>{i18n.t(`keys.${what as 'upDown'}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </Sheet>
  );
}

function KeyNames({ keys }: { keys: readonly string[] }) {
  return keys.map((chord, index) => (
    <Fragment key={chord}>
      {index > 0 && ' '}
      {chord.split('+').map((key, part) => (
        <Fragment key={key}>
          {part > 0 && '+'}
          <kbd>{key}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ));
}
