/* What the popup shows, as it is stored. At first it is taken at its word (lib/store/item.ts); where
 * something is not of today's version, or the page fails on it, all is read again by what can tell. */
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { loadChecks, Unchecked } from '../../lib/store/item.ts';
import { type State, subscribeState } from '../../lib/store/state.ts';

interface Stored {
  /** Null until it is read. */
  state: State | null;
  /** The page fails on what can be read. */
  isBroken: boolean;
  /** The browser can't read its storage. */
  isUnreadable: boolean;
  onUnreadable: (reason: unknown) => void;
}

/** `left`: what was left to be stored by a page that closed; nothing is read before that is done. */
export function useStored(left: Promise<void>): Stored {
  const [isChecked, setChecked] = useState(false);
  const [read, setRead] = useState<{ state: State; isChecked: boolean } | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const check = () => void loadChecks().then(() => setChecked(true));
  const [failure, goOn] = useErrorBoundary(() => {
    if (!isChecked) check();
  });
  const onUnreadable = (reason: unknown) => {
    if (reason instanceof Unchecked) check();
    else setUnreadable(true);
  };
  useEffect(() => {
    const onState = (state: State) => {
      setRead({ state, isChecked });
      goOn();
    };
    let stop: (() => void) | null = null;
    let isOver = false;
    left.then(() => {
      if (!isOver) stop = subscribeState(onState, onUnreadable);
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [isChecked]);
  return {
    state: failure ? null : (read?.state ?? null),
    isBroken: failure !== undefined && read?.isChecked === true,
    isUnreadable,
    onUnreadable,
  };
}
