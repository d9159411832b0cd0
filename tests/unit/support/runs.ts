/** How many cases a property is tried on. */
export const RUNS = 10_000;
