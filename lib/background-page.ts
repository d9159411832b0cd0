/* Firefox's background page, which pages of the extension can reach into. Chromium has a worker instead. */
import { browser } from 'wxt/browser';

/** Returns null in Chromium, and in Firefox a promise of the page. The promise gives null if this page can't
 * reach the background page, as in a private window or a container tab, whose storage is apart from its
 * own. */
export function backgroundPage(): Promise<typeof globalThis | null> | null {
  const { background } = browser.runtime.getManifest();
  if (!background || !('scripts' in background)) return null;
  // Taken out of `browser`, because the polyfill of Chromium's API leaves it out (modules/lean-polyfill).
  const { getBackgroundPage } = browser.runtime;
  const page: Promise<unknown> = getBackgroundPage().catch(() => null);
  return page as Promise<typeof globalThis | null>;
}
