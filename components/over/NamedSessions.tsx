/* Sessions in a list that scrolls, each told from its twins in one line. */
import { i18n } from '#i18n';
import type { KnownRow } from '../../lib/session/facts.ts';
import {
  formatBytes,
  formatCount,
  formatFullPlace,
  formatPlace,
  sessionName,
} from '../../lib/surface/format.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { twinWords } from '../../lib/surface/words.ts';

/** Nobody reads more, and thousands of lines would take seconds to draw. */
const MOST_LINES = 200;

export function NamedSessions({ label, rows }: { label: string; rows: KnownRow[] }) {
  const rest = rows.length - MOST_LINES;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that.
    <ul class="named" aria-label={label} tabIndex={0}>
      {rows.slice(0, MOST_LINES).map((row) => (
        <NamedSession key={row.ref} row={row} />
      ))}
      {rest > 0 && (
        <li class="rest">
          <span>{i18n.t('bulk.more', [formatCount(rest)])}</span>
        </li>
      )}
    </ul>
  );
}

function NamedSession({ row: { session, facts } }: { row: KnownRow }) {
  return (
    <li title={twinWords(session)}>
      <span class="tag">{i18n.t(`productTag.${session.product}`)}</span>
      <span class="session-id">{sessionName(session)}</span>
      <span class="place" title={formatFullPlace(session)}>
        {formatPlace(session)}
      </span>
      <span class="owner">{subuserWords(session.subuser, facts.subuser)}</span>
      <span class="number">{formatBytes(session.bytesUsed)}</span>
    </li>
  );
}
