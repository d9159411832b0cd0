import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuiet } from '../../../lib/watching/quiet.ts';

const at = (hours: number, minutes = 0) => new Date(2026, 10, 23, hours, minutes).getTime();

describe('quiet hours', () => {
  const night = { isOn: true, fromMin: 22 * 60, toMin: 7 * 60 };
  const noon = { isOn: true, fromMin: 12 * 60, toMin: 13 * 60 + 30 };

  test.each([
    [night, at(21, 59), false],
    [night, at(22), true],
    [night, at(0), true],
    [night, at(6, 59), true],
    [night, at(7), false],
    [noon, at(11, 59), false],
    [noon, at(12), true],
    [noon, at(13, 29), true],
    [noon, at(13, 30), false],
    [{ ...noon, isOn: false }, at(12), false],
    [{ isOn: true, fromMin: 600, toMin: 600 }, at(4), true],
  ])('%j', (quiet, nowMs, expected) => {
    expect(isQuiet(quiet, nowMs)).toBe(expected);
  });

  test('every minute is either in them or in those from their end to their beginning', () => {
    const minute = fc.nat(1_439);
    fc.assert(
      fc.property(minute, minute, minute, (fromMin, toMin, now) => {
        fc.pre(fromMin !== toMin);
        const nowMs = at(0, now);
        const inside = isQuiet({ isOn: true, fromMin, toMin }, nowMs);
        expect(isQuiet({ isOn: true, fromMin: toMin, toMin: fromMin }, nowMs)).toBe(!inside);
      }),
    );
  });
});
