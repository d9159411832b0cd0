/* Where rows stand. A row never moves under the pointer: the order is set when the popup opens,
 * newcomers join at the end, and the place of one that is gone stays open while somebody may be
 * about to click below it. */
import type { Row } from './overview.ts';
import type { Ref } from './ref.ts';

/** A place in the list; `row` is null where a session is gone and its place is kept open. */
export interface Slot {
  ref: Ref;
  row: Row | null;
}

/** The next arrangement after `shown`. `hold`: pointer or keyboard focus is in the list. */
export function arrange(shown: Slot[], rows: Row[], hold: boolean): Slot[] {
  const byRef = new Map(rows.map((row) => [row.ref, row]));
  const kept = shown
    .map(({ ref }) => ({ ref, row: byRef.get(ref) ?? null }))
    .filter(({ row }) => hold || row);
  const places = new Set(kept.map(({ ref }) => ref));
  const newcomers = rows.filter(({ ref }) => !places.has(ref)).sort(byBytes);
  return [...kept, ...newcomers.map((row) => ({ ref: row.ref, row }))];
}

function byBytes(a: Row, b: Row): number {
  return b.session.bytesUsed - a.session.bytesUsed || (a.ref < b.ref ? -1 : 1);
}
