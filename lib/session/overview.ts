/* What every surface shows, as one pure function of what is stored and of the time: badge, menu
 * and popup agree because they all read this. "Cannot tell" never looks like 0 or like empty. */
import type { ApiError } from '../api/errors.ts';
import type { Product, Session } from '../api/schemas.ts';
import { sendableAtMs } from '../polling/schedule.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import { createKeep } from '../store/keep.ts';
import type { Ended, Intent } from '../store/schemas.ts';
import { askedProducts, type State } from '../store/state.ts';
import { attemptOf } from '../termination/attempt.ts';
import { whyNoEnds } from '../termination/lock.ts';
import { type Ref, refsOf } from './ref.ts';
import { oldAtMs, type Standing, standingOf } from './standing.ts';

/** What becomes of a session that is still in the list. */
export type Fate =
  /** `refusal`: a person asked to end it, and this is why it was not. */
  | { kind: 'active'; refusal: ApiError | null }
  /** A person asked to end it; until then, or (null) until the view closes that they did so in, they may
   * still undo it. */
  | { kind: 'undoable'; askedAtMs: number; untilMs: number | null }
  /** The DELETE is under way, or waits for its turn (`isLate`: for longer than that should take);
   * `retry` says why and when it has to be tried again. */
  | { kind: 'ending'; isLate: boolean; retry: { problem: ApiError; atMs: number } | null };

export interface Row {
  ref: Ref;
  session: Session;
  fate: Fate;
  /** When it ends by itself, by our clock. */
  endsAtMs: number;
}

export interface ProductOverview {
  product: Product;
  /** Active sessions, without those whose end is under way; null while its list was never read. */
  count: number | null;
  /** When its list was read, by our clock. */
  asOfMs: number | null;
  problem: ApiError | null;
  /** Records of its list that were left out. */
  notUnderstood: number;
}

export interface Overview {
  standing: Standing;
  /** Active sessions, without those whose end is under way, over what is known; null if nothing is. */
  count: number | null;
  /** There may be more than `count`: a product's list is missing, or some of its records. */
  isPartial: boolean;
  products: ProductOverview[];
  /** In the order of the lists. Those of which nothing is news are the objects that they were before,
   * and so are they all together. */
  rows: Row[];
  /** Ends that were asked for and are not through. */
  ending: number;
  /** Over the rows that count. */
  bytesUsed: number;
  /** The oldest list's instant; null until one was read. */
  asOfMs: number | null;
  /** The failure to speak of first: one of the key before one of a product. */
  problem: ApiError | null;
  /** Why no session can be ended, by the key or by the lock; null as far as is known that they can. */
  readOnly: ApiError | null;
  /** Sessions that expired before they could be ended, and that nobody has seen yet. */
  expired: Ended[];
  /** A Refresh is not sent before this instant, since the vendor or our share of the plan forbids
   * it; null if nothing does. */
  refreshFromMs: number | null;
  /** When a list that could not be read is asked for again; null if all could. */
  retryAtMs: number | null;
  /** When this changes by itself, by our clock: a session expires, the numbers become old, a
   * Refresh may be sent, a first round is taken for lost, or an end for late. */
  changesAtMs: number | null;
}

/** Lists that were asked for before an end, or within this time after it (the vendor's own figures
 * lag by a minute), may still hold the session. */
export const ENDED_LAG_MS = 60_000;
/** An end that is not through by then counts as alive, which it is. */
const LATE_MS = 20_000;

export function overviewOf(state: State, nowMs: number): Overview {
  const asked = askedProducts(state);
  const present = asked.flatMap((product) => rowsOf(state, product, nowMs));
  const rows = keep('present', present, () => present);
  const counted = rows.filter(counts);
  const products = asked.map((product) => productOverview(state, product, counted));
  const refreshFromMs = state.key ? sendableAtMs(state, nowMs) : nowMs;
  const known = products.filter((product) => product.asOfMs !== null);
  const { standing, problem, lostAtMs } = standingOf(state, nowMs);
  return {
    standing,
    count: known.length === 0 ? null : counted.length,
    isPartial: products.some(isPartial),
    products,
    rows,
    ending: rows.filter(({ fate }) => fate.kind === 'ending').length,
    bytesUsed: counted.reduce((sum, { session }) => sum + session.bytesUsed, 0),
    asOfMs: least(known.map((product) => product.asOfMs ?? 0)),
    problem,
    readOnly: whyNoEnds(state),
    expired: [...state.ended.values()].filter(({ how }) => how === 'expired'),
    refreshFromMs: refreshFromMs > nowMs ? refreshFromMs : null,
    retryAtMs: least(asked.map((product) => retryAtMs(state, product))),
    changesAtMs: least(
      [
        refreshFromMs,
        lostAtMs,
        ...rows.map(({ endsAtMs }) => endsAtMs),
        ...[...state.intents.values()].map((intent) => lateAtMs(state, intent)),
        ...known.map(({ asOfMs }) => oldAtMs(state, asOfMs ?? 0)),
      ].filter((atMs) => atMs > nowMs),
    ),
  };
}

function rowsOf(state: State, product: Product, nowMs: number): Row[] {
  const good = state.statuses[product]?.good;
  if (!good) return [];
  const list = state.lists[product];
  const listed = keep(product, [list, good.clockOffsetMs], () =>
    listedRows(list, good.clockOffsetMs),
  );
  const isEnded = (ref: Ref) => {
    const endedAtMs = state.ended.size > 0 && state.ended.get(ref)?.endedAtMs;
    return endedAtMs && good.startedAtMs < endedAtMs + ENDED_LAG_MS;
  };
  const rows: Row[] = [];
  for (const row of listed) {
    if (row.endsAtMs <= nowMs || isEnded(row.ref)) continue;
    const fate = fateOf(state, row.ref, nowMs);
    rows.push(fate === ACTIVE ? row : { ...row, fate });
  }
  return rows;
}

/** What was made of the same lists is not made again each second. */
const keep = createKeep();

const ACTIVE: Fate = { kind: 'active', refusal: null };

function listedRows(list: Session[], clockOffsetMs: number): Row[] {
  const refs = refsOf(list);
  return list.map((session, index) => {
    const endsAtMs = session.expiresAtMs - clockOffsetMs;
    return { ref: refs[index] as Ref, session, endsAtMs, fate: ACTIVE };
  });
}

function fateOf(state: State, ref: Ref, nowMs: number): Fate {
  const intent = state.intents.size > 0 && state.intents.get(ref);
  if (!intent) return ACTIVE;
  const { askedAtMs, dueAtMs, heldBy } = intent;
  const attempt = attemptOf(state, intent);
  if (!attempt && (heldBy !== null || nowMs < dueAtMs)) {
    return { kind: 'undoable', askedAtMs, untilMs: heldBy === null ? dueAtMs : null };
  }
  const isLate = nowMs >= lateAtMs(state, intent);
  if (!attempt || attempt.count === 0) {
    const atMs = pausedUntilMs(state, nowMs);
    if (atMs === null) return { kind: 'ending', isLate, retry: null };
    return { kind: 'ending', isLate, retry: { problem: pauseAsError(atMs), atMs } };
  }
  const { problem, nextAtMs } = attempt;
  if (!problem) return { kind: 'ending', isLate, retry: null };
  return nextAtMs === null
    ? { kind: 'active', refusal: problem }
    : { kind: 'ending', isLate, retry: { problem, atMs: nextAtMs } };
}

/** Of one that waited for its view to close, that is not known before the drain has taken it. */
function lateAtMs(state: State, intent: Intent): number {
  const dueAtMs = intent.heldBy === null ? intent.dueAtMs : attemptOf(state, intent)?.triedAtMs;
  return (dueAtMs ?? Infinity) + LATE_MS;
}

/** Why nothing is sent during a pause, which may have been told to another request. */
function pauseAsError(untilMs: number): ApiError {
  return { kind: 'rate-limited', untilMs, requestId: null };
}

/** One whose end was asked for leaves the count at once, and comes back when that fails or takes
 * too long. */
export function counts({ fate }: Row): boolean {
  return fate.kind === 'active' || (fate.kind === 'ending' && (fate.isLate || fate.retry !== null));
}

function productOverview(state: State, product: Product, counted: Row[]): ProductOverview {
  const status = state.statuses[product];
  const good = status?.good ?? null;
  return {
    product,
    count: good && counted.filter((row) => row.session.product === product).length,
    asOfMs: good?.atMs ?? null,
    problem: status?.problem ?? null,
    notUnderstood: good?.notUnderstood.count ?? 0,
  };
}

function isPartial({ asOfMs, problem, notUnderstood }: ProductOverview): boolean {
  return asOfMs === null || problem?.kind === 'not-permitted' || notUnderstood > 0;
}

function retryAtMs(state: State, product: Product): number {
  const status = state.statuses[product];
  return Math.max(status?.retryAtMs ?? Infinity, state.pause?.untilMs ?? 0);
}

/** Null where there is none; Infinity is none either. */
function least(numbers: number[]): number | null {
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  return low === Infinity ? null : low;
}
