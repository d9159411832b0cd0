/* In place of a blank page. */
import { i18n } from '#i18n';

/** `isUnreadable`: the browser can't read the extension's storage. */
export function Broken({ isUnreadable }: { isUnreadable: boolean }) {
  return (
    <main class="welcome">
      <h1>{i18n.t('extension.name')}</h1>
      <p role="alert">{i18n.t(isUnreadable ? 'popup.storageFailed' : 'popup.broken')}</p>
    </main>
  );
}
