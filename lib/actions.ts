/* What a person can do in popup and options, as writes to storage that the background acts upon.
 * Nothing here waits for the background or the network, except for trying a key. */
import { browser } from 'wxt/browser';
import { apiOrigins } from './access.ts';
import { createApi, type SessionFilter } from './api/client.ts';
import type { Gate } from './api/exchange.ts';
import { type KeyVerdict, tryKey } from './api/key.ts';
import type { Session } from './api/schemas.ts';
import { pausedUntilMs } from './quota/pause.ts';
import { type Protection, protectionName } from './session/protection.ts';
import { type Identity, refOf } from './session/ref.ts';
import { removeTogether } from './store/item.ts';
import * as items from './store/items.ts';
import { type KeyToKeep, keepKey, readKey, type Trial } from './store/key.ts';
import type { Ended } from './store/schemas.ts';
import type { State } from './store/state.ts';
import { reportOf } from './surface/report.ts';

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

export async function keepTriedKey(key: KeyToKeep): Promise<void> {
  await keepKey(key, trials.get(key.key) ?? { requests: 0, waitUntilMs: null }, Date.now());
  trials.delete(key.key);
}

export type Asker = NonNullable<State['refresh']>['by'];

/** `narrow`: what of a long list is looked at; null for all of it. */
export function askForRefresh(by: Asker, narrow: SessionFilter | null = null): Promise<void> {
  return items.refresh.write({ askedAtMs: Date.now(), by, narrow });
}

export function protect(session: Session, kind: Protection, isOn: boolean): Promise<void> {
  const item = items.protections.item(protectionName(kind, session));
  return isOn ? item.write({ sinceMs: Date.now() }) : item.remove();
}

export function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}

/** Has the browser save a text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Asks for all of one session; the answer comes as the item `detail`. */
export function lookAt({ product, id }: Identity): Promise<void> {
  return items.look.write({ product, id, askedAtMs: Date.now() });
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
  return copyText(reportOf(state, version, Date.now()));
}

export function noteExpiredSeen(ended: Ended[]): Promise<void> {
  return removeTogether(...ended.map((each) => items.ended.item(refOf(each))));
}
