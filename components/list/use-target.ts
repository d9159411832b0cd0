/* Shows what the page was opened at, once it is known whether that is still listed. */
import { useLayoutEffect } from 'preact/hooks';
import type { KnownRow } from '../../lib/session/facts.ts';
import type { Slot } from '../../lib/session/order.ts';
import type { Ref } from '../../lib/session/ref.ts';
import type { Target } from '../../lib/surface/page.ts';
import { live, type Over } from '../over/Overlay.tsx';

interface ListToLead {
  rows: KnownRow[];
  slots: Slot[];
  /** Each product has answered or failed once. */
  isSettled: boolean;
  onOpen: (slot: Slot) => void;
  onOver: (over: Over | null) => void;
}

export function useTarget(target: Target | null, list: ListToLead, onArrived: () => void): void {
  useLayoutEffect(() => {
    if (target && lead(target, list)) onArrived();
  });
}

/** Whether it could be shown. */
function lead(target: Target, { rows, slots, isSettled, onOpen, onOver }: ListToLead): boolean {
  if (target.kind !== 'session') {
    onOver(target);
    return true;
  }
  const slot = slotOf(target.ref, rows, slots);
  if (slot) onOpen(slot);
  else if (isSettled) onOver({ kind: 'history', at: target.ref });
  return slot !== null || isSettled;
}

/** Where a session stands; null if it is not listed, nor was since the list was opened. */
export function slotOf(ref: Ref, rows: KnownRow[], slots: Slot[]): Slot | null {
  const row = live(rows, ref);
  return slots.find((slot) => slot.ref === ref) ?? (row && { ref, row, end: null });
}
