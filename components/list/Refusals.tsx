/* Tells of each session that was to be ended and still lives, once: its row may be out of view, comes
 * into the page anew as one scrolls, and has the time of each next try in it. */
import { useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import type { KnownRow } from '../../lib/session/facts.ts';
import { formatCount, sessionName } from '../../lib/surface/format.ts';
import { whyNotEnded } from '../RowButton.tsx';

/** More than these are told by their number. */
const MOST_SINGLE = 3;

export function Refusals({ rows }: { rows: KnownRow[] }) {
  const refused = useMemo(() => rows.filter(({ fate }) => whyNotEnded(fate) !== null), [rows]);
  if (refused.length > MOST_SINGLE) {
    return (
      <p class="unseen" role="alert" aria-relevant="additions">
        {i18n.t('bulk.failed', [formatCount(refused.length)])}
      </p>
    );
  }
  return (
    <>
      {refused.map(({ ref, session, fate }) => (
        <p key={ref} class="unseen" role="alert" aria-relevant="additions">
          {i18n.t('row.whose', [sessionName(session), whyNotEnded(fate) ?? ''])}
        </p>
      ))}
    </>
  );
}
