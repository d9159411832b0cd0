/* Sums of what is not known of everything. */

export interface Sum {
  /** Null if there are rows and nothing is known of any. */
  total: number | null;
  /** Something is not known, so that it may be more. */
  isAtLeast: boolean;
}

export function sumOf<T>(rows: readonly T[], of: (row: T) => number | null): Sum {
  let total = 0;
  let unknown = 0;
  for (const row of rows) {
    const amount = of(row);
    if (amount === null) unknown += 1;
    else total += amount;
  }
  const isNothingKnown = unknown > 0 && unknown === rows.length;
  return { total: isNothingKnown ? null : total, isAtLeast: unknown > 0 };
}
