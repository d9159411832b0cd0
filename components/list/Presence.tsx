/* Whether the pointer is at the rows, or at what waits over them: on the way from the one to the other
 * nothing may move, or the click would land on what has come there. The headings don't count. */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

interface PresenceProps {
  /** All of that. */
  place: RefObject<HTMLDivElement | null>;
  onPresence: (isPresent: boolean) => void;
  children: ComponentChildren;
}

export function Presence({ place, onPresence, children }: PresenceProps) {
  // What is taken from under the pointer tells nobody that it left.
  useEffect(() => () => onPresence(false), []);
  return (
    <div
      ref={place}
      class="rows"
      onPointerOver={({ target }) =>
        onPresence(target instanceof Element && target.closest('thead') === null)
      }
      onPointerLeave={() => onPresence(false)}
    >
      {children}
    </div>
  );
}
