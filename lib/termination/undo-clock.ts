/* Time to undo, by elapsed time: the computer's clock may be set in the middle of it. */
import { refOf } from '../session/ref.ts';
import type { Intent } from '../store/schemas.ts';
import { sendableFromMs } from './intent.ts';

export interface UndoClock {
  /** From when on the DELETE of an intent may go out, by the clock of now. */
  sendableMs(intent: Intent): number;
  /** Forgets all intents but these. */
  keepOnly(intents: readonly Intent[]): void;
}

interface Seen {
  /** How old the intent was at first sight, by the clock of then. A clock that was set back makes it 0. */
  ageMs: number;
  elapsedMs: number;
}

/** `elapsed`: milliseconds since some instant, which no setting of the clock changes. What it counts begins at
 * first sight of an intent, so that a background that starts anew waits for longer, if for another time. */
export function createUndoClock(now: () => number, elapsed: () => number): UndoClock {
  let seen = new Map<string, Seen>();

  function firstSight(intent: Intent): Seen {
    const name = nameOf(intent);
    const first = seen.get(name) ?? {
      ageMs: Math.max(0, now() - intent.askedAtMs),
      elapsedMs: elapsed(),
    };
    seen.set(name, first);
    return first;
  }

  return {
    sendableMs(intent) {
      const { ageMs, elapsedMs } = firstSight(intent);
      const windowMs = sendableFromMs(intent) - intent.askedAtMs;
      return now() + windowMs - ageMs - (elapsed() - elapsedMs);
    },
    keepOnly(intents) {
      const names = new Set(intents.map(nameOf));
      seen = new Map([...seen].filter(([name]) => names.has(name)));
    },
  };
}

function nameOf(intent: Intent): string {
  return `${refOf(intent)} ${intent.askedAtMs}`;
}
