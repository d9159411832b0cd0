import { useEffect, useState } from 'preact/hooks';
import type { Slot } from '../../lib/session/order.ts';
import { refOf } from '../../lib/session/ref.ts';
import { endWords } from '../../lib/surface/end-words.ts';
import { SessionDetail } from '../session/SessionDetail.tsx';
import { live, type OverlayProps } from './Overlay.tsx';

/** One session over the list: as it is listed, and all that the API says once it is asked. */
export function DetailOver({ slot: opened, ...props }: OverlayProps & { slot: Slot }) {
  const { state, rows, slots, nowMs, whyReadOnly, actions, onClose } = props;
  const { ref } = opened;
  const slot = slots.find((each) => each.ref === ref) ?? opened;
  const { session } = slot.row;
  // What was said at an earlier look is no answer to this one.
  const [openedAtMs] = useState(nowMs);
  useEffect(() => actions.onLook(session), [ref]);
  const { detail } = state;
  const isAnswer = detail !== null && refOf(detail) === ref && detail.askedAtMs >= openedAtMs;
  return (
    <SessionDetail
      key={ref}
      row={live(rows, ref)}
      last={slot.row}
      ended={slot.end && endWords(slot.end, state.ended.get(ref)?.wish ?? null)}
      detail={isAnswer ? detail : null}
      watching={state.watching}
      nowMs={nowMs}
      whyNoEnds={whyReadOnly}
      actions={{
        onBack: onClose,
        onTerminate: actions.onTerminate,
        onUndo: actions.onUndo,
        onProtect(of, kind) {
          const { protection } = slot.row.facts;
          const changed = kind ?? protection;
          if (changed) actions.onProtect(of, changed, kind !== null);
        },
        onRemind: actions.onRemind,
        onSettings: actions.onSettings,
        onLook: () => actions.onLook(session),
        onCopy: actions.onCopy,
      }}
    />
  );
}
