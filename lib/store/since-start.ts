/* What was done once since the browser started: a browser starts the background about every minute. */
import { browser } from 'wxt/browser';

const KEY = 'refusedKeyRetried';

/** Whether a refused key was not tried again yet by a background that starts; from now on it was. */
export async function isFirstRetry(): Promise<boolean> {
  const found = await browser.storage.session.get(KEY);
  await browser.storage.session.set({ [KEY]: true });
  return found[KEY] !== true;
}

export function forgetRetry(): Promise<void> {
  return browser.storage.session.remove(KEY);
}
