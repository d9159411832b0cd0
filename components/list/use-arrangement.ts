import { useMemo, useRef } from 'preact/hooks';
import { type Arrangement, arrange, type Slot, type Wanted } from '../../lib/session/order.ts';

interface ArrangementOptions {
  wanted: Wanted;
  /** Somebody is at the rows: they stand still. */
  isHeld: boolean;
  /** What the person asked to see: another filter, order or grouping arranges them anew at once. */
  asked: string;
}

/** The rows as they stand, from one look at the store to the next. Scrolling does not arrange them. */
export function useArrangement({ wanted, isHeld, asked }: ArrangementOptions): Arrangement {
  const shown = useRef<Slot[]>([]);
  const lastAsked = useRef(asked);
  const { rows, matches } = wanted;
  return useMemo(() => {
    const arranged = arrange(shown.current, wanted, isHeld && lastAsked.current === asked);
    shown.current = arranged.slots;
    lastAsked.current = asked;
    return arranged;
  }, [rows, matches, isHeld, asked]);
}
