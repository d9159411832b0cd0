/* Looking after what is stored: a value that can't be read, since it was damaged or comes from a
 * later version, is moved out of the way and reported; one that can be read again comes back. */
import { browser } from 'wxt/browser';
import { withBooks } from './books.ts';
import { removeTogether, writeTogether } from './item.ts';
import * as items from './items.ts';

const LARGEST_ASIDE = 100_000;

/** Sets aside what can't be read, and brings back what can. Run by the background when it starts. */
export async function checkUp(nowMs: number): Promise<void> {
  const local = await browser.storage.local.get(null);
  for (const [key, raw] of Object.entries(local)) {
    const item = items.itemOf(key);
    const why = item?.whyNot(raw) ?? null;
    // A key may be kept meanwhile.
    if (why !== null) await withBooks(() => setAside(key, raw, why, nowMs));
    else if (key.startsWith(items.asides.prefix)) await withBooks(() => bringBack(key, raw));
  }
}

async function setAside(
  key: string,
  raw: unknown,
  why: 'unreadable' | 'newer',
  nowMs: number,
): Promise<void> {
  const fits = JSON.stringify(raw).length <= LARGEST_ASIDE;
  const aside = items.asides.item(key);
  await aside.write({ why, atMs: nowMs, raw: fits ? raw : null, seen: false });
  // Somebody may have written a good value meanwhile.
  const latest = (await browser.storage.local.get(key))[key];
  if (items.itemOf(key)?.whyNot(latest) !== null) await removeTogether({ key });
}

async function bringBack(asideKey: string, raw: unknown): Promise<void> {
  const key = asideKey.slice(items.asides.prefix.length);
  const kept = items.asides.item(key).parse(raw)?.raw;
  const isReadable = items.itemOf(key)?.parse(kept) != null;
  const latest = (await browser.storage.local.get(key))[key];
  if (!isReadable || latest != null) return;
  await writeTogether({ [key]: kept });
  await removeTogether({ key: asideKey });
}

/** A person was told of what was set aside. It stays where it is: a later version may read it. */
export async function noteSeen(keys: string[]): Promise<void> {
  for (const key of keys) {
    const item = items.asides.item(key);
    const aside = await item.read();
    if (aside) await item.write({ ...aside, seen: true });
  }
}
