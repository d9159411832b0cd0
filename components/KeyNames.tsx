/* Keys as they are printed on a keyboard. */
import { Fragment } from 'preact';

/** Keys of one entry are pressed together (`Shift+F10`) or one after the other (`g h`); entries stand
 * for the same. */
export function KeyNames({ keys }: { keys: readonly string[] }) {
  return keys.map((chord, index) => (
    <Fragment key={chord}>
      {index > 0 && ' '}
      {chord
        .split(/([+ ])/)
        .map((part, place) => (place % 2 === 0 ? <kbd key={place}>{part}</kbd> : part))}
    </Fragment>
  ));
}
