/* The IPs that a session has had. The API tells the present one alone; the others were noted when the
 * lists still had them. */
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import { isByNewIp } from '../../lib/session/trace.ts';
import type { Returned, Trace } from '../../lib/store/schemas.ts';
import { formatDuration, formatTime } from '../../lib/surface/format.ts';
import { plain } from '../../lib/surface/plain.ts';
import { CopyButton } from '../CopyButton.tsx';
import type { OnCopy } from './Fields.tsx';

interface ExitsProps {
  session: Session;
  trace: Trace | null;
  onCopy: OnCopy;
}

export function Exits({ session: { exitIp, repinned }, trace, onCopy }: ExitsProps) {
  const noted = trace?.ips ?? [];
  // A look at the one session may know of an IP that no list has shown yet.
  const isNoted = exitIp === null || noted.at(-1)?.ip === exitIp;
  const exits = isNoted ? noted : [...noted, { ip: exitIp, atMs: null }];
  return (
    <section aria-labelledby="detail-exits">
      <h3 id="detail-exits">{i18n.t('detail.exits')}</h3>
      {exits.length === 0 && <p class="hint">{i18n.t('detail.unknown')}</p>}
      <ol class="exits">
        {exits.toReversed().map(({ ip, atMs }, index) => (
          <li key={`${atMs} ${ip}`} data-present={index === 0}>
            <span class="value" data-kind="code" title={plain(ip)}>
              {plain(ip)}
            </span>
            <CopyButton
              label={i18n.t('detail.copyName', [plain(ip)])}
              isSmall
              onCopy={() => onCopy(ip)}
            />
            <span class="since">
              {atMs !== null && sinceWords(atMs, index === exits.length - 1)}
            </span>
          </li>
        ))}
      </ol>
      {repinned && exits.length === 1 && <p class="hint">{i18n.t('detail.exitBefore')}</p>}
      {trace?.returned && <p class="returned">{returnedWords(trace, trace.returned)}</p>}
    </section>
  );
}

/** The first one may have been there before anybody looked. */
function sinceWords(atMs: number, isFirst: boolean): string {
  return i18n.t(isFirst ? 'detail.exitFirst' : 'detail.exitSince', [formatTime(atMs)]);
}

function returnedWords(trace: Trace, returned: Returned): string {
  const after = formatDuration(Math.max(0, returned.afterMs));
  const isNewIp = isByNewIp(trace, returned);
  if (isNewIp === null) return i18n.t('detail.returned', [after]);
  return isNewIp
    ? i18n.t('detail.returnedNew', [after, plain(returned.fromIp ?? '')])
    : i18n.t('detail.returnedSame', [after]);
}
