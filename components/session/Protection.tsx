/* What keeps a session from being ended by mistake, and how to change that. */
import { i18n } from '#i18n';
import type { Protection as Kind } from '../../lib/session/protection.ts';

interface ProtectionProps {
  by: Kind | null;
  /** False where nobody knows whose session it is. */
  hasSubuser: boolean;
  /** Null takes away what protects it. */
  onProtect: (kind: Kind | null) => void;
}

export function Protection({ by, hasSubuser, onProtect }: ProtectionProps) {
  return (
    <section aria-labelledby="detail-protection">
      <h3 id="detail-protection">{i18n.t('detail.protection')}</h3>
      <p class="hint">{protectionWords(by)}</p>
      <div class="buttons protect">
        {by === null ? (
          <>
            <button type="button" onClick={() => onProtect('session')}>
              {i18n.t('detail.protectSession')}
            </button>
            {hasSubuser && (
              <button type="button" onClick={() => onProtect('subuser')}>
                {i18n.t('detail.protectSubuser')}
              </button>
            )}
          </>
        ) : (
          <button type="button" onClick={() => onProtect(null)}>
            {i18n.t('detail.unprotect')}
          </button>
        )}
      </div>
    </section>
  );
}

function protectionWords(by: Kind | null): string {
  if (by === null) return i18n.t('detail.protectionNone');
  return i18n.t(by === 'session' ? 'detail.protectionSession' : 'detail.protectionSubuser');
}
