/* What is wrong, and what the numbers are worth meanwhile. */
import { i18n } from '#i18n';
import type { Overview } from '../lib/session/overview.ts';
import type { State } from '../lib/store/state.ts';
import { joined } from '../lib/surface/joined.ts';
import { problemWords, retryWords, worthWords } from '../lib/surface/problem-words.ts';
import { CopyButton } from './CopyButton.tsx';

export interface ProblemActions {
  onSettings: () => void;
  /** Asks the browser for the permission to connect. */
  onAllow: () => void;
  /** Puts a report on the clipboard. */
  onCopyReport: () => Promise<void>;
}

interface ProblemProps extends ProblemActions {
  state: State;
  overview: Overview;
  nowMs: number;
}

/** Answers of which a report tells more than a sentence does. */
const REPORTABLE = ['not-understood', 'foreign'];

/** Stays until it is mended; below the list, whose rows must not move when it comes and goes. */
export function Problem({ state, overview, nowMs, ...actions }: ProblemProps) {
  const { standing, products } = overview;
  const sentences = [
    ...problemWords(overview),
    ...worthWords(overview),
    ...retryWords(overview, nowMs),
  ];
  if (standing === 'never-loaded' && state.key && !state.key.checked) {
    sentences.push(i18n.t('popup.keyUnchecked'));
  }
  if (sentences.length === 0) return null;
  const kind = [standing, ...products.map(({ problem }) => problem?.kind)].join(' ');
  const isReportable = products.some(
    ({ problem, unidentified, readInPart }) =>
      unidentified + readInPart > 0 || REPORTABLE.includes(problem?.kind ?? ''),
  );
  return (
    // Said once per kind; the times and request ids of later tries are there to be read.
    <div key={kind} class="problem" role="alert" aria-relevant="additions">
      <p>{joined('sentences', sentences)}</p>
      {(standing === 'key-refused' || standing === 'key-may-not-list') && (
        <button type="button" onClick={actions.onSettings}>
          {i18n.t('popup.changeKey')}
        </button>
      )}
      {standing === 'no-access' && (
        <button type="button" onClick={actions.onAllow}>
          {i18n.t('popup.allowAccess')}
        </button>
      )}
      {isReportable && (
        <CopyButton label={i18n.t('popup.copyReport')} onCopy={actions.onCopyReport} />
      )}
    </div>
  );
}
