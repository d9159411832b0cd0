/* Typed items in extension storage. This folder is the only code that touches browser.storage.
 *
 * Each is written as one text. Firefox copies an object out of the page that stores it only when it comes
 * to it, and drops the write if that page has closed by then; a text it has at once. So a click on
 * Terminate outlives a popup that closes with it, however busy the disk.
 *
 * What stands there was written by this extension, and the background looks through it whenever it
 * starts (check-up.ts). So a page takes values of today's version at their word and opens without the
 * code that can tell; where one is of another version, or the page fails on it, that is loaded. */
import type * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { check } from './checks.ts';
import { setMakingRoom } from './room.ts';

type Area = 'local' | 'session';

export interface Item<T> {
  readonly key: string;
  /** The value, or null if it is absent or can't be read. */
  read(): Promise<T | null>;
  /** The same of a value at hand. */
  readFrom(raw: unknown): Promise<T | null>;
  write(value: Versionless<T>): Promise<void>;
  remove(): Promise<void>;
  /** The entry to hand to `writeTogether`. */
  entry(value: Versionless<T>): Record<string, unknown>;
  /** The same at once; throws `Unchecked` where nothing is there that could tell. */
  parse(raw: unknown): T | null;
  /** Why a value can't be read; null if it can, or if there is none. */
  whyNot(raw: unknown): 'unreadable' | 'newer' | null;
}

/** Its version is not today's, and what could tell what it is has not been loaded. */
export class Unchecked extends Error {}

type Check = typeof check;

let checked: Check | null = null;
let load: (() => Promise<Check>) | null = null;

/** Nothing is taken at its word any more. */
export function checkBy(check: Check): void {
  checked = check;
  understood.clear();
}

/** Values are taken at their word; where that won't do, `loader` gets what can tell. */
export function trust(loader: () => Promise<Check>): void {
  checked = null;
  load = loader;
}

export async function loadChecks(): Promise<void> {
  if (load) checkBy(await load());
}

/** A value as callers know it; the version is the item's own business. */
type Versionless<T> = Omit<T, 'v'>;

interface ItemOptions<T> {
  area?: Area;
  /** A person wants it kept: copies of lists make room for it. */
  isPrecious?: boolean;
  /** Of thousands of records. */
  packing?: Packing<Versionless<T>>;
}

/** How records are written in the text, in fewer bytes. */
interface Packing<Value> {
  pack(value: Value): object;
  /** Throws for what was not packed so. */
  unpack(packed: unknown): Value;
}

/** What the packed texts say that were written or read last, by key. They are not parsed again, and what
 * they say stays the same object, by which those who work from it see that there is nothing to do. */
const understood = new Map<string, { text: string; value: unknown }>();

type Versioned = v.GenericSchema<unknown, { v: number }>;

/** `version`: today's. `kind`: under which checks.ts knows the schema. */
export function defineItem<
  Schema extends Versioned,
  T extends { v: number } = v.InferOutput<Schema>,
>(
  key: string,
  version: T['v'],
  { area = 'local', isPrecious = false, packing }: ItemOptions<T> = {},
  kind = key,
): Item<T> {
  const set = isPrecious ? setMakingRoom : setPlainly;
  const entry = (value: Versionless<T>) => {
    const text = JSON.stringify({ ...(packing?.pack(value) ?? value), v: version });
    if (packing) understood.set(key, { text, value: { ...value, v: version } });
    return { [key]: text };
  };
  const parseAnew = (raw: unknown): T | null => {
    const value = valueIn(raw, version, packing);
    if (checked) return checked(kind, value) as T | null;
    if (versionOf(value) !== version) throw new Unchecked(key);
    return value as T;
  };
  const parse = (raw: unknown): T | null => {
    if (raw === undefined) return null;
    if (!packing || typeof raw !== 'string') return parseAnew(raw);
    const last = understood.get(key);
    if (last?.text === raw) return last.value as T;
    const value = parseAnew(raw);
    understood.set(key, { text: raw, value });
    return value;
  };
  const readFrom = async (raw: unknown) => {
    try {
      return parse(raw);
    } catch (reason) {
      if (!(reason instanceof Unchecked)) throw reason;
      await loadChecks();
      return parse(raw);
    }
  };
  return {
    key,
    entry,
    parse,
    readFrom,
    read: async () => readFrom((await browser.storage[area].get(key))[key]),
    write: (value) => set(area, entry(value)),
    async remove() {
      understood.delete(key);
      await browser.storage[area].remove(key);
    },
    whyNot(raw) {
      if (raw === undefined || parse(raw) !== null) return null;
      const stored = versionOf(valueIn(raw, version, packing)) ?? 0;
      return stored > version ? 'newer' : 'unreadable';
    },
  };
}

/** Items of one kind, a storage key each: two writers can't overwrite each other's. */
export interface Family<T> {
  readonly prefix: string;
  item(name: string): Item<T>;
}

export function defineFamily<Schema extends Versioned>(
  prefix: string,
  version: v.InferOutput<Schema>['v'],
  options: ItemOptions<v.InferOutput<Schema>> = {},
): Family<v.InferOutput<Schema>> {
  return { prefix, item: (name) => defineItem<Schema>(prefix + name, version, options, prefix) };
}

/** Several of storage.local as of one instant, in one trip. */
export async function readTogether<Values extends unknown[]>(
  ...items: { [Name in keyof Values]: Item<Values[Name]> }
): Promise<{ [Name in keyof Values]: Values[Name] | null }> {
  const raw = await browser.storage.local.get(items.map(({ key }) => key));
  const values = await Promise.all(items.map((item) => item.readFrom(raw[item.key])));
  return values as { [Name in keyof Values]: Values[Name] | null };
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
  for (const { key } of items) understood.delete(key);
  if (items.length > 0) await browser.storage.local.remove(items.map((item) => item.key));
}

/** What a text says; what stands there itself where it is none, or says nothing: earlier versions wrote
 * objects, and one of another version than today's may be packed in another way, or not at all. */
function valueIn<Value>(raw: unknown, version: number, packing?: Packing<Value>): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    const said: unknown = JSON.parse(raw);
    if (!packing || versionOf(said) !== version) return said;
    return { ...packing.unpack(said), v: version };
  } catch {
    return raw;
  }
}

/** Null for what has none. */
export function versionOf(raw: unknown): number | null {
  const version = (raw as { v?: unknown } | null | undefined)?.v;
  return Number.isInteger(version) ? (version as number) : null;
}
