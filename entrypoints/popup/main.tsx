import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Popup, type PopupActions } from '../../components/Popup.tsx';
import { useNow } from '../../components/use-now.ts';
import { askForRefresh, keepTriedKey, openSettings, tryPastedKey } from '../../lib/actions.ts';
import { type State, subscribeState } from '../../lib/store/state.ts';
import { askToTerminate, undo } from '../../lib/termination/intent.ts';

function App() {
  const [state, setState] = useState<State | null>(null);
  useEffect(() => subscribeState(setState), []);
  const nowMs = useNow();
  if (!state) return null;
  const actions: PopupActions = {
    onTry: tryPastedKey,
    onKeep: keepTriedKey,
    onRefresh: () => askForRefresh('person'),
    onSettings: openSettings,
    onUndo: undo,
    onTerminate: (session) =>
      askToTerminate({
        session,
        from: 'row',
        undoMs: state.settings.undoMs,
        nowMs: Date.now(),
      }),
  };
  return <Popup state={state} nowMs={Math.max(nowMs, Date.now())} actions={actions} />;
}

const root = document.getElementById('root');
if (root) render(<App />, root);
askForRefresh('popup');
