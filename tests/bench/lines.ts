/* The lines of the table: what was measured, against what, and whether it is within reach. Pure. */
import { ratioOf, type Samples, spreadOf } from './stats.ts';

/** One line of the table, in words. */
export interface Line {
  what: string;
  against: string;
  /** The ratio, or the figure itself where there is nothing to compare it with; its p95 is empty where
   * there is one sample only. */
  median: string;
  p95: string;
  reach: string;
  isHeld: boolean;
}

/** What a measurement gives: its lines, and how they came about, a sentence each. */
export interface Measured {
  lines: Line[];
  how: string[];
}

type Unit = 'ms' | 'bytes' | 'times';

export interface Comparison {
  what: string;
  against: string;
  unit: Unit;
  samples: Samples;
  base: Samples;
  /** The largest ratio of the medians that is within reach. */
  most: number;
}

/** Two things that were measured side by side. */
export function comparison({ what, against, unit, samples, base, most }: Comparison): Line {
  const ratio = ratioOf(samples, base);
  const [above, below] = [spreadOf(samples), spreadOf(base)];
  const both = (of: 'median' | 'p95') =>
    `${times(ratio[of])} (${amount(above[of], unit)} : ${amount(below[of], unit)})`;
  return {
    what,
    against,
    median: both('median'),
    p95: both('p95'),
    reach: `≤ ${times(most)}`,
    isHeld: ratio.median <= most,
  };
}

/** Something that has a bound of its own. */
export function bounded(line: {
  what: string;
  against?: string;
  unit: Unit;
  samples: Samples;
  most: number;
  /** Which of the two is judged. */
  judged: 'median' | 'p95';
}): Line {
  const { what, against = '', unit, samples, most, judged } = line;
  const spread = spreadOf(samples);
  return {
    what,
    against,
    median: amount(spread.median, unit),
    p95: spread.count > 1 ? amount(spread.p95, unit) : '',
    reach: most === 0 ? '0' : `≤ ${amount(most, unit)}`,
    isHeld: spread[judged] <= most,
  };
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

export function amount(value: number, unit: Unit): string {
  if (unit === 'times') return `${value}`;
  if (unit === 'ms') return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
  return value < 1_000_000
    ? `${(value / 1_000).toFixed(1)} kB`
    : `${(value / 1_000_000).toFixed(2)} MB`;
}
