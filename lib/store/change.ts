/* Changing settings. Two pages may do so at the same moment, each with its own copy of all settings. So a
 * change names its field alone, and each change reads what is stored anew, one at a time across all pages. */
import type { Item } from './item.ts';
import * as items from './items.ts';
import { DEFAULT_SETTINGS, DEFAULT_WATCHING, type Settings, type Watching } from './state.ts';

/** Some fields of the value; for a field with fields of its own, some of these. */
export type Change<T> = { [Name in keyof T]?: T[Name] extends object ? Partial<T[Name]> : T[Name] };

/** Rejects if the change can't be stored. */
export function changeSettings(change: Change<Settings>): Promise<void> {
  return changeItem(items.settings, DEFAULT_SETTINGS, change);
}

export function changeWatching(change: Change<Watching>): Promise<void> {
  return changeItem(items.watching, DEFAULT_WATCHING, change);
}

/** `usual`: what holds while nothing is stored. */
function changeItem<T extends object>(
  item: Pick<Item<T>, 'read'> & { write(value: T): Promise<void> },
  usual: T,
  change: Change<T>,
): Promise<void> {
  return navigator.locks.request('settings', async () => {
    await item.write(changed((await item.read()) ?? usual, change));
  });
}

export function changed<T extends object>(value: T, change: Change<T>): T {
  const fields = Object.entries(change).map(([name, field]) => {
    const former = value[name as keyof T];
    return [name, isObject(field) ? { ...former, ...field } : field];
  });
  return { ...value, ...Object.fromEntries(fields) };
}

const isObject = (field: unknown): field is object => typeof field === 'object' && field !== null;
