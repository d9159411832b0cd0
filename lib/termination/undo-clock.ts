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

/** `elapsed`: milliseconds since a fixed instant; setting the clock does not change it. Counting starts at
 * the first sight of an intent, so a background that starts in the middle of it waits for all of it again. */
export function createUndoClock(now: () => number, elapsed: () => number): UndoClock {
  /** When each was first seen, by `elapsed`. */
  let seen = new Map<string, number>();

  function firstSightMs(intent: Intent): number {
    const name = nameOf(intent);
    const firstMs = seen.get(name) ?? elapsed();
    seen.set(name, firstMs);
    return firstMs;
  }

  return {
    sendableMs(intent) {
      const windowMs = sendableFromMs(intent) - intent.askedAtMs;
      return now() + windowMs - (elapsed() - firstSightMs(intent));
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
