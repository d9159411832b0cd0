/* Figures from samples: what was measured in turns is compared by its median, and by its p95. Pure. */

/** Samples of one thing, in any unit. */
export type Samples = readonly number[];

export interface Spread {
  median: number;
  /** The least value that 95 % of the samples do not exceed. */
  p95: number;
  count: number;
}

/** @throws RangeError if there is no sample */
export function spreadOf(samples: Samples): Spread {
  if (samples.length === 0) throw new RangeError('there is no sample');
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  return {
    median: Number.isInteger(half) ? (at(half - 1) + at(half)) / 2 : at(Math.floor(half)),
    p95: at(Math.ceil(sorted.length * 0.95) - 1),
    count: sorted.length,
  };
}

/** How much the one is of the other: median by median, and p95 by p95. */
export function ratioOf(samples: Samples, base: Samples): Omit<Spread, 'count'> {
  const [above, below] = [spreadOf(samples), spreadOf(base)];
  return { median: above.median / below.median, p95: above.p95 / below.p95 };
}

/** How much steeper than linear a cost grows at its steepest: 1 where twice as many cost twice as
 * much. `costs`: pairs of a size and what it costs, sizes ascending. */
export function steepestOf(costs: readonly (readonly [size: number, cost: number])[]): number {
  const steps = costs.slice(1).map(([size, cost], index) => {
    const [sizeBefore, costBefore] = costs[index] ?? [Number.NaN, Number.NaN];
    return cost / costBefore / (size / sizeBefore);
  });
  return Math.max(...steps);
}
