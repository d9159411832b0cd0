/* Finds the key in what a person pasted: a line of a shell or of a file, JSON, a key with quotes or
 * invisible characters. Names what is there instead, so that nothing is sent by mistake. */
import { otherService, type Service } from './other-services.ts';

export type Pasted =
  | { kind: 'empty' }
  /** A key of helodata's. `isAlone`: the text held nothing else. */
  | { kind: 'key'; key: string; isAlone: boolean }
  /** It may be a key of another service, or in a format that is new to us. */
  | { kind: 'foreign'; key: string; isAlone: boolean; service: Service | null }
  | { kind: Hopeless };

/** Texts that are never sent, even if a person insists, and why trying them can't work.
 * - `several`: different keys. Trying them all would hand helodata those that are not meant.
 * - `masked`: a part of the key is hidden or missing.
 * - `address`: a web address or proxy address. No key is one.
 * - `unsendable`: a character that no HTTP header can carry, or a text longer than any key. */
export type Hopeless = 'several' | 'masked' | 'address' | 'unsendable';

/** As helodata documents it: `hel_live_` or `hel_test_`, and then so many characters. */
export const KEY_LENGTH = 64;

const PREFIX = /hel_(?:live|test)_/g;
/** A shorter text after the prefix is rather a name, such as `hel_live_key=`. */
const LEAST_LENGTH = 16;
/** Room for a format that is new to us. Servers refuse headers of more than 8 kB. */
const LONGEST_TEXT = 4_096;

/** Chat tools, editors and web pages put such characters into long words and around them. */
const INVISIBLE = /[\p{Cf}\p{DI}]/gu;
/** The characters that a bearer token may consist of (RFC 6750). */
const TOKEN = /^[\w.~+/-]*=*/;
/** Signs that follow a token in a sentence or in Markdown. A hyphen within a token stays. */
const PUNCTUATION_AT_END = /(?<![._~+/-])[._~+/-]+$/;
/** Signs that stand in for hidden characters. Some of them do so after a blank, too. */
const MASK = /\.{2}|[…‥⋯•·●∙⋅◦‧○█■▪]|\*{3}/;
const BLANKS_BEFORE_MASK = /^\s+(?=\.{3}|…|[•●*]{3})/;
/** A dash of a text document in the middle, or `[...]`: what stands before it is a part of the key. */
const DAMAGE = /^(?![-])\p{Pd}|^\[\.{2,}/u;
const SENDABLE = /^[\x21-\x7e]+$/;
/** A web address, a host of helodata's, a host with a port (so any proxy login), or an e-mail address. */
const ADDRESS =
  /^(?:[a-z][a-z0-9+.-]*:)?\/\/|^www\.|(?<![\w-])helodata\.(?:com|io)(?![\w-])|[@.][\w-]+:\d{2,5}(?!\d)|^[^\s@]+@[\w-]+(?:\.[\w-]+)+$/i;

export function readPastedKey(text: string): Pasted {
  const visible = text.replace(INVISIBLE, '').trim();
  const parts = partsWithPrefix(visible);
  return parts.length > 0 ? chosen(parts, visible) : withoutPrefix(visible);
}

/** How long a key of helodata's is without its prefix; null for another key. */
export function lengthAfterPrefix(key: string): { prefix: string; length: number } | null {
  const [prefix] = key.match(PREFIX) ?? [];
  return prefix && key.startsWith(prefix) ? { prefix, length: key.length - prefix.length } : null;
}

interface Part {
  prefix: string;
  /** The part of the key that follows its prefix. */
  secret: string;
  isMasked: boolean;
}

/** Reads each prefix in the text with what follows it, up to the next prefix. */
function partsWithPrefix(text: string): Part[] {
  const found = [...text.matchAll(PREFIX)];
  return found.map(({ 0: prefix, index }, n) => {
    const rest = text.slice(index + prefix.length, found[n + 1]?.index);
    const isAlone = found.length === 1 && index === 0;
    return { prefix, ...secretIn(rest, { isInStars: text[index - 1] === '*', isAlone }) };
  });
}

/** `isAlone`: the text begins with the key. */
function secretIn(
  rest: string,
  { isInStars, isAlone }: { isInStars: boolean; isAlone: boolean },
): Omit<Part, 'prefix'> {
  const [run = ''] = /^[\w-]*/.exec(rest) ?? [];
  // As documents write a key that is nobody's.
  if (/^x+$/i.test(run)) return { secret: run, isMasked: true };
  if (run.length === KEY_LENGTH) return { secret: run, isMasked: false };
  const joined = acrossLines(rest);
  if (joined) return { secret: joined, isMasked: false };
  const next = rest.slice(run.length).replace(BLANKS_BEFORE_MASK, '');
  // Stars in front, too, are Markdown.
  const isStarred = next.startsWith('*') && !isInStars;
  const isMasked = isStarred || next.search(MASK) === 0 || DAMAGE.test(next);
  // A hyphen or an underscore at its end may be its own, where nothing else stands there.
  if (isAlone && run === rest) return { secret: run, isMasked: false };
  const [token = ''] = TOKEN.exec(rest) ?? [];
  return { secret: token.replace(PUNCTUATION_AT_END, ''), isMasked };
}

/** Joins a key that a terminal has wrapped. It does so only if all words up to the next sign make up one
 * key of the documented length, since they are hardly anything else then. Returns null otherwise. */
function acrossLines(rest: string): string | null {
  const [words = ''] = /^[\w-]*(?:\s+[\w-]+(?![\w=-]))*/.exec(rest) ?? [];
  const joined = words.replace(/\s+/g, '');
  return joined.length === KEY_LENGTH ? joined : null;
}

/** Prefers keys of the documented length, and next those that are long enough for a key. */
function chosen(parts: Part[], text: string): Pasted {
  const keys = parts.filter(({ secret, isMasked }) => secret !== '' && !isMasked);
  const whole = keys.filter(({ secret }) => secret.length === KEY_LENGTH);
  if (whole.length === 0 && parts.some(({ isMasked }) => isMasked)) return { kind: 'masked' };
  const long = keys.filter(({ secret }) => secret.length >= LEAST_LENGTH);
  const best = [whole, long, keys].find(({ length }) => length > 0) ?? [];
  const [key, ...others] = new Set(best.map(({ prefix, secret }) => prefix + secret));
  if (key === undefined) return { kind: 'masked' };
  if (others.length > 0) return { kind: 'several' };
  if (key.length > LONGEST_TEXT) return { kind: 'unsendable' };
  return { kind: 'key', key, isAlone: key === text };
}

function withoutPrefix(text: string): Pasted {
  if (text.length > LONGEST_TEXT) return { kind: 'unsendable' };
  const bare = unwrapped(text);
  if (bare === '') return { kind: 'empty' };
  if (ADDRESS.test(bare)) return { kind: 'address' };
  if (!/\s/.test(bare) && MASK.test(bare)) return { kind: 'masked' };
  const other = otherService(text);
  if (other) return { kind: 'foreign', ...other, isAlone: other.key === text };
  if (!SENDABLE.test(bare)) return { kind: 'unsendable' };
  return { kind: 'foreign', key: bare, isAlone: bare === text, service: null };
}

const QUOTES = '"\'`“”‘’„«»「」『』';
const AFTER_BEARER = new RegExp(`^[\\s:${QUOTES}]*([^\\s,;${QUOTES}]*)`);
const COMMAND = /^(?:export|set|setx|let|const|var)\s+/i;
const NAME = new RegExp(
  `^[${QUOTES}]*[a-z_][\\w.-]*[${QUOTES}]*\\s*(?:=|:(?=[\\s${QUOTES}]))\\s*(?=[^\\s=])`,
  'i',
);
const FRAME = new RegExp(
  `^[\\s{([<${QUOTES}]+|(?<![\\s,;})\\]>${QUOTES}])[\\s,;})\\]>${QUOTES}]+$`,
  'g',
);

/** The value in a line that may be a header, an assignment, JSON, or in quotes. */
function unwrapped(text: string): string {
  const bearer = [...text.matchAll(/(?<!\w)bearer(?!\w)/gi)].at(-1);
  if (bearer) {
    const [, value = ''] = AFTER_BEARER.exec(text.slice(bearer.index + bearer[0].length)) ?? [];
    return value;
  }
  let bare = text;
  let before: string;
  do {
    before = bare;
    bare = bare.replace(COMMAND, '').replace(NAME, '').replace(FRAME, '');
  } while (bare !== before);
  return bare;
}
