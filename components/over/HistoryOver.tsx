import { useEffect, useState } from 'preact/hooks';
import type { Ref } from '../../lib/session/ref.ts';
import type { Past } from '../../lib/store/schemas.ts';
import type { Subuser } from '../../lib/store/state.ts';
import { History } from './History.tsx';

interface HistoryOverProps {
  subusers: Map<string, Subuser>;
  nowMs: number;
  /** The session that is looked for; null if none is. */
  at?: Ref | null;
  hasLetters: boolean;
  /** Calls back with what has ended, now and after every change, until called off. */
  subscribe: (onPast: (past: Past[]) => void) => () => void;
  onBack: () => void;
}

/** The history, read when it is opened: a popup that opens with the list does without. */
export function HistoryOver({ subscribe, ...rest }: HistoryOverProps) {
  const [past, setPast] = useState<Past[] | null>(null);
  // Once: all that is stored is read for it, and the popup is another every second.
  useEffect(() => subscribe(setPast), []);
  return <History past={past} {...rest} />;
}
