/* The head of a view that lies over the list: the way back, which has the focus at first, what the view
 * is, and how much there is in it. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { BackIcon } from '../icons.tsx';

interface OverHeadProps {
  title: string;
  onBack: () => void;
  /** How much there is. */
  children: ComponentChildren;
}

export function OverHead({ title, onBack, children }: OverHeadProps) {
  const back = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => back.current?.focus(), []);
  return (
    <div class="history-head">
      <button
        type="button"
        class="back"
        ref={back}
        aria-label={i18n.t('detail.backName')}
        onClick={onBack}
      >
        <BackIcon />
        {i18n.t('detail.back')}
      </button>
      <h2>{title}</h2>
      <p role="status">{children}</p>
    </div>
  );
}
