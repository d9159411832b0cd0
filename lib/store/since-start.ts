/* Tries that are counted from the start of the browser until it closes. */
import { browser } from 'wxt/browser';

const KEY = 'refusedKeyRetries';
const FIRST_WAIT_MS = 30_000;
const LAST_WAIT_MS = 4 * 3_600_000;

interface Retries {
  count: number;
  atMs: number;
}

/** Whether a background that starts may try a refused key again. The first may, and later ones ever more rarely:
 * a browser starts the background about every minute. */
export async function mayRetry(nowMs: number): Promise<boolean> {
  const found = await browser.storage.session.get(KEY);
  const { count, atMs } = (found[KEY] as Retries | undefined) ?? { count: 0, atMs: 0 };
  const waitMs = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 1));
  // The clock may have been set back.
  if (count > 0 && Math.abs(nowMs - atMs) < waitMs) return false;
  await browser.storage.session.set({ [KEY]: { count: count + 1, atMs: nowMs } });
  return true;
}

export function forgetRetries(): Promise<void> {
  return browser.storage.session.remove(KEY);
}
