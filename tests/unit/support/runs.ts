/** How many cases a property is tried on. */
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 1_000);
