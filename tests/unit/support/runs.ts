/** How many cases a property is tried on: few while one works, more in a whole run. */
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 1_000);
