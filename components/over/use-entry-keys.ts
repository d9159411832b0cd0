/* A list of buttons, walked by the keys of the list of sessions, wherever the focus is. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Command, commandOf } from '../list/list-keys.ts';

export function useEntryKeys(list: RefObject<HTMLElement | null>, hasLetters: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event, { hasLetters });
      const entries = [...(list.current?.querySelectorAll('button') ?? [])];
      const next = command && entryAfter(command, entries);
      if (!next) return;
      next.focus();
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [hasLetters]);
}

/** Where a command leads from the entry that has the focus, or from before the first. */
function entryAfter(command: Command, entries: HTMLElement[]): HTMLElement | undefined {
  const place = entries.indexOf(document.activeElement as HTMLElement);
  switch (command) {
    case 'down':
      return entries[place + 1];
    case 'up':
      return entries[Math.max(0, place - 1)];
    case 'first':
      return entries[0];
    case 'last':
      return entries.at(-1);
    default:
      return undefined;
  }
}
