/* What every surface shows, as one pure function of what is stored and of the time: badge, menu
 * and popup agree because they all read this. "Cannot tell" never looks like 0 or like empty. */
import type { ApiError } from '../api/errors.ts';
import type { Product, Session } from '../api/schemas.ts';
import { sendableAtMs } from '../polling/schedule.ts';
import { endsHold } from '../quota/ends.ts';
import { createKeep } from '../store/keep.ts';
import type { Ended } from '../store/schemas.ts';
import { askedProducts, type State } from '../store/state.ts';
import { attemptOf } from '../termination/attempt.ts';
import { whyNoEnds } from '../termination/lock.ts';
import { expiryMsOf } from './expiry.ts';
import { type Ref, refsOf } from './ref.ts';
import { oldAtMs, type Standing, standingOf } from './standing.ts';
import { type Sum, sumOf } from './sum.ts';

/** What becomes of a session that is still in the list. */
export type Fate =
  /** `refusal`: a person asked to end it, and this is why it was not. */
  | { kind: 'active'; refusal: ApiError | null }
  /** A person asked to end it; until then, or (null) until the view closes that they did so in, they may
   * still undo it. */
  | { kind: 'undoable'; askedAtMs: number; untilMs: number | null }
  /** The DELETE is under way, or waits for its turn; `retry` says why and when it has to be tried again. */
  | { kind: 'ending'; retry: { problem: ApiError; atMs: number } | null };

export interface Row {
  ref: Ref;
  session: Session;
  fate: Fate;
  /** When it ends by itself, by our clock; null if that is not known (expiry.ts). */
  endsAtMs: number | null;
  /** When it began, by our clock. */
  bornAtMs: number | null;
}

export interface ProductOverview {
  product: Product;
  /** Active sessions; null while its list was never read. */
  count: number | null;
  /** When its list was read, by our clock. */
  asOfMs: number | null;
  problem: ApiError | null;
  /** Records of its list that have no id, and are left out. */
  unidentified: number;
  /** Sessions of which some fields could not be read. */
  readInPart: number;
  /** The list is known to go on behind what was read. */
  isCut: boolean;
}

export interface Overview {
  standing: Standing;
  /** Active sessions over what is known; null if nothing is. A session counts until the API has confirmed
   * its end, so that no click and no passing of time changes the number. */
  count: number | null;
  /** There may be more than `count`: a product's list is missing, or some of it. */
  isPartial: boolean;
  products: ProductOverview[];
  /** In the order of the lists. Those of which nothing is news are the objects that they were before,
   * and so are they all together. */
  rows: Row[];
  /** Ends that were asked for and are not through. */
  ending: number;
  /** Over all rows. */
  bytesUsed: Sum;
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
   * Refresh may be sent, or a first round is taken for lost. */
  changesAtMs: number | null;
}

/** Lists that were asked for before an end, or within this time after it (the vendor's own figures
 * lag by a minute), may still hold the session. */
export const ENDED_LAG_MS = 60_000;

export function overviewOf(state: State, nowMs: number): Overview {
  const asked = askedProducts(state);
  const present = asked.flatMap((product) => rowsOf(state, product, nowMs));
  const rows = keep('present', present, () => present);
  const products = asked.map((product) => productOverview(state, product, rows));
  const refreshFromMs = state.key ? sendableAtMs(state, nowMs) : nowMs;
  const known = products.filter((product) => product.asOfMs !== null);
  const { standing, problem, lostAtMs } = standingOf(state, nowMs);
  return {
    standing,
    count: known.length === 0 ? null : rows.length,
    isPartial: products.some(isPartial),
    products,
    rows,
    ending: rows.filter(({ fate }) => fate.kind === 'ending').length,
    bytesUsed: sumOf(rows, ({ session }) => session.bytesUsed),
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
        ...rows.map(({ endsAtMs }) => endsAtMs ?? Infinity),
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
  // A list that holds a session after its expiry belies that, or the clock offset, and so all other expiries.
  const isBelied = listed.some(({ endsAtMs }) => (endsAtMs ?? Infinity) <= good.startedAtMs);
  const isOver = ({ endsAtMs }: Row) => !isBelied && (endsAtMs ?? Infinity) <= nowMs;
  const hold = state.intents.size > 0 ? endsHold(state, nowMs) : null;
  const rows: Row[] = [];
  for (const row of listed) {
    if (isOver(row) || isEnded(row.ref)) continue;
    const fate = fateOf(state, row.ref, hold, nowMs);
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
    const byOurs = (atMs: number | null) => (atMs === null ? null : atMs - clockOffsetMs);
    const [endsAtMs, bornAtMs] = [byOurs(expiryMsOf(session)), byOurs(session.startedAtMs)];
    return { ref: refs[index] as Ref, session, endsAtMs, bornAtMs, fate: ACTIVE };
  });
}

function fateOf(state: State, ref: Ref, hold: ReturnType<typeof endsHold>, nowMs: number): Fate {
  const intent = state.intents.size > 0 && state.intents.get(ref);
  if (!intent) return ACTIVE;
  const { askedAtMs, dueAtMs, heldBy } = intent;
  const attempt = attemptOf(state, intent);
  if (!attempt && (heldBy !== null || nowMs < dueAtMs)) {
    return { kind: 'undoable', askedAtMs, untilMs: heldBy === null ? dueAtMs : null };
  }
  if (!attempt || (attempt.count === 0 && !attempt.problem)) {
    return { kind: 'ending', retry: hold && { problem: hold, atMs: hold.untilMs } };
  }
  const { problem, nextAtMs, triedAtMs } = attempt;
  const isUnderWay = nextAtMs !== null && nextAtMs <= triedAtMs;
  if (!problem || isUnderWay) return { kind: 'ending', retry: null };
  return nextAtMs === null
    ? { kind: 'active', refusal: problem }
    : { kind: 'ending', retry: { problem, atMs: nextAtMs } };
}

/** Whether the wish to end it can be taken back: before its DELETE, and while that waits for another try. */
export function mayUndo(fate: Fate): boolean {
  return fate.kind === 'undoable' || (fate.kind === 'ending' && fate.retry !== null);
}

function productOverview(state: State, product: Product, rows: Row[]): ProductOverview {
  const status = state.statuses[product];
  const good = status?.good ?? null;
  return {
    product,
    count: good && rows.filter((row) => row.session.product === product).length,
    asOfMs: good?.atMs ?? null,
    problem: status?.problem ?? null,
    unidentified: good?.notUnderstood.count ?? 0,
    readInPart: good?.notUnderstood.inPart ?? 0,
    isCut: good?.isWhole === false,
  };
}

function isPartial({ asOfMs, problem, unidentified, isCut }: ProductOverview): boolean {
  return asOfMs === null || problem?.kind === 'not-permitted' || unidentified > 0 || isCut;
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
