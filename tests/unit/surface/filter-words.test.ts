import { expect, test } from 'vitest';
import { FIELD_NAMES } from '../../../lib/session/filter/fields.ts';
import { parse } from '../../../lib/session/filter/parse.ts';
import { fieldWords, mistakeWords } from '../../../lib/surface/filter-words.ts';
import { hidingIn, hostileTexts, reorders } from '../../sandbox/hostile.ts';

const wordsFor = (text: string) => parse(text).mistakes.map(mistakeWords);

test.each([
  ['regoin:us', 'There is no field “regoin”. Did you mean “region”?'],
  ['http://x', 'There is no field “http”. To look for the text itself, put it in quotes.'],
  ['bytes>', 'Something is missing after bytes. For example: bytes>50MB'],
  ['region>us', '“>” does not go with region. For example: region:us'],
  ['left<5x', '“5x” is not understood. For example: left<5m'],
  ['asn:comcast', '“comcast” is not understood. For example: asn:7922'],
  ['idle:maybe', '“maybe” is not understood. Write idle:yes or idle:no.'],
  ['product:isp', '“isp” is not understood. Write product:residential or product:mobile.'],
  ['"acme', 'The quote is not closed.'],
  ['-', 'Something is missing here.'],
])('%s: %s', (text, words) => {
  expect(wordsFor(text)).toEqual([words]);
});

test('every example that is given is right', () => {
  const said = FIELD_NAMES.flatMap((name) => [...wordsFor(`${name}:`), ...wordsFor(`${name}>§`)]);
  const examples = said.flatMap((words) => words.match(/\S+[:<>]\S+$/) ?? []);
  expect(examples.length).toBeGreaterThan(FIELD_NAMES.length);
  for (const example of examples) expect(parse(example).mistakes).toEqual([]);
});

test('every field has words', () => {
  expect(FIELD_NAMES.map(fieldWords)).not.toContain('');
});

test.each(Object.entries(hostileTexts))(
  '%s, pasted into the box, is harmless in words',
  (_, text) => {
    for (const words of wordsFor(`bytes>"${text.replaceAll('"', '""')}" idle:${text}`)) {
      expect(hidingIn(words)).toEqual([]);
      expect(reorders(words)).toBe(false);
      expect(words.length).toBeLessThan(600);
    }
  },
);
