import type { Ref } from '../../lib/session/ref.ts';
import { slotOf } from '../list/use-target.ts';
import { Noticed } from './Noticed.tsx';
import type { OverlayProps } from './Overlay.tsx';

/** What was noticed, with the way from each to its session. */
export function NoticedOver({ state, rows, slots, nowMs, actions, ...props }: OverlayProps) {
  const { onOpen, onOver, onClose } = props;
  const open = (ref: Ref) => {
    const slot = slotOf(ref, rows, slots);
    if (slot) onOpen(slot);
    else onOver({ kind: 'history', at: ref });
  };
  return (
    <Noticed
      notices={state.notices}
      isWatching={state.watching.isOn}
      isListed={(ref) => slotOf(ref, rows, slots)?.end === null}
      nowMs={nowMs}
      onOpen={open}
      onSettings={actions.onSettings}
      onBack={onClose}
    />
  );
}
