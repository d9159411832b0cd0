/* One round of asking the API, and what is kept of the answers. Questions go out side by side, and
 * each step ends with a write, which keeps the worker alive through the next. They fail
 * independently: a list that can't be read leaves the last good one, and the other product's. */
import type { Api, Page, SessionFilter } from '../api/client.ts';
import type { ApiError, Result } from '../api/errors.ts';
import { PRODUCTS, type Product, type Session } from '../api/schemas.ts';
import type { Subuser } from '../api/wire.ts';
import { isPassing, refusedAgainAtMs, retryAtMs } from '../quota/back-off.ts';
import { whileCurrent } from '../store/books.ts';
import * as items from '../store/items.ts';
import { ACCOUNT_EVERY_MS } from '../store/key.ts';
import { askedProducts, readState, type State } from '../store/state.ts';
import { type Failure, keepAnswer } from './keep.ts';
import type { Answer } from './memory.ts';
import { narrowFor } from './narrow.ts';
import {
  FORBIDDEN_EVERY_MS,
  lookupAtMs,
  lookupEveryMs,
  type PollCause,
  paceOf,
  productsFor,
} from './schedule.ts';
import { tidy } from './tidy.ts';

export interface PollOptions {
  api: Api;
  cause: PollCause;
  now: () => number;
  /** Server clock minus ours, by the latest answer. */
  clockOffsetMs: () => number;
  /** False once the key was changed: what the former key brought in is not kept. */
  isCurrent: () => Promise<boolean>;
  /** From 0 to below 1. */
  random: () => number;
}

/** After a failure the account is not asked for at every round. */
const AFTER_FAILURE_MS = 1_800_000;
/** The products that are known stay in use for this long if the sub-users can't be read any more. */
const PRODUCTS_KEPT_MS = 3_600_000;
/** A Refresh asks for no more pages of sub-users than this. */
const MOST_PAGES_AT_REFRESH = 2;
/** Ways in which records were not understood are told apart up to so many. */
const WAYS_KEPT = 20;

/** Asks for all that is wanted and stores it. */
export async function poll(options: PollOptions): Promise<void> {
  const { cause, now, isCurrent } = options;
  const before = await readState();
  const startedAtMs = now();
  const { everyMs } = paceOf(before);
  await whileCurrent(isCurrent, () =>
    items.round.write({ startedAtMs, finishedAtMs: null, everyMs }),
  );

  // A Refresh also lifts "read-only": the next termination tries the key again.
  if (cause === 'person' && before.readOnly) {
    const { hasEnded } = before;
    await whileCurrent(isCurrent, () => items.readOnly.write({ refusal: null, hasEnded }));
  }
  const failures = await Promise.all([readAccount(options, before), readProducts(options, before)]);
  // What was said of the key, or of all requests, the lists would only hear again.
  const refusal = failures.find(
    (error) => error?.kind === 'key-refused' || error?.kind === 'rate-limited',
  );
  // Judged as of the round before: this one has begun, and is not done.
  const latest = { ...(await readState()), round: before.round };
  const asked = refusal ? askedProducts(latest) : productsFor(latest, cause, startedAtMs);
  await Promise.all(
    asked.map((product) =>
      refusal
        ? keepProblem(options, product, refusal)
        : pollProduct(options, product, narrowFor(latest, product, cause)),
    ),
  );
  await whileCurrent(isCurrent, () => tidy(now()));

  const after = await readState();
  await whileCurrent(isCurrent, () =>
    items.round.write({ startedAtMs, finishedAtMs: now(), everyMs: paceOf(after).everyMs }),
  );
}

async function readAccount(options: PollOptions, state: State): Promise<ApiError | null> {
  const { api, now, isCurrent } = options;
  if (now() < state.accountAgainAtMs) return null;
  const answer = await api.account();
  await whileCurrent(isCurrent, () =>
    items.account.write({
      account: answer.ok ? answer.value : state.account,
      againAtMs: now() + (isAnswer(answer) ? ACCOUNT_EVERY_MS : AFTER_FAILURE_MS),
    }),
  );
  return answer.ok ? null : answer.error;
}

/** Keeps the products that the account's sub-users have; null where that can't be told, as for an
 * account without sub-users, or one whose sub-users can't be read, or not all of them. */
async function readProducts(options: PollOptions, state: State): Promise<ApiError | null> {
  const { api, cause, now, isCurrent } = options;
  // A person who refreshes may be waiting for a product that the account has just got. Many pages of sub-users
  // would take from the lists what the plan allows.
  const isAsked = cause === 'person' && state.productsRequests <= MOST_PAGES_AT_REFRESH;
  if (now() < lookupAtMs(state, now()) && !isAsked) return null;
  const answer = await api.subusers();
  // A fault says nothing new, so the products stay for an hour; a refusal of the sub-users drops them.
  const { productsAsOfMs } = state;
  const isOld = productsAsOfMs > 0 && Math.abs(now() - productsAsOfMs) > PRODUCTS_KEPT_MS;
  const keeps = !isAnswer(answer) && !isKeyRefused(answer) && !isOld;
  const requests = answer.ok ? answer.value.requests : state.productsRequests;
  const products = answer.ok ? productsOf(answer.value) : null;
  const known = isAnswer(answer) ? [] : [...state.subusers.values()];
  await whileCurrent(isCurrent, () =>
    items.products.write({
      products: keeps ? state.products : products,
      subusers: answer.ok
        ? answer.value.items.map(({ id, name, label }) => ({ id, name, label }))
        : known,
      asOfMs: answer.ok ? now() : state.productsAsOfMs,
      againAtMs: answer.ok ? 0 : now() + lookupEveryMs(paceOf(state).everyMs, requests),
      requests,
    }),
  );
  return answer.ok ? null : answer.error;
}

function productsOf(subusers: Page<Subuser>): Product[] | null {
  const { items: all, unidentified, cutBy } = subusers;
  const areAllKnown = unidentified.length === 0 && !cutBy && all.every(({ products }) => products);
  if (all.length === 0 || !areAllKnown) return null;
  const owned = new Set(all.flatMap(({ products }) => products ?? []));
  return PRODUCTS.filter((product) => owned.has(product));
}

/** "You may not" is an answer too: asking again soon would not change it. */
function isAnswer(answer: Result<unknown>): boolean {
  return answer.ok || answer.error.kind === 'not-permitted';
}

function isKeyRefused(answer: Result<unknown>): boolean {
  return !answer.ok && answer.error.kind === 'key-refused';
}

async function pollProduct(
  options: PollOptions,
  product: Product,
  filter: SessionFilter | null,
): Promise<void> {
  const { now, clockOffsetMs, isCurrent } = options;
  const startedAtMs = now();
  const list = await readList(options.api, product, filter);
  const { sessions, extent, problem, unidentified, readInPart, requests } = list;
  // Where not even the first page came, nothing is known.
  if (problem && requests === 0) return keepProblem(options, product, problem);
  const read = { atMs: now(), clockOffsetMs: clockOffsetMs() };
  const isPartial = unidentified.length > 0 || extent !== 'whole';
  const answer = { ...read, product, filter, sessions, extent, isPartial };
  const ways = [...new Set([...unidentified, ...readInPart])].slice(0, WAYS_KEPT);
  const notUnderstood = { count: unidentified.length, inPart: readInPart.length, ways };
  const reading = { ...read, startedAtMs, requests, notUnderstood };
  try {
    const failure = problem && failureOf(options, await readState(), product, problem);
    await whileCurrent(isCurrent, () => keepAnswer(answer, reading, failure));
  } catch {
    await keepProblem(options, product, { kind: 'not-stored', requestId: null });
  }
}

/** Notes why a list could not be read, beside what was last read of it. */
async function keepProblem(
  options: PollOptions,
  product: Product,
  problem: ApiError,
): Promise<void> {
  const state = await readState();
  const good = state.statuses[product]?.good ?? null;
  await whileCurrent(options.isCurrent, () =>
    items.listStatusOf(product).write({ good, ...failureOf(options, state, product, problem) }),
  );
}

/** A failure as it is kept: what was wrong, and when it is tried again. */
function failureOf(
  { cause, now, random }: PollOptions,
  state: State,
  product: Product,
  problem: ApiError,
): Failure {
  // Where there is new hope, the back-off begins anew.
  const isHopeful = cause === 'person' || cause === 'online';
  const before = isHopeful ? 0 : (state.statuses[product]?.failures ?? 0);
  const isRefused = problem.kind === 'key-refused';
  const failures = isPassing(problem) || isRefused ? before + 1 : 0;
  return { problem, failures, triedAtMs: now(), retryAtMs: nextTryMs() };

  function nextTryMs(): number {
    if (isRefused) return refusedAgainAtMs(failures, now());
    if (failures > 0) return retryAtMs(problem, failures, now(), random());
    return now() + (problem.kind === 'not-permitted' ? FORBIDDEN_EVERY_MS : paceOf(state).everyMs);
  }
}

interface List extends Pick<Page<Session>, 'unidentified' | 'readInPart' | 'requests'> {
  sessions: Session[];
  extent: Answer['extent'];
  /** Why it is not whole. */
  problem: ApiError | null;
}

/** Reads all pages of a product's list, or of what a filter leaves of it. A session that moved between pages
 * meanwhile counts once. Where a page fails, those before it are kept; `requests` counts pages that came. */
async function readList(api: Api, product: Product, filter: SessionFilter | null): Promise<List> {
  const byId = new Map<string, Session>();
  const list: Omit<List, 'sessions'> = {
    unidentified: [],
    readInPart: [],
    requests: 0,
    extent: 'whole',
    problem: null,
  };
  for await (const page of api.sessions(product, filter ?? {})) {
    if (!page.ok) {
      list.extent = 'failed';
      list.problem = page.error;
      break;
    }
    const { items: sessions, unidentified, readInPart, requests, cutBy } = page.value;
    for (const session of sessions) byId.set(session.id, session);
    list.unidentified.push(...unidentified);
    list.readInPart.push(...readInPart);
    list.requests += requests;
    if (cutBy) {
      list.extent = 'cut';
      list.problem = cutBy;
    }
  }
  return { ...list, sessions: [...byId.values()] };
}
