import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { KnownRow } from '../../lib/session/facts.ts';
import * as marking from '../../lib/session/marks.ts';
import type { Slot } from '../../lib/session/order.ts';
import type { Ref } from '../../lib/session/ref.ts';

export interface ListMarks extends Pick<marking.Marks, 'refs' | 'dropped'> {
  /** The marked rows, as they stand. */
  rows: KnownRow[];
  /** All that are shown are marked. */
  areAll: boolean;
  toggle: (ref: Ref) => void;
  /** Marks all from the last marked one to `ref`. */
  markTo: (ref: Ref) => void;
  toggleAll: () => void;
  clear: () => void;
}

/** The marks on the rows that are shown. `isTyping`: a filter that is half typed may show nothing of
 * what the whole one will, so what it hides is not dropped before it stands. */
export function useMarks(slots: Slot[], isTyping: boolean): ListMarks {
  const [last, setMarks] = useState(marking.NO_MARKS);
  const marks = useMemo(() => marking.kept(last, slots), [last, slots]);
  useLayoutEffect(() => {
    if (!isTyping) setMarks(marks);
  }, [marks, isTyping]);
  const shown = useMemo(
    () => ({
      rows: slots.filter(({ ref }) => marks.refs.has(ref)).map(({ row }) => row),
      areAll: marks.refs.size > 0 && marking.allToggled(marks, slots).refs.size === 0,
    }),
    [marks, slots],
  );
  return {
    refs: marks.refs,
    dropped: (isTyping ? last : marks).dropped,
    ...shown,
    toggle: (ref) => setMarks((was) => marking.toggled(was, ref)),
    markTo: (ref) => setMarks((was) => marking.markedTo(was, ref, slots)),
    toggleAll: () => setMarks((was) => marking.allToggled(was, slots)),
    clear: () => setMarks(marking.NO_MARKS),
  };
}
