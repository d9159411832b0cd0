/* Whether the pointer is at the rows, or at what waits over them: on the way from the one to the other
 * nothing may move, or the click would land on what has come there. The headings don't count. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PresenceProps {
  onPresence: (isPresent: boolean) => void;
  children: ComponentChildren;
}

export function Presence({ onPresence, children }: PresenceProps) {
  // What is taken from under the pointer tells nobody that it left.
  useEffect(() => () => onPresence(false), []);
  return (
    <div
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
