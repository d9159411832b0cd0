/** Keyboard and mouse, as WebDriver BiDi's actions. */
import type { Push } from './found-element.ts';
import type { KeyStroke, ModifierName } from './keys.ts';

/** Of one device: what it does, step by step. */
interface Source {
  type: 'key' | 'pointer' | 'wheel';
  id: string;
  actions: object[];
}

/** Keys that type no character (w3.org/TR/webdriver2, "keyboard actions"). */
const CODES: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F10: '\uE03A',
  Meta: '\uE03D',
};

/** WebDriver's actions have no such key: it is played in the page. */
export const WITHOUT_CODE = ['ContextMenu'];

export function typing(strokes: KeyStroke[]): Source {
  return keyboard(strokes.flatMap(({ key, modifiers }) => held(modifiers, tap(CODES[key] ?? key))));
}

export function moving(x: number, y: number): Source {
  return mouse([moveTo(x, y)]);
}

/** Clicks, with keys held; one after the other. */
export function pushing({ x, y, button, modifiers, count }: Push): Source[] {
  const number = button === 'left' ? 0 : 2;
  const click = ['pointerDown', 'pointerUp'].map((type) => ({ type, button: number }));
  const clicks = mouse([moveTo(x, y), ...Array.from({ length: count }, () => click).flat()]);
  const keys = (type: string) => keyboard(modifiers.map((name) => ({ type, value: CODES[name] })));
  return modifiers.length === 0 ? [clicks] : [keys('keyDown'), clicks, keys('keyUp')];
}

export function turning(x: number, y: number, deltaY: number): Source {
  const actions = [{ type: 'scroll', x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY }];
  return { type: 'wheel', id: 'wheel', actions };
}

function keyboard(actions: object[]): Source {
  return { type: 'key', id: 'keyboard', actions };
}

function mouse(actions: object[]): Source {
  return { type: 'pointer', id: 'mouse', actions };
}

function moveTo(x: number, y: number): object {
  return { type: 'pointerMove', x: Math.round(x), y: Math.round(y) };
}

function tap(value: string): object[] {
  return ['keyDown', 'keyUp'].map((type) => ({ type, value }));
}

function held(modifiers: ModifierName[], actions: object[]): object[] {
  const all = (type: string) => modifiers.map((name) => ({ type, value: CODES[name] }));
  return [...all('keyDown'), ...actions, ...all('keyUp')];
}
