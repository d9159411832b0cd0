/* The row that the keyboard is at. It has the focus wherever the focus is in the list, and neither is
 * lost when rows come and go: the next row takes over. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Line } from '../../lib/session/groups.ts';
import type { Slot } from '../../lib/session/order.ts';
import type { Ref } from '../../lib/session/ref.ts';

export interface Cursor {
  /** Null while no row was ever chosen, and where there is none. */
  slot: Slot | null;
  index: number | null;
  /** Goes so many rows down, or up, and gives that row the focus; from nowhere, to the first. */
  move: (by: number) => Slot | null;
  set: (ref: Ref) => void;
  /** Gives the row the focus once the page is up to date. */
  focus: () => void;
  /** Whether it came to this row by itself a moment ago, since its own had left: a key that is
   * pressed now was meant for that one. */
  hasStrayed: () => boolean;
}

/** It takes people that long to see that it is another row. */
const STRAYED_MS = 1_000;

export function useCursor(lines: Line[], root: RefObject<HTMLElement | null>): Cursor {
  const [ref, setRef] = useState<Ref | null>(null);
  const lastIndex = useRef(0);
  const wantsFocus = useRef(false);
  const strayedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const [, setAsked] = useState({});
  const index = ref === null ? null : indexOf(lines, ref, lastIndex.current);
  const slot = index === null ? null : slotOf(lines[index]);
  lastIndex.current = index ?? 0;

  // What has the focus now may be gone from the page after this.
  const hadFocus = root.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    // Something that has just opened over the list may have taken it: then it is not lost.
    const isLost = hadFocus && document.activeElement === document.body;
    if (!isLost && !wantsFocus.current) return;
    wantsFocus.current = false;
    rowIn(root.current, index)?.focus({ preventScroll: true });
    if (isLost && slot?.ref !== ref) strayedAtMs.current = performance.now();
  });

  // At once, though nothing else may change: by the next second the person is somewhere else.
  const askForFocus = () => {
    wantsFocus.current = true;
    setAsked({});
  };

  return {
    slot,
    index,
    move(by) {
      const target = slotAt(lines, index === null ? 0 : index + by, by < 0 ? -1 : 1);
      if (!target) return null;
      setRef(target.ref);
      strayedAtMs.current = Number.NEGATIVE_INFINITY;
      askForFocus();
      return target;
    },
    set(chosen) {
      setRef(chosen);
      strayedAtMs.current = Number.NEGATIVE_INFINITY;
    },
    hasStrayed: () => performance.now() - strayedAtMs.current < STRAYED_MS,
    focus() {
      askForFocus();
      setRef((was) => was ?? slotAt(lines, 0, 1)?.ref ?? null);
    },
  };
}

/** Where a row stands now; in place of one that is gone, the one that took its place. */
function indexOf(lines: Line[], ref: Ref, lastIndex: number): number | null {
  const found = lines.findIndex((line) => slotOf(line)?.ref === ref);
  if (found >= 0) return found;
  const next = slotAt(lines, lastIndex, 1);
  return next && lines.findIndex((line) => slotOf(line) === next);
}

function slotOf(line: Line | undefined): Slot | null {
  return line?.kind === 'row' ? line.slot : null;
}

/** The row at `index`, or else the next one in that direction, or else the last before it; headings
 * are passed over. */
function slotAt(lines: Line[], index: number, direction: 1 | -1): Slot | null {
  const start = Math.max(0, Math.min(lines.length - 1, index));
  const back = direction === 1 ? -1 : 1;
  return nextSlot(lines, start, direction) ?? nextSlot(lines, start + back, back);
}

function nextSlot(lines: Line[], start: number, direction: 1 | -1): Slot | null {
  for (let index = start; index >= 0 && index < lines.length; index += direction) {
    const slot = slotOf(lines[index]);
    if (slot) return slot;
  }
  return null;
}

/** The row at `index`, if it is in the page; else the list itself. Rows count from 1, and the headings
 * are the first. */
export function rowIn(root: HTMLElement | null, index: number | null): HTMLElement | null {
  if (index === null) return root;
  return root?.querySelector<HTMLElement>(`tbody [aria-rowindex="${index + 2}"]`) ?? root;
}
