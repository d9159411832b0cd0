import { useMemo } from 'preact/hooks';
import type { Ref } from '../../lib/session/ref.ts';
import { slotOf } from '../list/use-target.ts';
import { Noticed } from './Noticed.tsx';
import type { Over, OverlayProps } from './Overlay.tsx';

interface NoticedOverProps extends OverlayProps {
  /** Another one each time that it is asked for. */
  opened: Over;
}

/** What was noticed, with the way from each to its session. What comes later moves nothing here: the
 * strip tells of it. */
export function NoticedOver({ opened, state, rows, slots, ...props }: NoticedOverProps) {
  const { nowMs, actions } = props;
  const notices = useMemo(() => state.notices, [opened]);
  const { onOpen, onOver, onClose } = props;
  const open = (ref: Ref) => {
    const slot = slotOf(ref, rows, slots);
    if (slot) onOpen(slot);
    else onOver({ kind: 'history', at: ref });
  };
  return (
    <Noticed
      notices={notices}
      isWatching={state.watching.isOn}
      isListed={(ref) => slotOf(ref, rows, slots)?.end === null}
      nowMs={nowMs}
      hasLetters={state.settings.hasLetterKeys}
      onOpen={open}
      onSettings={actions.onSettings}
      onBack={onClose}
    />
  );
}
