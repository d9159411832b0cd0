/* Asks before a protected session is ended. */
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import type { KnownRow } from '../../lib/session/facts.ts';
import { formatBytes, sessionName } from '../../lib/surface/format.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { twinWords } from '../../lib/surface/words.ts';
import { Sheet } from '../Sheet.tsx';

interface ProtectedSheetProps {
  row: KnownRow;
  onEnd: (session: Session) => void;
  onClose: () => void;
}

export function ProtectedSheet({ row, onEnd, onClose }: ProtectedSheetProps) {
  const { session, facts } = row;
  return (
    <Sheet
      title={i18n.t('protected.ask', [sessionName(session)])}
      close={i18n.t('protected.cancel')}
      onClose={onClose}
      action={
        <button type="button" class="danger" onClick={() => onEnd(session)}>
          {i18n.t('protected.end')}
        </button>
      }
    >
      {facts.protection === 'subuser' && (
        <p>{i18n.t('protected.bySubuser', [subuserWords(session.subuser, facts.subuser)])}</p>
      )}
      <p class="hint">
        {twinWords(session)} · {formatBytes(session.bytesUsed)}
      </p>
    </Sheet>
  );
}
