/* Where rows stand: the most bytes first, and nothing moves while somebody is at the list. Then
 * newcomers join at the end, and the place of a row that is gone stays open, so that a click lands
 * on what was aimed at. */
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
  const kept = hold ? shown.map(({ ref }) => ({ ref, row: byRef.get(ref) ?? null })) : [];
  for (const { ref } of kept) byRef.delete(ref);
  const others = [...byRef.values()].sort(byBytes);
  return [...kept, ...others.map((row) => ({ ref: row.ref, row }))];
}

function byBytes(a: Row, b: Row): number {
  return b.session.bytesUsed - a.session.bytesUsed || (a.ref < b.ref ? -1 : 1);
}
