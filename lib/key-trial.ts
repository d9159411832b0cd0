/* A key that was pasted is tried before it is kept, by the page in which that was done: the one
 * request that a page sends. */
import { createApi } from './api/client.ts';
import type { Gate } from './api/exchange.ts';
import { type KeyVerdict, tryKey } from './api/key.ts';
import { pausedUntilMs } from './quota/pause.ts';
import * as items from './store/items.ts';
import { isOfSameAccount, type KeyToKeep, keepKey, readKey, type Trial } from './store/key.ts';
import { readState } from './store/state.ts';
import { pendingEnds } from './termination/attempt.ts';

/** What was tried here, until it is kept. */
const trials = new Map<string, Trial>();

/** Limits are per key: those of the kept one bind its own trial, and no other. */
export function tryPastedKey(key: string): Promise<KeyVerdict> {
  const trial = trials.get(key) ?? { requests: 0, waitUntilMs: null };
  trials.set(key, trial);
  const gate: Gate = {
    async admit() {
      const isKept = (await readKey())?.key === key;
      const kept = isKept ? pausedUntilMs({ pause: await items.pause.read() }, Date.now()) : null;
      const untilMs = Math.max(kept ?? 0, trial.waitUntilMs ?? 0);
      if (untilMs > Date.now()) return { kind: 'rate-limited', untilMs, requestId: null };
      trial.requests += 1;
      return null;
    },
    async heard(exchange) {
      trial.waitUntilMs = exchange?.waitUntilMs ?? trial.waitUntilMs;
    },
  };
  return tryKey(createApi({ key, gate }));
}

/** How many pending terminations keeping a key would cancel: all, unless the key is known to be of the same
 * account. */
export async function countCancelled({ key, account }: KeyToKeep): Promise<number> {
  return (await isOfSameAccount(key, account)) ? 0 : pendingEnds(await readState());
}

export async function keepTriedKey(key: KeyToKeep): Promise<void> {
  await keepKey(key, trials.get(key.key) ?? { requests: 0, waitUntilMs: null }, Date.now());
  trials.delete(key.key);
}
