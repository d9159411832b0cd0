/* The head of a view that lies over the list: the way back, which has the focus at first, what the view
 * is, and how much there is in it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { BackIcon } from '../later-icons.tsx';
import { NOW_AND_THEN_MS, Said } from '../Said.tsx';

interface OverHeadProps {
  title: string;
  /** How much there is, in words; null while that is being read. */
  count: string | null;
  onBack: () => void;
}

export function OverHead({ title, count, onBack }: OverHeadProps) {
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
      <p>{count ?? i18n.t('history.loading')}</p>
      <Said words={count ?? ''} everyMs={NOW_AND_THEN_MS} known="" />
    </div>
  );
}
