/* Puts something on the clipboard, and says whether that went well. */
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { CopyIcon } from './later-icons.tsx';

const SAID_MS = 1_500;

interface CopyButtonProps {
  label: string;
  /** Drawn as a sign, with the label as its name. */
  isSmall?: boolean;
  /** Rejects where the browser refuses. */
  onCopy: () => Promise<void>;
}

interface Outcome {
  isCopied: boolean;
}

/** A refusal stays until the button is pressed again. */
export function CopyButton({ label, isSmall = false, onCopy }: CopyButtonProps) {
  // An object of its own per press: what is said lasts from the latest one.
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    if (!outcome?.isCopied) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome && i18n.t(outcome.isCopied ? 'popup.copied' : 'popup.notCopied');
  return (
    <span class={isSmall ? 'copy small' : 'copy'} data-copied={outcome?.isCopied}>
      <button
        type="button"
        class={isSmall ? 'copy-sign' : undefined}
        aria-label={isSmall ? label : undefined}
        title={isSmall ? label : undefined}
        onClick={() =>
          onCopy().then(
            () => setOutcome({ isCopied: true }),
            () => setOutcome({ isCopied: false }),
          )
        }
      >
        {isSmall ? <CopyIcon /> : (said ?? label)}
      </button>
      <span class={isSmall ? 'said' : 'unseen'} aria-live="polite">
        {said}
      </span>
    </span>
  );
}
