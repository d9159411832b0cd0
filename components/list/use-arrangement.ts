import { useMemo, useRef } from 'preact/hooks';
import { type Arrangement, arrange, UNARRANGED, type Wanted } from '../../lib/session/order.ts';

interface ArrangementOptions {
  wanted: Wanted;
  /** Somebody is at the rows: they stand still. */
  isHeld: boolean;
  /** What the person asked to see: another filter, order or grouping arranges them anew at once. */
  asked: string;
}

/** The rows as they stand, from one look at the store to the next. Scrolling does not arrange them. */
export function useArrangement({ wanted, isHeld, asked }: ArrangementOptions): Arrangement {
  const last = useRef(UNARRANGED);
  const lastAsked = useRef(asked);
  const { rows, matches } = wanted;
  return useMemo(() => {
    last.current = arrange(last.current, wanted, isHeld && lastAsked.current === asked);
    lastAsked.current = asked;
    return last.current;
  }, [rows, matches, isHeld, asked]);
}
