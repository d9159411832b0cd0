/* Where rows stand: in the chosen order, and nothing moves while somebody is at the list. Then
 * newcomers wait to be let in, and a row that ended stays in its place, so that a click lands on what
 * was aimed at. */
import type { COLUMNS, GROUPINGS } from '../store/choices.ts';
import type { ListView } from '../store/state.ts';
import { ageMsOf, type KnownRow } from './facts.ts';
import type { Ref } from './ref.ts';

export type Column = (typeof COLUMNS)[number];
export type Grouping = (typeof GROUPINGS)[number];

/** How a session ended that was in the list; `unlisted`: whether it has is not known. */
export type End = 'terminated' | 'expired' | 'gone' | 'unlisted';

/** A place in the list. */
export interface Slot {
  ref: Ref;
  /** As it was last listed. */
  row: KnownRow;
  /** Null while it is listed. */
  end: End | null;
}

export interface Arrangement {
  slots: Slot[];
  /** How many sessions there are that would be shown if nobody were at the list. */
  waiting: number;
}

export interface Wanted {
  /** All that are listed now. */
  rows: KnownRow[];
  /** Which of them the filter lets through. */
  matches: (row: KnownRow) => boolean;
  view: Pick<ListView, 'sort' | 'group'>;
  /** What has become of one that is listed no more; null if that is not known, and then it leaves. */
  endOf: (row: KnownRow) => End | null;
}

/** Rows that ended stay until the list is closed, the latest so many. */
const MOST_ENDED = 200;

/** The next arrangement after `shown`. `hold`: somebody is at the list. */
export function arrange(shown: Slot[], wanted: Wanted, hold: boolean): Arrangement {
  const kept = followed(shown, wanted);
  const places = new Set(kept.map(({ ref }) => ref));
  const newcomers = wanted.rows.filter((row) => !places.has(row.ref) && wanted.matches(row));
  if (hold) return { slots: kept, waiting: newcomers.length };
  const slots = [
    ...latestEnded(kept).filter(({ row }) => wanted.matches(row)),
    ...newcomers.map((row) => ({ ref: row.ref, row, end: null })),
  ];
  return { slots: sorted(slots, wanted.view), waiting: 0 };
}

function followed(shown: Slot[], { rows, endOf }: Wanted): Slot[] {
  const byRef = new Map<Ref, KnownRow>();
  if (shown.length > 0) for (const row of rows) byRef.set(row.ref, row);
  const kept: Slot[] = [];
  for (const { ref, row: former, end: known } of shown) {
    const row = byRef.get(ref);
    const end = row ? null : (known ?? endOf(former));
    if (row || end !== null) kept.push({ ref, row: row ?? former, end });
  }
  return kept;
}

function latestEnded(slots: Slot[]): Slot[] {
  const ended = slots.filter(({ end }) => end !== null);
  if (ended.length <= MOST_ENDED) return slots;
  const dropped = new Set(ended.slice(0, -MOST_ENDED));
  return slots.filter((slot) => !dropped.has(slot));
}

type Key = string | number;

/** What a column is sorted by. */
const KEYS: Record<Column, (row: KnownRow) => Key> = {
  session: ({ session }) => session.sessionId,
  subuser: subuserName,
  place: ({ session: { region, state, city } }) => `${region} ${state ?? ''} ${city ?? ''}`,
  exitIp: ({ session }) => session.exitIp,
  left: ({ leftMs }) => leftMs,
  age: ageMsOf,
  bytes: ({ session }) => session.bytesUsed,
  // One that is not known yet comes after one that stands still.
  rate: ({ facts }) => facts.bytesPerMinute ?? -1,
  requests: ({ session }) => session.requests,
};

/** What a list is grouped by. */
export const GROUP_KEYS: Record<Grouping, (row: KnownRow) => string> = {
  // Two sub-users may have one label.
  subuser: (row) => `${subuserName(row)}\n${row.session.subuser}`,
  region: ({ session }) => session.region,
  product: ({ session }) => session.product,
};

function subuserName({ session, facts: { subuser } }: KnownRow): string {
  return subuser?.label || subuser?.name || session.subuser;
}

/** Keys are worked out once for each row, not once for each comparison. */
function sorted(slots: Slot[], { sort, group }: Wanted['view']): Slot[] {
  const sign = sort.descending ? -1 : 1;
  const keyed = slots.map((slot) => ({
    slot,
    group: group ? GROUP_KEYS[group](slot.row) : '',
    key: KEYS[sort.column](slot.row),
  }));
  keyed.sort(
    (a, b) =>
      compare(a.group, b.group) || sign * compare(a.key, b.key) || compare(a.slot.ref, b.slot.ref),
  );
  return keyed.map(({ slot }) => slot);
}

function compare(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
