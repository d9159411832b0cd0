/* What every surface shows, as one pure function of what is stored and of the time: badge, menu
 * and popup agree because they all read this. "Cannot tell" never looks like 0 or like empty. */
import type { ApiError } from '../api/errors.ts';
import type { Product, Session } from '../api/schemas.ts';
import { pausedUntilMs } from '../store/pause.ts';
import { askedProducts, keyProblem, type State } from '../store/state.ts';
import { type Ref, refOf } from './ref.ts';

/** What becomes of a session that is still in the list. */
export type Fate =
  /** `refusal`: a person asked to end it, and this is why it was not. */
  | { kind: 'active'; refusal: ApiError | null }
  /** A person asked to end it; until then they may still undo it. */
  | { kind: 'undoable'; untilMs: number }
  /** The DELETE is under way; `retry` says why and when it has to be tried again. */
  | { kind: 'ending'; retry: { problem: ApiError; atMs: number } | null };

export interface Row {
  ref: Ref;
  session: Session;
  fate: Fate;
  /** Until it ends by itself. */
  leftMs: number;
}

export interface ProductOverview {
  product: Product;
  /** Active sessions, without those whose end is under way; null while its list was never read. */
  count: number | null;
  /** When its list was read, by our clock. */
  asOfMs: number | null;
  problem: ApiError | null;
  notUnderstood: number;
}

export type Trust =
  | 'no-key'
  | 'key-refused'
  /** The first answer is still under way. */
  | 'loading'
  /** No list was ever read, and the last try failed. */
  | 'unknown'
  /** Numbers are known, but one is old, missing, incomplete, or can't be refreshed. */
  | 'stale'
  | 'fresh'
  /** The account has no product with sessions. */
  | 'no-products';

export interface Overview {
  trust: Trust;
  /** Active sessions, without those whose end is under way, over what is known; null if nothing is. */
  count: number | null;
  products: ProductOverview[];
  /** In the order of the lists. */
  rows: Row[];
  /** Over the rows that count. */
  bytesUsed: number;
  /** The oldest list's instant; null until one was read. */
  asOfMs: number | null;
  /** The failure to speak of first: one of the key before one of a product. */
  problem: ApiError | null;
  /** Nothing may be sent before this instant of our clock; null if nothing forbids it. */
  pausedUntilMs: number | null;
  /** When this changes by itself, by our clock: a session expires, the numbers become old, a
   * pause ends, or a first round is taken for lost. */
  changesAtMs: number | null;
}

/** Lists that were asked for before an end, or within this time after it (the vendor's own figures
 * lag by a minute), may still hold the session. */
export const ENDED_LAG_MS = 60_000;
const DEFAULT_EVERY_MS = 60_000;

export function overviewOf(state: State, nowMs: number): Overview {
  const asked = askedProducts(state);
  const rows = asked.flatMap((product) => rowsOf(state, product, nowMs));
  const counted = rows.filter(counts);
  const products = asked.map((product) => productOverview(state, product, counted));
  const pauseEndMs = pausedUntilMs(state, nowMs);
  const known = products.filter((product) => product.asOfMs !== null);
  return {
    trust: trustOf(state, products, nowMs),
    count: known.length === 0 ? null : counted.length,
    products,
    rows,
    bytesUsed: counted.reduce((sum, { session }) => sum + session.bytesUsed, 0),
    asOfMs: least(known.map((product) => product.asOfMs ?? 0)),
    problem: keyProblem(state) ?? products.find(({ problem }) => problem)?.problem ?? null,
    pausedUntilMs: pauseEndMs,
    changesAtMs: least(
      [
        pauseEndMs ?? 0,
        lostAtMs(state),
        ...rows.map(({ leftMs }) => nowMs + leftMs),
        ...known.map(({ asOfMs }) => oldAtMs(state, asOfMs ?? 0)),
      ].filter((atMs) => atMs > nowMs),
    ),
  };
}

function rowsOf(state: State, product: Product, nowMs: number): Row[] {
  const good = state.statuses[product]?.good;
  if (!good) return [];
  const serverNowMs = nowMs + good.clockOffsetMs;
  const rows: Row[] = [];
  for (const session of state.lists[product]) {
    const ref = refOf(session);
    const leftMs = session.expiresAtMs - serverNowMs;
    const endedAtMs = state.endedAtMs.get(ref);
    const isEnded = endedAtMs !== undefined && good.startedAtMs < endedAtMs + ENDED_LAG_MS;
    if (leftMs > 0 && !isEnded) {
      rows.push({ ref, session, leftMs, fate: fateOf(state, ref, nowMs) });
    }
  }
  return rows;
}

function fateOf(state: State, ref: Ref, nowMs: number): Fate {
  const intent = state.intents.get(ref);
  if (!intent) return { kind: 'active', refusal: null };
  const attempt = state.attempts.get(ref);
  if (attempt?.askedAtMs !== intent.askedAtMs) {
    if (nowMs < intent.dueAtMs) return { kind: 'undoable', untilMs: intent.dueAtMs };
    const atMs = pausedUntilMs(state, nowMs);
    if (atMs === null) return { kind: 'ending', retry: null };
    return { kind: 'ending', retry: { problem: pauseAsError(atMs), atMs } };
  }
  const { problem, nextAtMs } = attempt;
  if (!problem) return { kind: 'ending', retry: null };
  return nextAtMs === null
    ? { kind: 'active', refusal: problem }
    : { kind: 'ending', retry: { problem, atMs: nextAtMs } };
}

/** Why nothing is sent during a pause, which may have been told to another request. */
function pauseAsError(untilMs: number): ApiError {
  return { kind: 'rate-limited', untilMs, requestId: null };
}

/** One whose end was asked for leaves the count at once, and comes back when that fails. */
function counts({ fate }: Row): boolean {
  return fate.kind === 'active' || (fate.kind === 'ending' && fate.retry !== null);
}

function productOverview(state: State, product: Product, counted: Row[]): ProductOverview {
  const status = state.statuses[product];
  const good = status?.good ?? null;
  return {
    product,
    count: good && counted.filter((row) => row.session.product === product).length,
    asOfMs: good?.atMs ?? null,
    problem: status?.problem ?? null,
    notUnderstood: good?.notUnderstood.length ?? 0,
  };
}

function trustOf(state: State, products: ProductOverview[], nowMs: number): Trust {
  if (!state.key) return 'no-key';
  if (keyProblem(state)) return 'key-refused';
  if (products.length === 0) return 'no-products';
  const anyKnown = products.some(({ asOfMs }) => asOfMs !== null);
  const anyProblem = products.some(({ problem }) => problem);
  if (!anyKnown) return anyProblem || nowMs >= lostAtMs(state) ? 'unknown' : 'loading';
  const allFresh = products.every(
    ({ asOfMs, problem, notUnderstood }) =>
      asOfMs !== null && !problem && notUnderstood === 0 && isYoung(state, asOfMs, nowMs),
  );
  return allFresh ? 'fresh' : 'stale';
}

/** From when on a round that has brought nothing is taken for lost with its worker. */
function lostAtMs({ round }: State): number {
  return round?.finishedAtMs === null ? round.startedAtMs + DEFAULT_EVERY_MS : Infinity;
}

/** A list from the future was read before the clock was set back: its age is unknown. */
function isYoung(state: State, asOfMs: number, nowMs: number): boolean {
  return asOfMs <= nowMs && nowMs < oldAtMs(state, asOfMs);
}

/** From when on a list is old: two intervals after it was read. */
function oldAtMs(state: State, asOfMs: number): number {
  return asOfMs + 2 * (state.round?.everyMs ?? DEFAULT_EVERY_MS);
}

/** Null where there is none; Infinity is none either. */
function least(numbers: number[]): number | null {
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  return low === Infinity ? null : low;
}
