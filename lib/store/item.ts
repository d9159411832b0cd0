/* Typed items in extension storage. This folder is the only code that touches browser.storage. */
import * as v from 'valibot';
import { browser } from 'wxt/browser';

type Area = 'local' | 'session';

export interface Item<T> {
  readonly key: string;
  /** The value, or null if it is absent or does not fit its schema. */
  read(): Promise<T | null>;
  write(value: Versionless<T>): Promise<void>;
  remove(): Promise<void>;
  /** The entry to hand to `writeTogether`. */
  entry(value: Versionless<T>): Record<string, T>;
  parse(raw: unknown): T | null;
}

/** A value as callers know it; the version is the item's own business. */
type Versionless<T> = Omit<T, 'v'>;

export function defineItem<T extends { v: number }>(
  key: string,
  schema: v.GenericSchema<unknown, T>,
  area: Area = 'local',
): Item<T> {
  const entry = (value: Versionless<T>) => ({ [key]: { ...value, v: 1 } as T });
  const parse = (raw: unknown) => parseWith(schema, raw);
  return {
    key,
    entry,
    parse,
    read: async () => parse((await browser.storage[area].get(key))[key]),
    write: (value) => browser.storage[area].set(entry(value)),
    remove: () => browser.storage[area].remove(key),
  };
}

/** Items of one kind, a storage key each: two writers can't overwrite each other's. */
export interface Family<T> {
  readonly prefix: string;
  item(name: string): Item<T>;
}

export function defineFamily<T extends { v: number }>(
  prefix: string,
  schema: v.GenericSchema<unknown, T>,
): Family<T> {
  return { prefix, item: (name) => defineItem(prefix + name, schema) };
}

/** Writes several entries of storage.local at once: all of them or none. */
export function writeTogether(...entries: Record<string, unknown>[]): Promise<void> {
  return browser.storage.local.set(Object.assign({}, ...entries));
}

export function removeTogether(...items: { key: string }[]): Promise<void> {
  return browser.storage.local.remove(items.map((item) => item.key));
}

function parseWith<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T | null {
  const parsed = v.safeParse(schema, raw);
  return parsed.success ? parsed.output : null;
}
