/* Writing to storage that may be full (Chromium: 10 MB). What matters least makes room. */
import { browser } from 'wxt/browser';

/** What the lists have shown so far is the first to go. */
const TRACES = 'traces:';
/** A person's own things come before what they can look up, and what the API can tell again. */
const SACRIFICES = [[TRACES], ['history:', 'list:']];

/** Writes what a person wants kept; where that fails, others make room, as few as will do. Rejects
 * if there is no room even then. */
export async function setMakingRoom(
  area: 'local' | 'session',
  entries: Record<string, unknown>,
): Promise<void> {
  for (const prefixes of SACRIFICES) {
    try {
      return await browser.storage[area].set(entries);
    } catch {
      await removeAll(prefixes);
    }
  }
  await browser.storage[area].set(entries);
}

/** Writes all of these entries of storage.local at once, or where there is no room for the traces,
 * those without. Rejects if there is no room even then; then nothing is written. */
export async function writeCopies(
  entries: Record<string, unknown>[],
  traces: Record<string, unknown>,
): Promise<void> {
  const copies: Record<string, unknown> = Object.assign({}, ...entries);
  try {
    await browser.storage.local.set({ ...copies, ...traces });
  } catch {
    await removeAll([TRACES]);
    await browser.storage.local.set(copies);
  }
}

async function removeAll(prefixes: readonly string[]): Promise<void> {
  const keys = Object.keys(await browser.storage.local.get(null));
  await browser.storage.local.remove(
    keys.filter((key) => prefixes.some((prefix) => key.startsWith(prefix))),
  );
}
