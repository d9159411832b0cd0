import { render } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { Broken } from '../../components/Broken.tsx';
import { Popup, type PopupActions } from '../../components/Popup.tsx';
import { useNow } from '../../components/use-now.ts';
import {
  askForAccess,
  askForRefresh,
  copyReport,
  keepTriedKey,
  noteExpiredSeen,
  openSettings,
  tryPastedKey,
} from '../../lib/actions.ts';
import { WATCH_EVERY_MS } from '../../lib/polling/schedule.ts';
import { noteSeen } from '../../lib/store/check-up.ts';
import { type State, subscribeState } from '../../lib/store/state.ts';
import { askToTerminate, undo } from '../../lib/termination/intent.ts';

function App() {
  const [state, setState] = useState<State | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const [lostClick, setLostClick] = useState<string | null>(null);
  const [failure] = useErrorBoundary();
  useEffect(() => subscribeState(setState, () => setUnreadable(true)), []);
  useEffect(() => watch(), []);
  const nowMs = useNow();
  if (failure || isUnreadable) return <Broken isUnreadable={isUnreadable} />;
  if (!state) return null;
  const kept = (write: Promise<void>) => {
    setLostClick(null);
    write.catch((reason) => setLostClick(String(reason?.message ?? reason)));
  };
  const actions: PopupActions = {
    onTry: tryPastedKey,
    onKeep: (key) => kept(keepTriedKey(key)),
    onRefresh: () => kept(askForRefresh('person')),
    onSettings: openSettings,
    onAllow: askForAccess,
    onCopyReport: () => copyReport(state),
    onSeenExpired: (ended) => kept(noteExpiredSeen(ended)),
    onSeenAsides: (keys) => kept(noteSeen(keys)),
    onUndo: (session) => kept(undo(session)),
    onTerminate: (session) =>
      kept(
        askToTerminate({
          session,
          from: 'row',
          undoMs: state.settings.undoMs,
          nowMs: Date.now(),
        }),
      ),
  };
  return (
    <Popup
      state={state}
      nowMs={Math.max(nowMs, Date.now())}
      lostClick={lostClick}
      actions={actions}
    />
  );
}

/** While somebody can see it, the background is asked for fresh numbers now and then. */
function watch(): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') askForRefresh('watching');
  }, WATCH_EVERY_MS);
  const onOnline = () => askForRefresh('online');
  window.addEventListener('online', onOnline);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', onOnline);
  };
}

const root = document.getElementById('root');
if (root) render(<App />, root);
askForRefresh('opened');
