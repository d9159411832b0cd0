import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Options, type OptionsActions } from '../../components/Options.tsx';
import { keepTriedKey, tryPastedKey } from '../../lib/actions.ts';
import * as items from '../../lib/store/items.ts';
import { moveKey, removeKey } from '../../lib/store/key.ts';
import { type State, subscribeState } from '../../lib/store/state.ts';

const actions: OptionsActions = {
  onTry: tryPastedKey,
  onKeep: keepTriedKey,
  onRemoveKey: removeKey,
  onMoveKey: moveKey,
  onSettings: (settings) => items.settings.write(settings),
};

function App() {
  const [state, setState] = useState<State | null>(null);
  useEffect(() => subscribeState(setState), []);
  return state && <Options state={state} actions={actions} />;
}

const root = document.getElementById('root');
if (root) render(<App />, root);
