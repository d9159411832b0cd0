/* Whether a person wants to be told of what happens, and of what. Causes keep their bounds while they
 * are off. */
import { i18n } from '#i18n';
import type { Change } from '../../lib/store/change.ts';
import type { Watching } from '../../lib/store/state.ts';
import type { TestResult } from '../../lib/surface/notifications.ts';
import '../style/watching.css';
import { Causes } from './Causes.tsx';
import { QuietHours } from './QuietHours.tsx';
import { TestNotification } from './TestNotification.tsx';

export interface WatchingActions {
  onWatch: (change: Change<Watching>) => Promise<void> | void;
  /** Asks the browser for the permission, which it grants only within a click. */
  onAllowNotifications: () => void;
  onTestNotification: () => Promise<TestResult>;
}

interface WatchingSectionProps extends WatchingActions {
  watching: Watching;
  /** Whether the browser lets notifications be shown. */
  mayNotify: boolean;
}

export function WatchingSection({ watching, mayNotify, ...actions }: WatchingSectionProps) {
  const { onWatch, onAllowNotifications, onTestNotification } = actions;
  const { isOn, quiet } = watching;
  const isRefused = isOn && !mayNotify;
  return (
    <section class="watching" aria-labelledby="watching-title">
      <h2 id="watching-title">{i18n.t('watching.section')}</h2>
      <p class="hint">{i18n.t('watching.hint')}</p>
      <label class="check switch">
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          onChange={({ currentTarget: { checked } }) => {
            if (checked) onAllowNotifications();
            onWatch({ isOn: checked });
          }}
        />
        {i18n.t('watching.on')}
      </label>
      {isRefused && (
        <div class="not-allowed" role="status">
          <p>{i18n.t('watching.notAllowed')}</p>
          <button type="button" onClick={onAllowNotifications}>
            {i18n.t('watching.allow')}
          </button>
        </div>
      )}
      <fieldset class="causes" disabled={!isOn}>
        <legend class="unseen">{i18n.t('watching.on')}</legend>
        <Causes watching={watching} onChange={onWatch} />
      </fieldset>
      <fieldset class="causes" disabled={!isOn}>
        <legend class="unseen">{i18n.t('watching.quietLegend')}</legend>
        <QuietHours quiet={quiet} onChange={(change) => onWatch({ quiet: change })} />
      </fieldset>
      <TestNotification
        mayNotify={mayNotify}
        onTest={onTestNotification}
        onAllow={isRefused ? null : onAllowNotifications}
      />
    </section>
  );
}
