/* What has happened once and stays until a person has seen it. */
import { i18n } from '#i18n';
import type { Overview } from '../lib/session/overview.ts';
import type { Ended } from '../lib/store/schemas.ts';
import { listed } from '../lib/surface/listed.ts';
import { CopyButton } from './CopyButton.tsx';

export interface NoticeActions {
  onSeenExpired: (ended: Ended[]) => void;
  onSeenAsides: (keys: string[]) => void;
  onCopyReport: () => Promise<void>;
}

interface NoticesProps extends NoticeActions {
  overview: Overview;
  /** Keys of what was kept and could not be read. */
  asides: string[];
}

export function Notices({ overview: { expired }, asides, ...actions }: NoticesProps) {
  return (
    <>
      {expired.length > 0 && (
        <div class="notice" role="status">
          <p>
            {i18n.t('popup.expiredBefore', [
              listed(expired.map(({ sessionId, id }) => sessionId || id)),
            ])}
          </p>
          <button type="button" onClick={() => actions.onSeenExpired(expired)}>
            {i18n.t('popup.dismiss')}
          </button>
        </div>
      )}
      {asides.length > 0 && (
        <div class="notice" role="status">
          <p>{i18n.t('popup.setAside', [listed(kindsOf(asides))])}</p>
          <CopyButton label={i18n.t('popup.copyReport')} onCopy={actions.onCopyReport} />
          <button type="button" onClick={() => actions.onSeenAsides(asides)}>
            {i18n.t('popup.dismiss')}
          </button>
        </div>
      )}
    </>
  );
}

/** What follows the colon of a key names a product or a session. */
function kindsOf(keys: string[]): string[] {
  return [...new Set(keys.map((key) => key.replace(/:.*/, '')))];
}
