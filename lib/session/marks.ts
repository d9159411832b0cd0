/* Marks: the rows that a person has picked for one act. Only what is shown and alive can be marked,
 * and a mark on a row that ends or is hidden is dropped, never kept in secret. */
import type { Slot } from './order.ts';
import type { Ref } from './ref.ts';

export interface Marks {
  refs: ReadonlySet<Ref>;
  /** Where a range starts. */
  anchor: Ref | null;
  /** Marks that were dropped since the person last marked something. */
  dropped: { ended: number; hidden: number };
}

const NONE_DROPPED = { ended: 0, hidden: 0 };
export const NO_MARKS: Marks = { refs: new Set(), anchor: null, dropped: NONE_DROPPED };

export function toggled(marks: Marks, ref: Ref): Marks {
  const refs = new Set(marks.refs);
  if (!refs.delete(ref)) refs.add(ref);
  return { refs, anchor: ref, dropped: NONE_DROPPED };
}

/** Marks all from the anchor to `ref`, as they stand. */
export function markedTo(marks: Marks, ref: Ref, slots: Slot[]): Marks {
  const places = [marks.anchor ?? ref, ref].map((each) => slots.findIndex((s) => s.ref === each));
  const [from, to] = [Math.min(...places), Math.max(...places)];
  if (from < 0) return toggled(marks, ref);
  const range = markable(slots.slice(from, to + 1));
  return {
    refs: new Set([...marks.refs, ...range]),
    anchor: marks.anchor ?? ref,
    dropped: NONE_DROPPED,
  };
}

/** Marks all that are shown, or, where they are, none. */
export function allToggled(marks: Marks, slots: Slot[]): Marks {
  const all = markable(slots);
  const areMarked = all.length > 0 && all.every((ref) => marks.refs.has(ref));
  return { refs: new Set(areMarked ? [] : all), anchor: null, dropped: NONE_DROPPED };
}

/** Drops what is not shown any more; the same object if that is nothing. */
export function kept(marks: Marks, slots: Slot[]): Marks {
  if (marks.refs.size === 0) return marks;
  const shown = new Map(slots.map((slot) => [slot.ref, slot]));
  const isAlive = (ref: Ref) => shown.get(ref)?.end === null;
  const lost = [...marks.refs].filter((ref) => !isAlive(ref));
  if (lost.length === 0) return marks;
  const ended = lost.filter((ref) => shown.has(ref)).length;
  return {
    ...marks,
    refs: new Set([...marks.refs].filter(isAlive)),
    dropped: {
      ended: marks.dropped.ended + ended,
      hidden: marks.dropped.hidden + lost.length - ended,
    },
  };
}

function markable(slots: Slot[]): Ref[] {
  return slots.filter(({ end }) => end === null).map(({ ref }) => ref);
}
