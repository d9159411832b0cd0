/** Names of keys as a journey writes them, and what a keyboard sends for them. */

export interface KeyStroke {
  /** DOM `key`. */
  key: string;
  /** DOM `code`. */
  code: string;
  keyCode: number;
  /** What it types, if it types. */
  text?: string;
  modifiers: ModifierName[];
}

export type ModifierName = 'Alt' | 'Control' | 'Meta' | 'Shift';

const NAMED: Record<string, { code?: string; keyCode: number; text?: string }> = {
  Enter: { keyCode: 13, text: '\r' },
  Tab: { keyCode: 9 },
  Escape: { keyCode: 27 },
  Backspace: { keyCode: 8 },
  Delete: { keyCode: 46 },
  ' ': { code: 'Space', keyCode: 32, text: ' ' },
  PageUp: { keyCode: 33 },
  PageDown: { keyCode: 34 },
  End: { keyCode: 35 },
  Home: { keyCode: 36 },
  ArrowLeft: { keyCode: 37 },
  ArrowUp: { keyCode: 38 },
  ArrowRight: { keyCode: 39 },
  ArrowDown: { keyCode: 40 },
  '/': { code: 'Slash', keyCode: 191, text: '/' },
  '?': { code: 'Slash', keyCode: 191, text: '?' },
};

/** Reads `Enter`, `a`, `Space`, `Shift+Tab`, `Control+a`. @throws Error on a key it doesn't know */
export function parseKey(description: string): KeyStroke {
  const parts = description.split('+');
  const name = parts.pop() ?? '';
  const modifiers = parts.map(modifier);
  const key = name === 'Space' ? ' ' : name;
  const named = NAMED[key];
  const typesNothing = modifiers.some((it) => it !== 'Shift');
  if (named) {
    const { code = key, keyCode, text } = named;
    return { key, code, keyCode, modifiers, ...(text && !typesNothing ? { text } : {}) };
  }
  if (!/^[a-z0-9]$/i.test(key)) throw new Error(`The driver knows no key "${description}"`);
  const upper = key.toUpperCase();
  const code = /\d/.test(key) ? `Digit${key}` : `Key${upper}`;
  const stroke = { key, code, keyCode: upper.charCodeAt(0), modifiers };
  return typesNothing ? stroke : { ...stroke, text: key };
}

function modifier(name: string): ModifierName {
  if (name === 'Alt' || name === 'Control' || name === 'Meta' || name === 'Shift') return name;
  throw new Error(`The driver knows no modifier "${name}"`);
}
