/* Which session it is, what has become of it, the way back to the list, and the button that ends it. */
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import type { Facts } from '../../lib/session/facts.ts';
import { recordText } from '../../lib/session/record.ts';
import { sessionName } from '../../lib/surface/format.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { CopyButton } from '../CopyButton.tsx';
import { BackIcon } from '../later-icons.tsx';
import { FateNote, RowButton } from '../RowButton.tsx';
import type { SessionDetailProps } from './SessionDetail.tsx';

interface DetailHeadProps extends SessionDetailProps {
  /** What has become of it, in words. */
  status: string;
  /** As it is known best. */
  session: Session;
  facts: Facts;
}

export function DetailHead({ row, session, facts, detail, ...rest }: DetailHeadProps) {
  const { status, nowMs, whyNoEnds, actions } = rest;
  const { subuser } = facts;
  return (
    <div class="detail-head" data-fate={row?.fate.kind}>
      <button
        type="button"
        class="back"
        aria-label={i18n.t('detail.backName')}
        onClick={actions.onBack}
      >
        <BackIcon />
        {i18n.t('detail.back')}
      </button>
      <h2 id="detail-title" title={sessionName(session)}>
        {sessionName(session)}
      </h2>
      <span class="tag">{i18n.t(`productTag.${session.product}`)}</span>
      <span class="tag whose">{subuserWords(session.subuser, subuser, 32)}</span>
      <span class="tag status">{status}</span>
      <span class="act">
        <CopyButton
          label={i18n.t('detail.copyJson')}
          onCopy={() => actions.onCopy(recordText(session, detail))}
        />
        {row && <FateNote fate={row.fate} nowMs={nowMs} />}
        {row && (
          <RowButton
            session={row.session}
            fate={row.fate}
            whyReadOnly={whyNoEnds}
            onTerminate={actions.onTerminate}
            onUndo={actions.onUndo}
          />
        )}
      </span>
    </div>
  );
}
