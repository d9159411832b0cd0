/* What a person can do in popup and options, as writes to storage that the background acts upon.
 * Nothing here waits for the background or the network, except for trying a key. */
import { browser } from 'wxt/browser';
import { createApi } from './api/client.ts';
import { type KeyVerdict, tryKey } from './api/key.ts';
import * as items from './store/items.ts';
import { type KeyToKeep, keepKey } from './store/key.ts';

export function tryPastedKey(key: string): Promise<KeyVerdict> {
  return tryKey(createApi({ key }));
}

export function askForRefresh(by: 'person' | 'popup'): Promise<void> {
  return items.refresh.write({ askedAtMs: Date.now(), by });
}

export function openSettings(): Promise<void> {
  return browser.runtime.openOptionsPage();
}

export function keepTriedKey(key: KeyToKeep): Promise<void> {
  return keepKey(key, Date.now());
}
