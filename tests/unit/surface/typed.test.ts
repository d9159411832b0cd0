import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minuteIn, minuteText, wholeNumberIn } from '../../../lib/surface/typed.ts';

const range = { from: 1, to: 1_000 };

test.each([
  ['7', 7],
  [' 1000 ', 1_000],
  ['００7', 7],
  ['1001', null],
  ['0', null],
  ['', null],
  ['1e2', null],
  ['1,000', null],
  ['1.5', null],
  ['-1', null],
])('%j typed as a number from 1 to 1000 is %j', (text, number) => {
  expect(wholeNumberIn(text, range)).toBe(number);
});

test('every whole number of its range is read as written, and no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000, max: 10_000 }), (number) => {
      const isIn = number >= range.from && number <= range.to;
      expect(wholeNumberIn(String(number), range)).toBe(isIn ? number : null);
    }),
  );
});

test('every minute of the day is read as written', () => {
  for (let minute = 0; minute < 1_440; minute += 1) {
    expect(minuteIn(minuteText(minute))).toBe(minute);
  }
});

test.each(['', '24:00', '7:30', '12:60', 'noon'])('%j is no time of day', (text) => {
  expect(minuteIn(text)).toBeNull();
});
