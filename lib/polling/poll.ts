/* One round of asking the API, and what is kept of the answers. The products fail independently:
 * a list that can't be read leaves the last good one, and the other product's, in place. */
import type { Api } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { PRODUCTS, type Product, type Session } from '../api/schemas.ts';
import { ENDED_LAG_MS } from '../session/overview.ts';
import { parseRef } from '../session/ref.ts';
import { removeTogether, writeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { obeyPause } from '../store/pause.ts';
import { readState, type State } from '../store/state.ts';
import { plannedEveryMs } from './schedule.ts';

export interface PollOptions {
  api: Api;
  now: () => number;
  /** Server clock minus ours, by the latest answer. */
  clockOffsetMs: () => number;
  /** False once the key was changed: what the former key brought in is not kept. */
  isCurrent: () => Promise<boolean>;
}

const ACCOUNT_EVERY_MS = 24 * 3_600_000;
const PRODUCTS_EVERY_MS = 3_600_000;

/** Asks for all that is wanted and stores it; gives the interval until the next round. */
export async function poll(options: PollOptions): Promise<number> {
  const before = await readState();
  const startedAtMs = options.now();
  await items.round.write({ startedAtMs, finishedAtMs: null, everyMs: plannedEveryMs(before) });

  await readAccount(options, before);
  const products = await readProducts(options, before);
  await Promise.all(products.map((product) => pollProduct(options, product, before)));
  await forgetOldEnds();

  const everyMs = plannedEveryMs(await readState());
  if (await options.isCurrent()) {
    await items.round.write({ startedAtMs, finishedAtMs: options.now(), everyMs });
  }
  return everyMs;
}

async function readAccount({ api, now, isCurrent }: PollOptions, state: State): Promise<void> {
  if (isYoung(state.accountReadAtMs, now(), ACCOUNT_EVERY_MS)) return;
  const answer = await api.account();
  if (!answer.ok && answer.error.kind !== 'not-permitted') return;
  const account = answer.ok ? answer.value : null;
  if (await isCurrent()) await items.account.write({ account, readAtMs: now() });
}

/** The products to ask for: those that the account's sub-users have, or both where that can't be
 * told, as for an account without sub-users. */
async function readProducts(
  { api, now, isCurrent }: PollOptions,
  state: State,
): Promise<readonly Product[]> {
  if (isYoung(state.productsReadAtMs, now(), PRODUCTS_EVERY_MS)) return state.products ?? PRODUCTS;
  const answer = await api.subusers();
  if (!answer.ok && answer.error.kind !== 'not-permitted') return state.products ?? PRODUCTS;
  const subusers = answer.ok ? answer.value.items : [];
  const owned = new Set(subusers.flatMap((subuser) => subuser.products));
  const products = subusers.length === 0 ? null : PRODUCTS.filter((product) => owned.has(product));
  if (await isCurrent()) await items.products.write({ products, readAtMs: now() });
  return products ?? PRODUCTS;
}

async function pollProduct(options: PollOptions, product: Product, before: State): Promise<void> {
  const { now, clockOffsetMs, isCurrent } = options;
  const startedAtMs = now();
  const list = await readList(options.api, product);
  if (!(await isCurrent())) return;
  const status = items.listStatusOf(product);
  if (!list.ok) {
    await obeyPause(list.error);
    const good = before.statuses[product]?.good ?? null;
    await status.write({ good, problem: list.error });
    return;
  }
  const { sessions, notUnderstood, pages } = list;
  const good = {
    startedAtMs,
    atMs: now(),
    clockOffsetMs: clockOffsetMs(),
    pages,
    notUnderstood,
  };
  // A large list wakes every listener: it is only written if it changed.
  const isSame = JSON.stringify(sessions) === JSON.stringify(before.lists[product]);
  await writeTogether(
    isSame ? {} : items.listOf(product).entry({ sessions }),
    status.entry({ good, problem: null }),
  );
}

type List =
  | { ok: true; sessions: Session[]; notUnderstood: string[]; pages: number }
  | { ok: false; error: ApiError };

/** All pages of a product's list. A session that moved between pages meanwhile counts once. */
async function readList(api: Api, product: Product): Promise<List> {
  const byId = new Map<string, Session>();
  const notUnderstood: string[] = [];
  let pages = 0;
  for await (const page of api.sessions(product)) {
    if (!page.ok) return page;
    pages += 1;
    for (const session of page.value.items) byId.set(session.id, session);
    notUnderstood.push(...page.value.notUnderstood);
  }
  return { ok: true, sessions: [...byId.values()], notUnderstood, pages };
}

/** An end is remembered until a list was asked for that must know of it. */
async function forgetOldEnds(): Promise<void> {
  const state = await readState();
  const old = [...state.endedAtMs].filter(([ref, endedAtMs]) => {
    const identity = parseRef(ref);
    const good = identity && state.statuses[identity.product]?.good;
    return !identity || (good && good.startedAtMs >= endedAtMs + ENDED_LAG_MS);
  });
  await removeTogether(...old.map(([ref]) => items.ended.item(ref)));
}

function isYoung(atMs: number | null, nowMs: number, maxAgeMs: number): boolean {
  return atMs !== null && nowMs - atMs < maxAgeMs;
}
