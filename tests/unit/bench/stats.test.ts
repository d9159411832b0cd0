import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratioOf, spreadOf, steepestOf } from '../../bench/stats.ts';

const sample = fc.double({ min: 0.001, max: 1e6, noNaN: true });
const samples = fc.array(sample, { minLength: 1, maxLength: 200 });

describe('the spread of samples', () => {
  test.each([
    [[7], 7, 7],
    [[4, 1], 2.5, 4],
    [[30, 10, 20], 20, 30],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 50.5, 95],
    [Array.from({ length: 20 }, (_, index) => index + 1), 10.5, 19],
  ])('of %j', (given, median, p95) => {
    expect(spreadOf(given)).toEqual({ median, p95, count: given.length });
  });

  test('has half of the samples on either side of the median, and no more than 5 % above p95', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const { median, p95 } = spreadOf(given);
        expect(given.filter((each) => each < median).length).toBeLessThanOrEqual(given.length / 2);
        expect(given.filter((each) => each > median).length).toBeLessThanOrEqual(given.length / 2);
        expect(given.filter((each) => each > p95).length).toBeLessThanOrEqual(given.length * 0.05);
        expect(given).toContain(p95);
      }),
      { numRuns: 1_000 },
    );
  });

  test('of none is an error, and not 0', () => {
    expect(() => spreadOf([])).toThrow('there is no sample');
  });
});

test('a ratio compares like with like', () => {
  expect(ratioOf([10, 20, 60], [5, 10, 40])).toEqual({ median: 2, p95: 1.5 });
});

describe('growth', () => {
  test('is told by its steepest step', () => {
    const costs = [
      [100, 50],
      [1_000, 100],
      [10_000, 2_000],
      [50_000, 5_000],
    ] as const;
    expect(steepestOf(costs)).toBe(2);
  });

  test('of what is linear is 1', () => {
    fc.assert(
      fc.property(sample, (perSession) => {
        const costs = [100, 1_000, 50_000].map((size) => [size, size * perSession] as const);
        expect(steepestOf(costs)).toBeCloseTo(1, 9);
      }),
    );
  });
});
