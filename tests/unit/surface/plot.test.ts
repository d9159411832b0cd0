import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plotOf, sparkOf } from '../../../lib/surface/plot.ts';
import { NOW } from '../support/samples.ts';

const box = { width: 100, height: 50 };

/** The places that a path goes through. */
const placesOf = (path: string) =>
  path
    .replace(/^M/, '')
    .replace(/Z$/, '')
    .split('L')
    .map((place) => place.split(' ').map(Number) as [number, number]);

function expectInBox(path: string): void {
  for (const [x, y] of placesOf(path)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(box.width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(box.height);
  }
}

const point = (seconds: number, bytes: number) => ({
  atMs: NOW + seconds * 1000,
  bytes,
  requests: 1,
});

describe('bytes over time', () => {
  test('rise from the ground to the top, and stay level until now', () => {
    const plot = plotOf([point(5, 500), point(10, 1000)], NOW, NOW + 20_000, box);
    expect(plot).toEqual({
      lead: 'M0 50L25 25',
      line: 'M25 25L50 0L100 0',
      area: 'M25 50L25 25L50 0L100 0L100 50Z',
      most: 1000,
    });
  });

  test('that are none lie on the ground', () => {
    expect(plotOf([point(0, 0)], NOW, NOW + 20_000, box).line).toBe('M0 50L100 50');
  });

  test('never leave their box, even where a clock was set back', () => {
    const anyPoint = fc.record({
      atMs: fc.integer({ min: NOW - 1e6, max: NOW + 1e6 }),
      bytes: fc.maxSafeNat(),
      requests: fc.nat(),
    });
    const points = fc.array(anyPoint, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(points, fc.integer({ min: -1e6, max: 1e6 }), (given, lengthMs) => {
        const { line, area, lead } = plotOf(given, NOW, NOW + lengthMs, box);
        for (const path of [line, area, lead]) expectInBox(path);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a sparkline', () => {
  test('puts the highest value at the top', () => {
    expect(sparkOf([0, 10, 5], box)).toBe('M0 50L50 0L100 25');
  });

  test('of fewer than two values is nothing', () => {
    expect([sparkOf([], box), sparkOf([1], box)]).toEqual(['', '']);
  });

  test('never leaves its box', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (given) => expectInBox(sparkOf(given, box))),
      { numRuns: 2_000 },
    );
  });
});
