/* Firefox's background page, which pages of the extension can reach into. Chromium has a worker instead. */
import { browser } from 'wxt/browser';

/** Null in Chromium. In Firefox a promise of the page; of null where this page can't reach it, as in a
 * private window or a container tab, whose storage is apart from the background's. */
export function backgroundPage(): Promise<typeof globalThis | null> | null {
  const { background } = browser.runtime.getManifest();
  if (!background || !('scripts' in background)) return null;
  // Taken out of `browser`, because the polyfill of Chromium's API leaves it out (modules/lean-polyfill).
  const { getBackgroundPage } = browser.runtime;
  const page: Promise<unknown> = getBackgroundPage().catch(() => null);
  return page as Promise<typeof globalThis | null>;
}
