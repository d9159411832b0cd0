/* Protections that a person has asked for just now. They come back with the state some milliseconds
 * later: until then they are remembered here, so that the very next key does not end what is protected. */
import { useRef } from 'preact/hooks';
import type { Session } from '../../lib/api/schemas.ts';
import { protectionName, protectionOf } from '../../lib/session/protection.ts';
import type { State } from '../../lib/store/state.ts';
import type { ListActions } from '../over/Overlay.tsx';

interface AskedProtections {
  ask: ListActions['onProtect'];
  /** Whether a session is protected, or about to be. */
  cover: (session: Session) => boolean;
}

export function useAskedProtections(
  known: State['protections'],
  onProtect: ListActions['onProtect'],
): AskedProtections {
  const asked = useRef(new Set<string>()).current;
  for (const name of asked) if (known.has(name)) asked.delete(name);
  return {
    ask(session, kind, isOn) {
      const name = protectionName(kind, session);
      if (isOn) asked.add(name);
      else asked.delete(name);
      onProtect(session, kind, isOn);
    },
    cover: (session) => [known, asked].some((names) => protectionOf(session, names) !== null),
  };
}
