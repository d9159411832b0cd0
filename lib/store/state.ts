/* Everything that surfaces show, read from storage in one go and kept current from its changes.
 * A surface never asks the background for data: it is a function of this state. */
import type * as v from 'valibot';
import { type Browser, browser } from 'wxt/browser';
import type { ApiError } from '../api/errors.ts';
import { type Account, PRODUCTS, type Product, type Session } from '../api/schemas.ts';
import { EMPTY_LEDGER } from '../quota/ledger.ts';
import { type Ref, refOf } from '../session/ref.ts';
import type { Family, Item } from './item.ts';
import * as items from './items.ts';
import type {
  Attempt,
  Bulk,
  Detail,
  Ended,
  Intent,
  ledgerSchema,
  listStatusSchema,
  pauseSchema,
  productsItemSchema,
  refreshSchema,
  roundSchema,
  settingsSchema,
  Trace,
  viewSchema,
} from './schemas.ts';

export type Settings = Omit<v.InferOutput<typeof settingsSchema>, 'v'>;
export type ListStatus = v.InferOutput<typeof listStatusSchema>;
export type Subuser = v.InferOutput<typeof productsItemSchema>['subusers'][number];
export type ListView = Omit<v.InferOutput<typeof viewSchema>, 'v'>;

export const DEFAULT_SETTINGS: Settings = {
  undoMs: 5_000,
  pollEveryMs: 60_000,
  isLocked: false,
};
export const DEFAULT_VIEW: ListView = {
  filter: '',
  sort: { column: 'bytes', descending: true },
  group: null,
};

/** A list that could not be kept is asked for again after this. */
const GONE_LIST_WAIT_MS = 60_000;

export interface State {
  /** What may be shown of the key; the key itself stays in storage. */
  key: { tail: string; keptIn: 'local' | 'session'; checked: boolean } | null;
  settings: Settings;
  account: Account | null;
  accountAgainAtMs: number;
  /** Products with sessions that the account has; null while unknown. */
  products: Product[] | null;
  productsAgainAtMs: number;
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
  /** Why the key may not end sessions; null if it may, or that is not known yet. */
  readOnly: ApiError | null;
  /** False once the browser keeps the extension from the API. */
  hasAccess: boolean;
  refresh: v.InferOutput<typeof refreshSchema> | null;
  intents: Map<Ref, Intent>;
  attempts: Map<Ref, Attempt>;
  /** Sessions that ended while older lists may still hold a record of them. */
  ended: Map<Ref, Ended>;
  /** Names of what is protected (lib/session/protection.ts). */
  protections: Set<string>;
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
  'settings' | 'products' | 'statuses' | 'pause' | 'readOnly' | 'hasAccess' | 'intents' | 'attempts'
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
 * `onFailure`: the browser can't read its storage. */
export function subscribeState(
  onState: (state: State) => void,
  onFailure: (reason: unknown) => void,
): () => void {
  const parse = createStateParser();
  return subscribeRaw((raw) => onState(parse(raw)), onFailure);
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

export const parseState = (raw: RawState) => createStateParser()(raw);

/** Parses raw storage; a large item whose raw value is the same object as before is not parsed
 * again. */
function createStateParser(): (raw: RawState) => State {
  const parsed = new Map<string, { raw: unknown; value: unknown }>();

  function parseOnce<T, R>(
    item: Item<T>,
    local: RawState['local'],
    use: (value: T | null) => R,
  ): R {
    const raw = local[item.key];
    const known = parsed.get(item.key);
    if (known && known.raw === raw) return known.value as R;
    const value = use(item.parse(raw));
    parsed.set(item.key, { raw, value });
    return value;
  }

  const parseList = (product: Product, local: RawState['local']): Session[] | null =>
    parseOnce(items.listOf(product), local, (list) => list?.sessions ?? null);

  const parseTraces = (product: Product, local: RawState['local']): Map<string, Trace> =>
    parseOnce(
      items.tracesOf(product),
      local,
      (kept) => new Map(Object.entries(kept?.traces ?? {})),
    );

  /** A list that is gone, as when there was no room for it, must not look like one without
   * sessions; nor must it be asked for at once, again and again. */
  function parseStatus(product: Product, local: RawState['local']): ListStatus | null {
    const status = parseItem(items.listStatusOf(product), local);
    if (!status?.good || parseList(product, local) !== null) return status;
    const { problem, retryAtMs, triedAtMs } = status;
    return {
      ...status,
      good: null,
      problem: problem ?? { kind: 'not-stored', requestId: null },
      retryAtMs: retryAtMs ?? triedAtMs + GONE_LIST_WAIT_MS,
    };
  }

  return ({ local, session }) => {
    const account = parseItem(items.account, local);
    const products = parseItem(items.products, local);
    return {
      ...parseCommands(local),
      key: parseKeys(local, session),
      account: account?.account ?? null,
      accountAgainAtMs: account?.againAtMs ?? 0,
      productsAgainAtMs: products?.againAtMs ?? 0,
      productsRequests: products?.requests ?? 1,
      subusers: new Map(products?.subusers.map((subuser) => [subuser.id, subuser])),
      lists: perProduct((product) => parseList(product, local) ?? []),
      traces: perProduct((product) => parseTraces(product, local)),
      statuses: perProduct((product) => parseStatus(product, local)),
      round: parseItem(items.round, local),
      ledger: parseItem(items.ledger, local) ?? { v: 1, ...EMPTY_LEDGER },
      refresh: parseItem(items.refresh, local),
      ended: parseFamily(items.ended, local) as Map<Ref, Ended>,
      protections: new Set(parseFamily(items.protections, local).keys()),
      view: parseItem(items.view, local) ?? DEFAULT_VIEW,
      bulk: parseItem(items.bulk, local),
      detail: parseItem(items.detail, local),
      asides: [...parseFamily(items.asides, local)]
        .filter(([, aside]) => !aside.seen)
        .map(([key]) => key),
    };
  };
}

/** From storage, or as much of it as was read. */
export function parseCommands(local: RawState['local']): Commands {
  return {
    settings: parseItem(items.settings, local) ?? DEFAULT_SETTINGS,
    products: parseItem(items.products, local)?.products ?? null,
    statuses: perProduct((product) => parseItem(items.listStatusOf(product), local)),
    pause: parseItem(items.pause, local),
    readOnly: parseItem(items.readOnly, local)?.refusal ?? null,
    hasAccess: parseItem(items.access, local)?.granted ?? true,
    intents: parseIntents(local),
    attempts: parseFamily(items.attempts, local) as Map<Ref, Attempt>,
  };
}

function parseItem<T>(item: Item<T>, local: RawState['local']): T | null {
  return item.parse(local[item.key]);
}

function parseKeys(local: Record<string, unknown>, session: Record<string, unknown>): State['key'] {
  const inLocal = items.keyInLocal.parse(local[items.keyInLocal.key]);
  const inSession = items.keyInSession.parse(session[items.keyInSession.key]);
  const kept = latestKey(inSession, inLocal);
  if (!kept) return null;
  const keptIn = kept === inSession ? 'session' : 'local';
  // Of a short key, four characters would be most of it.
  const tail = kept.key.length < 12 ? '' : kept.key.slice(-4);
  return { tail, keptIn, checked: kept.checked };
}

/** While a key is being replaced by one that is kept elsewhere, there are two. */
export function latestKey<K extends { savedAtMs: number }>(a: K | null, b: K | null): K | null {
  if (!a || !b) return a ?? b;
  return a.savedAtMs >= b.savedAtMs ? a : b;
}

/** A wish that does not stand under its own session's name could never be taken back. */
function parseIntents(local: RawState['local']): Map<Ref, Intent> {
  const intents = [...parseFamily(items.intents, local)] as [Ref, Intent][];
  return new Map(intents.filter(([ref, intent]) => ref === refOf(intent)));
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
