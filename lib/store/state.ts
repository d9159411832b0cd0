/* Everything that surfaces show, read from storage in one go and kept current from its changes.
 * A surface never asks the background for data: it is a function of this state. */
import type * as v from 'valibot';
import { type Browser, browser } from 'wxt/browser';
import type { ApiError } from '../api/errors.ts';
import { keyTail } from '../api/key-tail.ts';
import { type Account, PRODUCTS, type Product, type Session } from '../api/schemas.ts';
import { EMPTY_LEDGER } from '../quota/ledger.ts';
import { type Ref, refOf } from '../session/ref.ts';
import type { Family, Item } from './item.ts';
import * as items from './items.ts';
import { createKeep } from './keep.ts';
import type {
  Attempt,
  Bulk,
  Detail,
  Ended,
  Intent,
  ledgerSchema,
  listStatusSchema,
  Noted,
  Notice,
  pauseSchema,
  productsItemSchema,
  refreshSchema,
  roundSchema,
  settingsSchema,
  Trace,
  viewSchema,
  watchingSchema,
} from './schemas.ts';

export type Settings = Omit<v.InferOutput<typeof settingsSchema>, 'v'>;
export type ListStatus = v.InferOutput<typeof listStatusSchema>;
export type Subuser = v.InferOutput<typeof productsItemSchema>['subusers'][number];
export type ListView = Omit<v.InferOutput<typeof viewSchema>, 'v'>;

export type Watching = Omit<v.InferOutput<typeof watchingSchema>, 'v'>;

export const DEFAULT_SETTINGS: Settings = {
  undoMs: 5_000,
  pollEveryMs: 60_000,
  isLocked: false,
  hasLetterKeys: true,
};
export const DEFAULT_VIEW: ListView = {
  filter: '',
  sort: { column: 'bytes', descending: true },
  group: null,
};
export const DEFAULT_WATCHING: Watching = {
  isOn: false,
  moved: { isOn: true },
  bytes: { isOn: true, over: 500_000_000 },
  rate: { isOn: true, over: 50_000_000 },
  ending: { withinMs: 5 * 60_000 },
  key: { isOn: true },
  quiet: { isOn: false, fromMin: 22 * 60, toMin: 7 * 60 },
};

/** A list that could not be kept is asked for again after this. */
const GONE_LIST_WAIT_MS = 60_000;

export interface State {
  /** What may be shown of the key; the key itself stays in storage. */
  key: { tail: string; keptIn: 'local' | 'session'; checked: boolean } | null;
  /** Our own name for the account whose things these are; empty before the first key had one. */
  owner: string;
  settings: Settings;
  account: Account | null;
  accountAgainAtMs: number;
  /** Products with sessions that the account has; null while unknown. */
  products: Product[] | null;
  productsAgainAtMs: number;
  /** When the sub-users were last read; 0 if they never were. */
  productsAsOfMs: number;
  /** Pages that reading the sub-users took. */
  productsRequests: number;
  /** By id, as far as they could be read. */
  subusers: Map<string, Subuser>;
  lists: Record<Product, Session[]>;
  /** By a session's id. */
  traces: Record<Product, Map<string, Trace>>;
  statuses: Record<Product, ListStatus | null>;
  round: v.InferOutput<typeof roundSchema> | null;
  /** As kept; `pausedUntilMs` says whether it is in force. */
  pause: v.InferOutput<typeof pauseSchema> | null;
  ledger: v.InferOutput<typeof ledgerSchema>;
  /** Requests a minute that the API allows, if it has stated another number than the plan's. */
  limitPerMinute: number | null;
  /** Why the key may not end sessions; null if it may, or that is not known yet. */
  readOnly: ApiError | null;
  /** The key has ended a session before. */
  hasEnded: boolean;
  /** False once the browser keeps the extension from the API. */
  hasAccess: boolean;
  refresh: v.InferOutput<typeof refreshSchema> | null;
  intents: Map<Ref, Intent>;
  attempts: Map<Ref, Attempt>;
  /** Sessions that ended while older lists may still hold a record of them. */
  ended: Map<Ref, Ended>;
  /** Names of what is protected (lib/session/protection.ts). */
  protections: Set<string>;
  watching: Watching;
  /** Sessions that somebody wants to be told of before they end. */
  reminders: Set<Ref>;
  /** What a person wanted to be told of in the last 24 hours, the latest last. */
  notices: Notice[];
  /** What is not to be told again, and under which bounds (lib/watching). */
  told: Noted['told'];
  silent: Noted['silent'];
  bounds: Noted['bounds'];
  /** Those up to this instant have been seen. */
  noticesSeenMs: number;
  /** Whether the browser lets the extension show notifications. */
  mayNotify: boolean;
  view: ListView;
  /** The ends that were asked for in one go, as long as they are told of. */
  bulk: Bulk | null;
  /** The session that was looked at last. */
  detail: Detail | null;
  /** Keys under which something was stored that can't be read, and that nobody has seen yet. */
  asides: string[];
}

/** The part that what people asked for depends on; small, however long the lists are. */
export type Commands = Pick<
  State,
  | 'owner'
  | 'settings'
  | 'account'
  | 'products'
  | 'statuses'
  | 'pause'
  | 'ledger'
  | 'limitPerMinute'
  | 'readOnly'
  | 'hasEnded'
  | 'hasAccess'
  | 'intents'
  | 'attempts'
>;

/** Raw storage as the browser gives it, `local` and `session` side by side. */
export interface RawState {
  local: Record<string, unknown>;
  session: Record<string, unknown>;
}

export async function readRawState(): Promise<RawState> {
  const [local, session] = await Promise.all([
    browser.storage.local.get(null),
    browser.storage.session.get(null),
  ]);
  return { local, session };
}

export async function readState(): Promise<State> {
  return parseState(await readRawState());
}

type Changes = Record<string, Browser.storage.StorageChange>;

/** Calls back with the state, now and after every change of storage, until unsubscribed.
 * `onFailure`: the browser can't read its storage, or what is there has to be checked (`Unchecked`). */
export function subscribeState(
  onState: (state: State) => void,
  onFailure: (reason: unknown) => void,
): () => void {
  const parse = createStateParser();
  return subscribeRaw((raw) => {
    let state: State;
    try {
      state = parse(raw);
    } catch (reason) {
      return onFailure(reason);
    }
    onState(state);
  }, onFailure);
}

/** The same with what is stored as it is, and the keys that changed; null at first. Changes are
 * merged into what was read, so that one never reads a large list again for a small change. */
export function subscribeRaw(
  onRaw: (raw: RawState, changed: string[] | null) => void,
  onFailure: (reason: unknown) => void,
): () => void {
  let raw: RawState | null = null;
  const early: [Changes, string][] = [];
  const onChanged = (changes: Changes, area: string) => {
    if (!raw) early.push([changes, area]);
    else if (applyChanges(raw, changes, area)) onRaw(raw, Object.keys(changes));
  };
  browser.storage.onChanged.addListener(onChanged);
  readRawState().then((read) => {
    raw = read;
    for (const [changes, area] of early) applyChanges(raw, changes, area);
    onRaw(raw, null);
  }, onFailure);
  return () => browser.storage.onChanged.removeListener(onChanged);
}

function applyChanges(raw: RawState, changes: Changes, area: string): boolean {
  if (area !== 'local' && area !== 'session') return false;
  for (const [key, { newValue }] of Object.entries(changes)) {
    if (newValue === undefined) delete raw[area][key];
    else raw[area][key] = newValue;
  }
  return true;
}

/** Parses raw storage. What is made of the same raw values as the last time is the same object: it is
 * not parsed again, and who works from it need not work again. */
export const parseState = createStateParser();

function createStateParser(): (raw: RawState) => State {
  const keep = createKeep();

  const parseList = (product: Product, local: RawState['local']): Session[] | null => {
    const item = items.listOf(product);
    const raw = local[item.key];
    return keep(item.key, [raw], () => item.parse(raw)?.sessions ?? null);
  };

  const parseTraces = (product: Product, local: RawState['local']): Map<string, Trace> => {
    const item = items.tracesOf(product);
    const raw = local[item.key];
    return keep(item.key, [raw], () => item.parse(raw)?.traces ?? new Map());
  };

  /** A list that is gone, as when there was no room for it, must not look like one without
   * sessions; nor must it be asked for at once, again and again. */
  const parseStatus = (product: Product, local: RawState['local']): ListStatus | null => {
    const item = items.listStatusOf(product);
    const list = parseList(product, local);
    return keep(item.key, [local[item.key], list === null], () => {
      const status = parseItem(item, local);
      if (!status?.good || list !== null) return status;
      const { problem, retryAtMs, triedAtMs } = status;
      return {
        ...status,
        good: null,
        problem: problem ?? { kind: 'not-stored', requestId: null },
        retryAtMs: retryAtMs ?? triedAtMs + GONE_LIST_WAIT_MS,
      };
    });
  };

  const perProductKept = <T>(name: string, value: (product: Product) => T): Record<Product, T> => {
    const both = perProduct(value);
    return keep(name, Object.values(both), () => both);
  };

  const familyKept = <T>(family: Family<T>, local: RawState['local']): Map<string, T> => {
    const own = Object.entries(local).filter(([key]) => key.startsWith(family.prefix));
    return keep(family.prefix, own.flat(), () => parseFamily(family, Object.fromEntries(own)));
  };

  return ({ local, session }) => {
    const commands = parseCommands(local);
    const products = keep(items.products.key, [local[items.products.key]], () => {
      const item = parseItem(items.products, local);
      const subusers = new Map(item?.subusers.map((subuser) => [subuser.id, subuser]));
      return { ...item, products: item?.products ?? null, subusers };
    });
    const protections = familyKept(items.protections, local);
    const reminders = familyKept(items.reminders, local);
    const wishes = familyKept(items.intents, local);
    return {
      ...commands,
      intents: keep('intents', [wishes, commands.owner], () => ownIntents(wishes, commands.owner)),
      attempts: familyKept(items.attempts, local) as Map<Ref, Attempt>,
      key: parseKeys(local, session),
      accountAgainAtMs: parseItem(items.account, local)?.againAtMs ?? 0,
      products: products.products,
      productsAgainAtMs: products.againAtMs ?? 0,
      productsAsOfMs: products.asOfMs ?? 0,
      productsRequests: products.requests ?? 1,
      subusers: products.subusers,
      lists: perProductKept('lists', (product) => parseList(product, local) ?? NO_SESSIONS),
      traces: perProductKept('traces', (product) => parseTraces(product, local)),
      statuses: perProductKept('statuses', (product) => parseStatus(product, local)),
      round: parseItem(items.round, local),
      refresh: parseItem(items.refresh, local),
      ended: familyKept(items.ended, local) as Map<Ref, Ended>,
      protections: keep('protections', [protections], () => new Set(protections.keys())),
      watching: parseItem(items.watching, local) ?? DEFAULT_WATCHING,
      reminders: keep('reminders', [reminders], () => new Set(reminders.keys() as Iterable<Ref>)),
      ...keep(items.notices.key, [local[items.notices.key]], () => parseNoted(local)),
      noticesSeenMs: parseItem(items.noticesSeen, local)?.atMs ?? 0,
      mayNotify: parseItem(items.notifying, local)?.granted ?? false,
      view: parseItem(items.view, local) ?? DEFAULT_VIEW,
      bulk: parseItem(items.bulk, local),
      detail: parseItem(items.detail, local),
      asides: [...parseFamily(items.asides, local)]
        .filter(([, aside]) => !aside.seen)
        .map(([key]) => key),
    };
  };
}

const NO_SESSIONS: Session[] = [];

/** From storage, or as much of it as was read. */
export function parseCommands(local: RawState['local']): Commands {
  const owner = parseItem(items.owner, local)?.id ?? '';
  const readOnly = parseItem(items.readOnly, local);
  return {
    owner,
    account: parseItem(items.account, local)?.account ?? null,
    ledger: parseItem(items.ledger, local) ?? { v: 1, ...EMPTY_LEDGER },
    limitPerMinute: parseItem(items.limit, local)?.perMinute ?? null,
    settings: parseItem(items.settings, local) ?? DEFAULT_SETTINGS,
    products: parseItem(items.products, local)?.products ?? null,
    statuses: perProduct((product) => parseItem(items.listStatusOf(product), local)),
    pause: parseItem(items.pause, local),
    readOnly: readOnly?.refusal ?? null,
    hasEnded: readOnly?.hasEnded ?? false,
    hasAccess: parseItem(items.access, local)?.granted ?? true,
    intents: ownIntents(parseFamily(items.intents, local), owner),
    attempts: parseFamily(items.attempts, local) as Map<Ref, Attempt>,
  };
}

function parseItem<T>(item: Item<T>, local: RawState['local']): T | null {
  return item.parse(local[item.key]);
}

function parseNoted(local: RawState['local']): Noted {
  const noted = parseItem(items.notices, local);
  const { notices = [], told = {}, silent = [], bounds = {} } = noted ?? {};
  return { notices, told, silent, bounds };
}

function parseKeys(local: Record<string, unknown>, session: Record<string, unknown>): State['key'] {
  const inLocal = items.keyInLocal.parse(local[items.keyInLocal.key]);
  const inSession = items.keyInSession.parse(session[items.keyInSession.key]);
  const kept = latestKey(inSession, inLocal);
  if (!kept) return null;
  const keptIn = kept === inSession ? 'session' : 'local';
  return { tail: keyTail(kept.key), keptIn, checked: kept.checked };
}

/** While a key is being replaced by one that is kept elsewhere, there are two. */
export function latestKey<K extends { savedAtMs: number }>(a: K | null, b: K | null): K | null {
  if (!a || !b) return a ?? b;
  return a.savedAtMs >= b.savedAtMs ? a : b;
}

/** Intents of the present account, without any that is stored under another session's name: such a one could
 * never be undone. */
function ownIntents(intents: Map<string, Intent>, owner: string): Map<Ref, Intent> {
  const own = ([ref, intent]: [string, Intent]) => ref === refOf(intent) && intent.owner === owner;
  return new Map([...intents].filter(own) as [Ref, Intent][]);
}

/** By the part of the storage key that follows the family's prefix: of sessions, the ref. */
export function parseFamily<T>(family: Family<T>, local: RawState['local']): Map<string, T> {
  const found = new Map<string, T>();
  for (const [key, raw] of Object.entries(local)) {
    if (!key.startsWith(family.prefix)) continue;
    const name = key.slice(family.prefix.length);
    const value = family.item(name).parse(raw);
    if (value !== null) found.set(name, value);
  }
  return found;
}

function perProduct<T>(value: (product: Product) => T): Record<Product, T> {
  return Object.fromEntries(PRODUCTS.map((product) => [product, value(product)])) as Record<
    Product,
    T
  >;
}

/** The products to ask for and to show: those the account has, or all where that is unknown. */
export function askedProducts({ products }: Pick<State, 'products'>): readonly Product[] {
  return products ?? PRODUCTS;
}

/** The last failure of a list that concerns the key itself, if any. */
export function keyProblem(state: State): ApiError | null {
  const problems = askedProducts(state).map((product) => state.statuses[product]?.problem ?? null);
  return problems.find((problem) => problem?.kind === 'key-refused') ?? null;
}
