/* Where rows stand: in the chosen order, and nothing moves while somebody is at the list. Then
 * newcomers wait to be let in, and a row that ended stays in its place, so that a click lands on what
 * was aimed at. */
import type { COLUMNS, GROUPINGS } from '../store/choices.ts';
import type { ListView } from '../store/state.ts';
import { type KnownRow, settled } from './facts.ts';
import type { Ref } from './ref.ts';

export type Column = (typeof COLUMNS)[number];
export type Grouping = (typeof GROUPINGS)[number];

/** How a session ended that was in the list. `gone`: before its time. `unknown`: its time is not known.
 * `unlisted`: whether it has ended is not known. */
export type End = 'terminated' | 'expired' | 'gone' | 'unknown' | 'unlisted';

/** A place in the list. */
export interface Slot {
  ref: Ref;
  /** As it was last listed. */
  row: KnownRow;
  /** Null while it is listed. */
  end: End | null;
}

export interface Arrangement {
  /** What is shown. */
  slots: Slot[];
  /** All that have ended since the list was opened, let through by the filter or not. */
  ended: Slot[];
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

/** Before anything was listed. */
export const UNARRANGED: Arrangement = { slots: [], ended: [], waiting: 0 };

/** Rows that ended stay until the list is closed, the latest so many. */
const MOST_ENDED = 200;

/** The next arrangement after `last`. `hold`: somebody is at the list. */
export function arrange(last: Arrangement, wanted: Wanted, hold: boolean): Arrangement {
  const { rows, matches, view } = wanted;
  if (hold) {
    const slots = followed(last.slots, wanted);
    const places = new Set(slots.map(({ ref }) => ref));
    const waiting = rows.filter((row) => !places.has(row.ref) && matches(row)).length;
    return { slots, ended: endedOf({ ...last, slots }, wanted), waiting };
  }
  const ended = endedOf(last, wanted);
  const over = ended.filter(({ row }) => matches(row));
  const alive = inOrder(rows, view).filter(({ row }) => matches(row));
  return { slots: over.length > 0 ? sorted([...alive, ...over], view) : alive, ended, waiting: 0 };
}

function followed(shown: Slot[], { rows, endOf }: Wanted): Slot[] {
  const byRef = byRefs(rows);
  return shown.flatMap((slot) => {
    const row = byRef.get(slot.ref);
    if (!row) return endedSlot(slot, endOf);
    return slot.row === row && slot.end === null ? slot : slotOf(row);
  });
}

function slotOf(row: KnownRow): Slot {
  return { ref: row.ref, row, end: null };
}

/** The latest of those that ended: a filter that hides one does not make it forgotten. */
function endedOf({ ended, slots }: Arrangement, { rows, endOf }: Wanted): Slot[] {
  const byRef = byRefs(rows);
  const gone = [...ended, ...slots].filter(({ ref }) => !byRef.has(ref));
  const latest = new Map(gone.map((slot) => [slot.ref, slot]));
  return [...latest.values()].flatMap((slot) => endedSlot(slot, endOf)).slice(-MOST_ENDED);
}

/** None for one of which nothing is known any more. The reason is found once. */
function endedSlot(slot: Slot, endOf: Wanted['endOf']): Slot[] {
  if (slot.end !== null) return [slot];
  const end = endOf(slot.row);
  return end === null ? [] : [{ ref: slot.ref, row: settled(slot.row), end }];
}

/* A filter changes with each letter, and a list once in ten seconds: what is made of a list is made
 * once. */
const byRefs = madeOnce((rows: readonly KnownRow[]) => new Map(rows.map((row) => [row.ref, row])));
const orders = madeOnce(() => new Map<string, Slot[]>());

/** All in one order, of which some are looked at. */
function inOrder(rows: readonly KnownRow[], view: Wanted['view']): Slot[] {
  const known = orders(rows);
  const name = JSON.stringify([view.sort.column, view.sort.descending, view.group]);
  const slots = known.get(name) ?? sorted(rows.map(slotOf), view);
  known.set(name, slots);
  return slots;
}

/** A function that makes of one object the same thing for good. */
function madeOnce<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    const known = made.get(of) ?? make(of);
    made.set(of, known);
    return known;
  };
}
/** Null where the value is not known. */
type Key = string | number | null;

/** What a column is sorted by. */
const KEYS: Record<Column, (row: KnownRow) => Key> = {
  session: ({ session }) => session.sessionId,
  subuser: subuserName,
  place: ({ session: { region, state, city } }) =>
    region === null ? null : `${region.toLowerCase()} ${state ?? ''} ${city ?? ''}`,
  exitIp: ({ session }) => session.exitIp && inDecimals(session.exitIp),
  left: leftKey,
  age: ({ bornAtMs }) => (bornAtMs === null ? null : -bornAtMs),
  bytes: ({ session }) => session.bytesUsed,
  rate: ({ facts }) => facts.bytesPerMinute,
  requests: ({ session }) => session.requests,
};

/** What a list is grouped by. */
export const GROUP_KEYS: Record<Grouping, (row: KnownRow) => string> = {
  // Two sub-users may have one label.
  subuser: (row) =>
    row.session.subuser === null ? '' : `${subuserName(row)}\n${row.session.subuser}`,
  region: ({ session }) => session.region?.toLowerCase() ?? '',
  product: ({ session }) => session.product,
};

/** An expiry that is none (expiry.ts) is shown as no time left. */
function leftKey({ session, endsAtMs }: KnownRow): number | null {
  return endsAtMs === null && session.expiresAtMs !== null ? 0 : endsAtMs;
}

function subuserName({ session, facts: { subuser } }: KnownRow): string | null {
  return subuser?.label || subuser?.name || session.subuser;
}

/** An address that is in order as a text: of an IPv6 all groups, in decimals. */
function inDecimals(ip: string): string {
  if (!ip.includes(':')) return ip;
  const zeros = ':0'.repeat(Math.max(0, 9 - ip.split(':').length));
  const whole = ip.replace('::', `${zeros}:`);
  return whole.replace(/[\da-f]+/gi, (group) => `${Number.parseInt(group, 16)}`);
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
      Number(a.group === '') - Number(b.group === '') ||
      compare(a.group, b.group) ||
      // Unknown values come last, in either order.
      Number(a.key === null) - Number(b.key === null) ||
      sign * compare(a.key, b.key) ||
      (a.slot.ref < b.slot.ref ? -1 : 1),
  );
  return keyed.map(({ slot }) => slot);
}

let readingOrder: Intl.Collator['compare'] | undefined;

/** Texts as people order them, who read digits as one number; in the browser's language, for labels
 * are a person's words and not ours. What reads alike is told apart all the same: the rows of two
 * groups may not mix. */
function compare(a: Key, b: Key): number {
  if (a === b || a === null || b === null) return 0;
  const byUnits = a < b ? -1 : 1;
  if (typeof a === 'number') return byUnits;
  readingOrder ??= new Intl.Collator(undefined, { numeric: true }).compare;
  return readingOrder(a, b as string) || byUnits;
}
