/* Writing what a person wants kept to storage that may be full. */
import { browser } from 'wxt/browser';

/** Only copies of what the API can tell again. */
const COPIES = 'list:';

/** Writes; where that fails, as it does when storage is full (Chromium: 10 MB), the copies of lists
 * make room and it is tried once more. Rejects if there is no room even then. */
export async function setMakingRoom(
  area: 'local' | 'session',
  entries: Record<string, unknown>,
): Promise<void> {
  try {
    await browser.storage[area].set(entries);
  } catch {
    const keys = Object.keys(await browser.storage.local.get(null));
    await browser.storage.local.remove(keys.filter((key) => key.startsWith(COPIES)));
    await browser.storage[area].set(entries);
  }
}
