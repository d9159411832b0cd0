/* The keys of the list, as commands. */
import { isComposing } from '../input-method.ts';

export type Command =
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'open'
  | 'mark'
  | 'markTo'
  | 'markDown'
  | 'markUp'
  | 'markAll'
  | 'end'
  | 'undo'
  | 'refresh'
  | 'copy'
  | 'protect'
  | 'remind'
  | 'menu'
  | 'filter'
  | 'keys'
  | 'back'
  | 'go'
  | 'goHistory'
  | 'goNotices'
  | 'goSettings'
  | 'goList';

const PLAIN: Record<string, Command> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  j: 'down',
  k: 'up',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Enter: 'open',
  ' ': 'mark',
  a: 'markAll',
  x: 'end',
  u: 'undo',
  r: 'refresh',
  c: 'copy',
  p: 'protect',
  n: 'remind',
  m: 'menu',
  ContextMenu: 'menu',
  '/': 'filter',
  '?': 'keys',
  g: 'go',
  Escape: 'back',
};
/** After `g`. */
const GO: Record<string, Command> = {
  h: 'goHistory',
  n: 'goNotices',
  s: 'goSettings',
  l: 'goList',
};
const SHIFTED: Record<string, Command> = {
  ArrowDown: 'markDown',
  ArrowUp: 'markUp',
  ' ': 'markTo',
  F10: 'menu',
  // Where they stand depends on the keyboard.
  '/': 'filter',
  '?': 'keys',
};
/** What a held key may do over and over. */
const REPEATED: readonly Command[] = ['down', 'up', 'pageDown', 'pageUp', 'markDown', 'markUp'];

export interface KeyOptions {
  /** `g` came right before it: then it leads somewhere, or does nothing. */
  isGoing?: boolean;
  /** False where a person wants no key to act that may be pressed by chance, as by who dictates. */
  hasLetters?: boolean;
}

/** What a key means to the list; null where it means something to the control that has the focus, or
 * to the browser. */
export function commandOf(
  event: KeyboardEvent,
  { isGoing = false, hasLetters = true }: KeyOptions = {},
): Command | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey, repeat, target } = event;
  if (ctrlKey || metaKey || altKey || isComposing(event) || event.defaultPrevented) return null;
  if (!hasLetters && key.length === 1 && key !== ' ') return null;
  const command = (isGoing ? GO : shiftKey ? SHIFTED : PLAIN)[key] ?? null;
  if (command === null || (repeat && !REPEATED.includes(command))) return null;
  return isForControl(target, key) ? null : command;
}

function isForControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog, [role="menu"]')) return true;
  if (target.matches('input:not([type="checkbox"]), textarea')) return key !== 'Escape';
  if (target.matches('select')) return key !== 'Escape' && key !== '?' && key !== '/';
  return (key === 'Enter' || key === ' ') && target.matches('button, input, a, summary');
}
