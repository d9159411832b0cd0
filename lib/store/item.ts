/* Typed items in extension storage. This folder is the only code that touches browser.storage. */
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Former } from './former.ts';
import { setMakingRoom } from './room.ts';

type Area = 'local' | 'session';

export interface Item<T> {
  readonly key: string;
  /** The value, or null if it is absent or can't be read. */
  read(): Promise<T | null>;
  write(value: Versionless<T>): Promise<void>;
  remove(): Promise<void>;
  /** The entry to hand to `writeTogether`. */
  entry(value: Versionless<T>): Record<string, unknown>;
  parse(raw: unknown): T | null;
  /** Why a value can't be read; null if it can, or if there is none. */
  whyNot(raw: unknown): 'unreadable' | 'newer' | null;
}

/** A value as callers know it; the version is the item's own business. */
type Versionless<T> = Omit<T, 'v'>;

interface ItemOptions {
  area?: Area;
  /** How values of earlier versions are brought up to today's. */
  former?: Former;
  /** A person wants it kept: copies of lists make room for it. */
  isPrecious?: boolean;
  /** Thousands of records. They are kept as one text, which a browser hands from process to process
   * twenty times as fast as the records one by one. */
  isLong?: boolean;
}

export function defineItem<T extends { v: number }>(
  key: string,
  schema: v.GenericSchema<unknown, T>,
  { area = 'local', former = [], isPrecious = false, isLong = false }: ItemOptions = {},
): Item<T> {
  const set = isPrecious ? setMakingRoom : setPlainly;
  const version = former.length + 1;
  const entry = (value: Versionless<T>) => {
    const versioned = { ...value, v: version };
    return { [key]: isLong ? JSON.stringify(versioned) : versioned };
  };
  const unpacked = isLong ? textRead : (raw: unknown) => raw;
  const parse = (raw: unknown) => {
    const parsed = v.safeParse(schema, upgraded(unpacked(raw), former));
    return parsed.success ? parsed.output : null;
  };
  return {
    key,
    entry,
    parse,
    read: async () => parse((await browser.storage[area].get(key))[key]),
    write: (value) => set(area, entry(value)),
    remove: () => browser.storage[area].remove(key),
    whyNot(raw) {
      if (raw === undefined || parse(raw) !== null) return null;
      return (versionOf(unpacked(raw)) ?? 0) > version ? 'newer' : 'unreadable';
    },
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
  options: ItemOptions = {},
): Family<T> {
  return { prefix, item: (name) => defineItem(prefix + name, schema, options) };
}

/** Writes several entries of storage.local at once: all of them or none. */
export function writeTogether(...entries: Record<string, unknown>[]): Promise<void> {
  return setPlainly('local', Object.assign({}, ...entries));
}

/** The same, of what a person wants kept: copies of lists make room for it. */
export function keepTogether(...entries: Record<string, unknown>[]): Promise<void> {
  return setMakingRoom('local', Object.assign({}, ...entries));
}

function setPlainly(area: Area, entries: Record<string, unknown>): Promise<void> {
  return browser.storage[area].set(entries);
}

export async function removeTogether(...items: { key: string }[]): Promise<void> {
  if (items.length > 0) await browser.storage.local.remove(items.map((item) => item.key));
}

/** What a text says; the value itself where it is none, or says nothing. */
function textRead(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function upgraded(raw: unknown, former: Former): unknown {
  const from = versionOf(raw);
  if (from === null || from < 1 || from > former.length) return raw;
  return former
    .slice(from - 1)
    .reduce((old, step, index) => ({ ...step(old), v: from + index + 1 }), raw as { v: number });
}

function versionOf(raw: unknown): number | null {
  const version = (raw as { v?: unknown } | null | undefined)?.v;
  return Number.isInteger(version) ? (version as number) : null;
}
