/* What a person can do in popup and options, as writes to storage that the background acts upon.
 * Nothing here waits for the background or the network, except for trying a key. */
import { browser } from 'wxt/browser';
import { apiOrigins } from './access.ts';
import { createApi } from './api/client.ts';
import { type KeyVerdict, tryKey } from './api/key.ts';
import { pausedUntilMs } from './quota/pause.ts';
import { refOf } from './session/ref.ts';
import { removeTogether } from './store/item.ts';
import * as items from './store/items.ts';
import { type KeyToKeep, keepKey, readKey } from './store/key.ts';
import type { Ended } from './store/schemas.ts';
import type { State } from './store/state.ts';
import { reportOf } from './surface/report.ts';

/** Requests that went out to try a key, until it is kept. */
const tries = new Map<string, number>();

export async function tryPastedKey(key: string): Promise<KeyVerdict> {
  const isKept = (await readKey())?.key === key;
  const gate = {
    async admit() {
      const pauseUntilMs = (await items.pause.read())?.untilMs ?? null;
      const untilMs = pausedUntilMs({ pauseUntilMs }, Date.now());
      // Limits are per key: what was said to the kept one binds no other.
      if (isKept && untilMs !== null) {
        return { kind: 'rate-limited' as const, untilMs, requestId: null };
      }
      tries.set(key, (tries.get(key) ?? 0) + 1);
      return null;
    },
    async heard() {},
  };
  return tryKey(createApi({ key, gate }));
}

export async function keepTriedKey(key: KeyToKeep): Promise<void> {
  await keepKey(key, tries.get(key.key) ?? 0, Date.now());
  tries.delete(key.key);
}

export type Asker = NonNullable<State['refresh']>['by'];

export function askForRefresh(by: Asker): Promise<void> {
  return items.refresh.write({ askedAtMs: Date.now(), by });
}

export function openSettings(): Promise<void> {
  return browser.runtime.openOptionsPage();
}

/** Asks the person to let the extension connect again. The browser's question closes a popup, so
 * nothing is done with the answer here: the background hears of it by itself. */
export function askForAccess(): void {
  browser.permissions.request(apiOrigins()).catch(() => {});
}

/** Puts a report of what was not understood on the clipboard. */
export function copyReport(state: State): Promise<void> {
  const { version } = browser.runtime.getManifest();
  return navigator.clipboard.writeText(reportOf(state, version, Date.now()));
}

export function noteExpiredSeen(ended: Ended[]): Promise<void> {
  return removeTogether(...ended.map((each) => items.ended.item(refOf(each))));
}
