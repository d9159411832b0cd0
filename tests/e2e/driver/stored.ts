/** What the extension has stored, as it says it: each item is one text (lib/store/item.ts). */
import type { Driver } from './driver.ts';

/** What is stored under a key; undefined while nothing is. */
export async function stored(browser: Pick<Driver, 'storage'>, key: string): Promise<unknown> {
  return saidBy((await browser.storage('local'))[key]);
}

export function saidBy(raw: unknown): unknown {
  return typeof raw === 'string' ? JSON.parse(raw) : raw;
}
