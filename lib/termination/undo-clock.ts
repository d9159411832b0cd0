/* The time to undo, measured by elapsed time, because the computer's clock may be set in the middle of it. */
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
  /** How old the intent was at first sight, by the clock at that time; 0 if the clock was set back since. */
  ageMs: number;
  elapsedMs: number;
}

/** `elapsed`: milliseconds since a fixed instant; setting the clock does not change it. Counting starts at
 * the first sight of an intent. A background that starts later takes the intent's age then from the clock. */
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
