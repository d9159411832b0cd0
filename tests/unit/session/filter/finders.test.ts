import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FINDERS,
  type Finder,
  hasFinder,
  toggleFinder,
} from '../../../../lib/session/filter/finders.ts';
import { parse } from '../../../../lib/session/filter/parse.ts';
import { print } from '../../../../lib/session/filter/print.ts';
import { anyText } from './samples.ts';

const ALL = Object.keys(FINDERS) as Finder[];

test.each(ALL)('%s is a term in canonical writing, and known by it', (finder) => {
  const { terms, mistakes } = parse(FINDERS[finder]);
  expect(mistakes).toEqual([]);
  expect(print(terms)).toBe(FINDERS[finder]);
  expect(ALL.filter((each) => hasFinder(terms, each))).toEqual([finder]);
});

test.each([
  ['', 'rate:top'],
  ['job', 'job rate:top'],
  ['job ', 'job rate:top'],
  ['RATE:Top', ''],
  ['job  "rate:top" -rate:top', 'job "rate:top" -rate:top rate:top'],
  ['a  rate:top  b rate:top', 'a b'],
  ['bytes> rate:top', 'bytes>'],
  ['bytes>', 'bytes> rate:top'],
  ['a "b c', 'rate:top a "b c'],
])('the box with %s becomes %s', (before, after) => {
  expect(toggleFinder(before, 'runaway')).toBe(after);
});

test('a finder is there or not, and nothing else is touched by it', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...ALL), (text, finder) => {
      const had = hasFinder(parse(text).terms, finder);
      const toggled = toggleFinder(text, finder);
      expect(hasFinder(parse(toggled).terms, finder)).toBe(!had);
      const others = (from: string) => print(parse(toggleFinder(from, finder)).terms);
      expect(parse(toggled).mistakes.map(({ kind }) => kind)).toEqual(
        parse(text).mistakes.map(({ kind }) => kind),
      );
      if (!had) expect(others(toggled)).toBe(print(parse(text).terms));
    }),
  );
});
