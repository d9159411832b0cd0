/* Whether somebody is at the rows, or at what waits over them: on the way from the one to the other
 * nothing may move, or the click would land on what has come there. A pointer at the headings is not. */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** `isSettled`: until then whole lists arrive, to be sorted in. `isThere`: the pointer is, or the
 * keyboard. */
export function usePresence(isSettled: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const [isPointerIn, setPointerIn] = useState(false);
  const wasSettled = useRef(false);
  const isThere = wasSettled.current && (isPointerIn || isKeyboardIn(place.current));
  wasSettled.current = isSettled;
  return { place, isThere, isPointerIn, onPointer: setPointerIn };
}

/** Focus that a mouse click left behind does not count. */
function isKeyboardIn(place: HTMLElement | null): boolean {
  return place?.querySelector(':focus-visible') != null;
}

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
