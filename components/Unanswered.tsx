/* In place of a blank page, where the browser's storage neither answers nor fails. It goes by itself once
 * there is an answer. */
import { i18n } from '#i18n';

/** `onRetry`: asks the storage anew. */
export function Unanswered({ onRetry }: { onRetry: () => void }) {
  return (
    <main class="welcome">
      <h1>{i18n.t('extension.name')}</h1>
      <p role="alert">{i18n.t('popup.storageSilent')}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={onRetry}>
          {i18n.t('popup.tryAgain')}
        </button>
      </div>
    </main>
  );
}
