/** Names of keys as a journey writes them, and what a keyboard (of the US) sends for them. */

export interface KeyStroke {
  /** DOM `key`. */
  key: string;
  /** DOM `code`; empty for a character that this keyboard has no key for. */
  code: string;
  keyCode: number;
  /** What it types, if it types. */
  text?: string;
  modifiers: ModifierName[];
}

export type ModifierName = 'Alt' | 'Control' | 'Meta' | 'Shift';

/** Keys that type no character, by `key`, which is their `code` too. */
const NAMED: Record<string, { keyCode: number; text?: string }> = {
  Enter: { keyCode: 13, text: '\r' },
  Tab: { keyCode: 9 },
  Escape: { keyCode: 27 },
  Backspace: { keyCode: 8 },
  Delete: { keyCode: 46 },
  PageUp: { keyCode: 33 },
  PageDown: { keyCode: 34 },
  End: { keyCode: 35 },
  Home: { keyCode: 36 },
  ArrowLeft: { keyCode: 37 },
  ArrowUp: { keyCode: 38 },
  ArrowRight: { keyCode: 39 },
  ArrowDown: { keyCode: 40 },
  ContextMenu: { keyCode: 93 },
  F10: { keyCode: 121 },
};

/** A key that types: what, what with Shift, and which it is. */
type CharacterKey = readonly [plain: string, shifted: string, code: string, keyCode: number];

const CHARACTERS: readonly CharacterKey[] = [
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter): CharacterKey => {
    const upper = letter.toUpperCase();
    return [letter, upper, `Key${upper}`, upper.charCodeAt(0)];
  }),
  ...[...')!@#$%^&*('].map(
    (shifted, digit): CharacterKey => [`${digit}`, shifted, `Digit${digit}`, 48 + digit],
  ),
  [' ', ' ', 'Space', 32],
  ['`', '~', 'Backquote', 192],
  ['-', '_', 'Minus', 189],
  ['=', '+', 'Equal', 187],
  ['[', '{', 'BracketLeft', 219],
  [']', '}', 'BracketRight', 221],
  ['\\', '|', 'Backslash', 220],
  [';', ':', 'Semicolon', 186],
  ["'", '"', 'Quote', 222],
  [',', '<', 'Comma', 188],
  ['.', '>', 'Period', 190],
  ['/', '?', 'Slash', 191],
];

/** Reads `Enter`, `a`, `?`, `Space`, `Shift+Tab`, `Control+a`. A character that needs Shift brings
 * it. @throws Error on a key it doesn't know */
export function parseKey(description: string): KeyStroke {
  const [, before, name = ''] = /^(?:(.*)\+)?(.+)$/su.exec(description) ?? [];
  const modifiers = before === undefined ? [] : before.split('+').map(modifier);
  const named = NAMED[name];
  const stroke = named
    ? { key: name, code: name, modifiers, ...named }
    : strokeFor(name === 'Space' ? ' ' : name, modifiers);
  if (!stroke) throw new Error(`The driver knows no key "${description}"`);
  if (stroke.modifiers.some((it) => it !== 'Shift')) delete stroke.text;
  return stroke;
}

/** A stroke for each character of a text. One that is on no key comes as from another keyboard. */
export function strokesFor(text: string): KeyStroke[] {
  const foreign = (key: string) => ({ key, code: '', keyCode: 0, text: key, modifiers: [] });
  return [...text].map((character) => strokeFor(character, []) ?? foreign(character));
}

function strokeFor(character: string, held: ModifierName[]): KeyStroke | undefined {
  const found = CHARACTERS.find(([plain, shifted]) => character === plain || character === shifted);
  if (!found) return undefined;
  const [plain, shifted, code, keyCode] = found;
  const brings = character !== plain && !held.includes('Shift');
  const modifiers: ModifierName[] = brings ? [...held, 'Shift'] : held;
  const key = modifiers.includes('Shift') ? shifted : plain;
  return { key, code, keyCode, text: key, modifiers };
}

function modifier(name: string): ModifierName {
  if (name === 'Alt' || name === 'Control' || name === 'Meta' || name === 'Shift') return name;
  throw new Error(`The driver knows no modifier "${name}"`);
}
