/* A list that is only read, moved by the keys of the list of sessions, wherever the focus is. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Command, commandOf } from '../list/list-keys.ts';

/** `rowPx`: how far one line goes. */
export function useScrollKeys(
  scroller: RefObject<HTMLElement | null>,
  { rowPx, hasLetters }: { rowPx: number; hasLetters: boolean },
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event, { hasLetters });
      const list = scroller.current;
      const top = command && list && topAfter(command, list, rowPx);
      if (list === null || top === null) return;
      list.scrollTop = top;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [rowPx, hasLetters]);
}

/** Where a command scrolls to; null for one that does not scroll. */
function topAfter(command: Command, list: HTMLElement, rowPx: number): number | null {
  const { scrollTop, scrollHeight, clientHeight } = list;
  switch (command) {
    case 'down':
      return scrollTop + rowPx;
    case 'up':
      return scrollTop - rowPx;
    case 'pageDown':
      return scrollTop + clientHeight - rowPx;
    case 'pageUp':
      return scrollTop - clientHeight + rowPx;
    case 'first':
      return 0;
    case 'last':
      return scrollHeight;
    default:
      return null;
  }
}
