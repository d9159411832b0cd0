/**
 * Waiting for a condition, never for a length of time. A wait that fails says what it was waiting
 * for and what it saw instead, since that is all one has when a journey fails on another machine.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface WaitOptions<T> {
  /** How long to go on before giving up, in milliseconds. Default 15,000, for busy machines. */
  timeoutMs?: number | undefined;
  /** Pause between two readings, in milliseconds; default 25. It grows to four times that, to leave
   * the processor to what is waited for. */
  everyMs?: number | undefined;
  /** Puts the last reading into words for the error. Default: node's `inspect`. */
  inWords?: ((last: T) => string | Promise<string>) | undefined;
}

/**
 * Reads again and again until `accept` likes what was read, and returns that reading.
 *
 * `what` completes the sentence "Waited 5 s for …".
 * @throws Error with that sentence and the last reading once the time is up; whatever `read`
 *   throws, at once.
 */
export async function waitFor<T, S extends T>(
  what: string,
  read: () => T | Promise<T>,
  accept: (reading: T) => reading is S,
  options?: WaitOptions<T>,
): Promise<S>;
export async function waitFor<T>(
  what: string,
  read: () => T | Promise<T>,
  accept: (reading: T) => boolean,
  options?: WaitOptions<T>,
): Promise<T>;
export async function waitFor<T>(
  what: string,
  read: () => T | Promise<T>,
  accept: (reading: T) => boolean,
  options: WaitOptions<T> = {},
): Promise<T> {
  const { timeoutMs = 15_000, everyMs = 25, inWords = defaultWords } = options;
  const deadline = performance.now() + timeoutMs;
  let pauseMs = everyMs;
  for (;;) {
    const reading = await read();
    if (accept(reading)) return reading;
    if (performance.now() >= deadline) {
      throw new Error(
        `Waited ${timeoutMs / 1_000} s for ${what}; last seen: ${await inWords(reading)}`,
      );
    }
    await delay(pauseMs);
    pauseMs = Math.min(pauseMs * 1.1, everyMs * 4);
  }
}

/** For `waitFor`: accepts any reading that is there. */
export function isThere<T>(reading: T | undefined): reading is T {
  return reading !== undefined;
}

function defaultWords(reading: unknown): string {
  return inspect(reading, { depth: 4, breakLength: 120 });
}
