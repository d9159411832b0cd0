/* What there is to choose from, where values are stored that are one of a few. */

export const UNDO_CHOICES_MS = [0, 5_000, 10_000, 20_000] as const;
export const LONGEST_UNDO_MS = Math.max(...UNDO_CHOICES_MS);
export const POLL_CHOICES_MS = [60_000, 120_000, 300_000, 900_000] as const;

/** Where a person asked to end a session. `bulk`: with others, in one go. */
export const ENDED_FROM = ['row', 'menu', 'bulk'] as const;

export const COLUMNS = [
  'session',
  'subuser',
  'place',
  'exitIp',
  'left',
  'age',
  'bytes',
  'rate',
  'requests',
] as const;
export const GROUPINGS = ['subuser', 'region', 'product'] as const;

/** Of which a person may want to be told. */
export const CAUSES = ['moved', 'bytes', 'rate', 'ending', 'key'] as const;
