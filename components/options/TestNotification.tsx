/* A button that has a notification shown at once, and what came of that in words: whether one can be
 * seen is up to the browser and to the operating system, and only a person can tell. */
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { TestResult } from '../../lib/surface/notifications.ts';
import { plain } from '../../lib/surface/plain.ts';

interface TestNotificationProps {
  /** Whether the browser lets notifications be shown, as far as that is stored. */
  mayNotify: boolean;
  onTest: () => Promise<TestResult>;
  /** Asks the browser for the permission; null where that is offered elsewhere on the page. */
  onAllow: (() => void) | null;
}

export function TestNotification({ mayNotify, onTest, onAllow }: TestNotificationProps) {
  const [result, setResult] = useState<TestResult | null>(null);
  const test = async () => {
    // The same words are told again only if they were gone in between.
    setResult(null);
    setResult(await onTest());
  };
  useEffect(() => {
    if (mayNotify) setResult((was) => (was?.kind === 'not-allowed' ? null : was));
  }, [mayNotify]);
  return (
    <div class="test">
      <button type="button" onClick={test}>
        {i18n.t('watching.test')}
      </button>
      <p role="status" data-result={result?.kind}>
        {result && resultWords(result)}
      </p>
      {result?.kind === 'not-allowed' && onAllow && (
        <button type="button" onClick={onAllow}>
          {i18n.t('watching.allow')}
        </button>
      )}
    </div>
  );
}

function resultWords(result: TestResult): string {
  switch (result.kind) {
    case 'sent':
      return i18n.t('watching.testSent');
    case 'not-allowed':
      return i18n.t('watching.testNotAllowed');
    case 'failed': {
      const reason = plain(result.reason);
      return reason === ''
        ? i18n.t('watching.testFailedSilently')
        : i18n.t('watching.testFailed', [reason]);
    }
  }
}
