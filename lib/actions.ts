/* What a person can do in a popup, as writes to storage that the background acts upon.
 * Nothing here waits for the background or the network. */
import { browser } from 'wxt/browser';
import { apiOrigins } from './access.ts';
import type { SessionFilter } from './api/client.ts';
import type { Session } from './api/schemas.ts';
import { backgroundPage } from './background-page.ts';
import { type Protection, protectionName } from './session/protection.ts';
import { type Identity, refOf } from './session/ref.ts';
import { removeTogether } from './store/item.ts';
import * as items from './store/items.ts';
import type { Ended } from './store/schemas.ts';
import type { State } from './store/state.ts';
import type { ExportedFile } from './surface/export.ts';

export type Asker = NonNullable<State['refresh']>['by'];

/** `narrow`: what of a long list is looked at; null for all of it. */
export function askForRefresh(by: Asker, narrow: SessionFilter | null = null): Promise<void> {
  return items.refresh.write({ askedAtMs: Date.now(), by, narrow });
}

export function protect(session: Session, kind: Protection, isOn: boolean): Promise<void> {
  const item = items.protections.item(protectionName(kind, session));
  return isOn ? item.write({ sinceMs: Date.now() }) : item.remove();
}

/** `isOn`: the person wants to be told before it ends. */
export function remind(session: Session, isOn: boolean): Promise<void> {
  const item = items.reminders.item(refOf(session));
  return isOn ? item.write({ sinceMs: Date.now() }) : item.remove();
}

export function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}

/** Hands a file to the browser, from the page `from`. Nothing tells whether it is saved: the person may
 * cancel the browser's dialog, or a policy may forbid it. Throws if the browser can't take it. */
export function saveFile({ name, type, text }: ExportedFile, from: typeof globalThis = globalThis) {
  const link = from.document.createElement('a');
  link.href = from.URL.createObjectURL(new from.Blob([text], { type }));
  link.download = name;
  link.click();
  from.URL.revokeObjectURL(link.href);
}

/** Saves a file from a popup, which closes when the browser asks where to save. Firefox cancels a download
 * when its page closes, so its background page saves the file. Chromium has no background page and needs
 * none: it finishes the download. A private window of Firefox has none either. */
export async function saveFileFromPopup(file: ExportedFile): Promise<void> {
  const page = backgroundPage();
  saveFile(file, (page && (await page)) ?? globalThis);
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

/** Asks the person to let the extension show notifications. The browser asks only within a click, so
 * nothing may be waited for before this; the background hears of the answer by itself. */
export function askToNotify(): void {
  browser.permissions.request({ permissions: ['notifications'] }).catch(() => {});
}

/** Puts a report of what was not understood on the clipboard. */
export async function copyReport(state: State): Promise<void> {
  const { reportOf } = await import('./surface/report.ts');
  const { version } = browser.runtime.getManifest();
  return copyText(reportOf(state, version, Date.now()));
}

/** A person has seen what was noticed up to this instant. */
export function noteNoticesSeen(atMs: number): Promise<void> {
  return items.noticesSeen.write({ atMs });
}

export function noteExpiredSeen(ended: Ended[]): Promise<void> {
  return removeTogether(...ended.map((each) => items.ended.item(refOf(each))));
}
