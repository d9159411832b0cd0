/* Text from outside as it may be shown anywhere: in the page, a tooltip, a menu. Nothing in it acts
 * (controls, bidi), hides (zero-width, blanks that are none) or grows beyond its room. Only for
 * eyes: identity, requests and storage keep the text as it came. */

/** Graphemes that are shown unless a place has less room. */
const MOST = 80;
/** The longest text that is looked at, in code units per grapheme of room. */
const UNITS_PER_GRAPHEME = 4;
/** No letter of any script needs more code units; a run of Hangul jamo, which no line can break, can
 * have as many as its author likes. */
const LONGEST_GRAPHEME = 16;

const ORDINARY = /^[ -~]*$/;

/** Characters that are seen only as their code point: what is invisible or unassigned, blanks other
 * than the space, and a combining mark that stands on nothing or on three others. */
const UNSEEN =
  /[[\p{C}\p{Z}\p{DI}\u2800]--[ ]]|(?<![^\p{M}\p{C}\p{Z}\p{DI}\u2800][\p{M}--\p{DI}]{0,2})\p{M}/gv;

/** The blocks of right-to-left letters and digits. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

let segmenter: Intl.Segmenter | undefined;

/** `text` as it may be shown: characters that can't be seen as `[U+202E]`, at most `most` graphemes
 * and then `…`; and isolated where its right-to-left parts would reorder what stands beside it. */
export function plain(text: string, most: number = MOST): string {
  const head = firstUnits(text, most * UNITS_PER_GRAPHEME);
  if (ORDINARY.test(head)) {
    return text.length <= most ? text : `${head.slice(0, most)}…`;
  }
  const visible = head.replace(UNSEEN, codePoint);
  const shown = firstGraphemes(firstUnits(visible, most * UNITS_PER_GRAPHEME), most);
  const isCut = head.length < text.length || shown.length < visible.length;
  const whole = isCut ? `${shown}…` : shown;
  return RIGHT_TO_LEFT.test(whole) ? FIRST_STRONG_ISOLATE + whole + POP_ISOLATE : whole;
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `[U+${hex.padStart(4, '0')}]`;
}

/** At most so many code units, and no half of a character at the end. */
function firstUnits(text: string, units: number): string {
  return text.length <= units ? text : text.slice(0, units).replace(/[\ud800-\udbff]$/, '');
}

/** At most so many graphemes, up to one that is too long, of which the beginning. */
function firstGraphemes(text: string, most: number): string {
  if (text.length <= Math.min(most, LONGEST_GRAPHEME)) return text;
  segmenter ??= new Intl.Segmenter();
  let count = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (count === most) return text.slice(0, index);
    if (segment.length > LONGEST_GRAPHEME) return firstUnits(text, index + LONGEST_GRAPHEME);
    count += 1;
  }
  return text;
}
