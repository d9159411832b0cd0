import { render } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Broken } from '../../components/Broken.tsx';
import { Options, type OptionsActions } from '../../components/Options.tsx';
import { Unanswered } from '../../components/Unanswered.tsx';
import { usePatience } from '../../components/use-patience.ts';
import { askToNotify } from '../../lib/actions.ts';
import { countCancelled, keepTriedKey, tryPastedKey } from '../../lib/key-trial.ts';
import { changeSettings, changeWatching } from '../../lib/store/change.ts';
import { check } from '../../lib/store/checks.ts';
import { checkBy } from '../../lib/store/item.ts';
import { moveKey, removeKey } from '../../lib/store/key.ts';
import { type State, subscribeState } from '../../lib/store/state.ts';
import { nameDocument } from '../../lib/surface/language.ts';
import { sendTestNotification } from '../../lib/surface/notifications.ts';
import { changeShortcut, readShortcut } from '../../lib/surface/shortcut.ts';

const actions: OptionsActions = {
  onTry: tryPastedKey,
  onCountCancelled: countCancelled,
  onKeep: keepTriedKey,
  onRemoveKey: removeKey,
  onMoveKey: moveKey,
  onSettings: changeSettings,
  onShortcut: readShortcut,
  onChangeShortcut: changeShortcut,
  onWatch: changeWatching,
  onAllowNotifications: askToNotify,
  onTestNotification: sendTestNotification,
};

checkBy(check);

function App() {
  const [state, setState] = useState<State | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const [failure] = useErrorBoundary();
  useEffect(() => subscribeState(setState, () => setUnreadable(true)), []);
  const isSilent = usePatience(state === null && !failure && !isUnreadable);
  if (failure || isUnreadable) return <Broken isUnreadable={isUnreadable} />;
  if (isSilent) return <Unanswered onRetry={() => location.reload()} />;
  return state && <Options state={state} actions={actions} />;
}

nameDocument(`${i18n.t('options.title')} · ${i18n.t('extension.name')}`);
const root = document.getElementById('root');
if (root) render(<App />, root);
