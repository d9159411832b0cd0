import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../../lib/surface/plain.ts';
import { brokenTexts, hidingIn, hostileTexts, reorders } from '../../sandbox/hostile.ts';

const FSI = '\u2068';
const PDI = '\u2069';
const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].length;
const longestGrapheme = (text: string) =>
  Math.max(0, ...[...new Intl.Segmenter().segment(text)].map(({ segment }) => segment.length));
const unwrapped = (text: string) =>
  text.startsWith(FSI) && text.endsWith(PDI) ? text.slice(1, -1) : text;

/** Characters of every kind that matters, far more often than chance would bring them. */
const anyCharacter = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  fc.constantFrom(
    ...Object.values({ ...hostileTexts, ...brokenTexts }).flatMap((text) => [...text.slice(0, 40)]),
  ),
);
const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 30 }),
  fc.string({ unit: anyCharacter, minLength: 60, maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('\u1100', '\u1161', '\u0915\u094d', 'x'), maxLength: 60 }),
  fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 30 }).map((parts) => parts.join('')),
);
const anyMost = fc.integer({ min: 1, max: 100 });
describe('any text', () => {
  test('hides nothing, is never longer than its room, and keeps its neighbours in order', () => {
    fc.assert(
      fc.property(anyText, anyMost, (text, most) => {
        const shown = plain(text, most);
        expect(hidingIn(shown)).toEqual([]);
        expect(reorders(shown)).toBe(false);
        expect(shown.isWellFormed()).toBe(true);
        expect(graphemes(unwrapped(shown))).toBeLessThanOrEqual(most + 1);
        expect(longestGrapheme(shown)).toBeLessThanOrEqual(17);
        expect(shown.length).toBeLessThanOrEqual(most * 4 + 3);
      }),
    );
  });

  test('shown again reads the same', () => {
    fc.assert(
      fc.property(anyText, anyMost, (text, most) => {
        const once = unwrapped(plain(text, most));
        expect(unwrapped(plain(once, most))).toBe(once);
      }),
    );
  });

  test('that is shorter than its room is shown to its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 7 }), (text) => {
        expect(plain(`${text}!`)).toMatch(/!\u2069?$/);
      }),
    );
  });

  test('of letters, digits and signs is left as it is, up to its room', () => {
    const visible = fc.constantFrom(...'abcXYZ0189 .:_-<>&%"\'$äßéжΩ中文あ한😀🇩');
    fc.assert(
      fc.property(fc.string({ unit: visible, maxLength: 80 }), (text) => {
        expect(plain(text)).toBe(text);
      }),
    );
  });
});

test.each([
  ['safe\u202egpj.exe', 'safe[U+202E]gpj.exe'],
  ['a\u0000b\nc\u{e0061}', 'a[U+0000]b[U+000A]c[U+E0061]'],
  ['\ud800', '[U+D800]'],
  ['a\u00a0b\u2800\u3164', 'a[U+00A0]b[U+2800][U+3164]'],
  ['e\u0301\u0302\u0303\u0304', 'e\u0301\u0302\u0303[U+0304]'],
  ['\u0301a', '[U+0301]a'],
  ['a\u200b\u0301', 'a[U+200B][U+0301]'],
  ['👩‍💻', '👩[U+200D]💻'],
  ['שלום', `${FSI}שלום${PDI}`],
  ['١٢٣', `${FSI}١٢٣${PDI}`],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(plain(text)).toBe(shown);
});

test.each([
  ['abcdef', 3, 'abc…'],
  ['abc', 3, 'abc'],
  ['äbcdef', 3, 'äbc…'],
  ['🇩🇪🇯🇵🇫🇷', 2, '🇩🇪🇯🇵…'],
  ['👍🏽👍🏽👍🏽', 3, '👍🏽👍🏽👍🏽'],
  ['नमस्ते', 2, 'नम…'],
  ['\u1100'.repeat(40), 80, `${'\u1100'.repeat(16)}…`],
  [`${'\u1100'.repeat(7)}😀`, 2, `${'\u1100'.repeat(7)}…`],
  ['אבגד', 2, `${FSI}אב…${PDI}`],
])('%j in the room of %i is %j', (text, most, shown) => {
  expect(plain(text, most)).toBe(shown);
});

test.each(Object.entries({ ...hostileTexts, ...brokenTexts }))('of the corpus: %s', (_, text) => {
  const shown = plain(text);
  expect(hidingIn(shown)).toEqual([]);
  expect(reorders(shown)).toBe(false);
  expect(graphemes(unwrapped(shown))).toBeLessThanOrEqual(81);
});

test('the corpus is what it says: most of it would not be fit to be shown', () => {
  const texts = Object.values({ ...hostileTexts, ...brokenTexts });
  expect(texts.filter((text) => hidingIn(text).length > 0).length).toBeGreaterThan(25);
  expect(texts.filter(reorders).length).toBeGreaterThan(4);
  expect(new Set(Object.values(hostileTexts).map((text) => plain(text))).size).toBe(
    Object.values(hostileTexts).length,
  );
});
