/* The typed API module: what the vendor's sessions API can do, for popup and background alike.
 * It never throws for what the network or the vendor does; failures are values (errors.ts). */
import type * as v from 'valibot';
import { API_BASE_URL } from './base-url.ts';
import type { ApiError, Result } from './errors.ts';
import {
  type Answer,
  type ExchangeOptions,
  exchange,
  foreign,
  type Gate,
  jsonIn,
  notUnderstood,
  type Reader,
  readerOf,
  requestIdOf,
} from './exchange.ts';
import { readId } from './fields.ts';
import type { Account, Product, Session, SessionDetail } from './schemas.ts';
import {
  accountAnswer,
  pageSchema,
  type RecordRead,
  readSession,
  readSessionDetail,
  readSubuser,
  type Subuser,
  whyNoId,
} from './wire.ts';

/** The server's own filters; all given ones must hold. */
export interface SessionFilter {
  subuser?: string;
  session_id?: string;
  region?: string;
  asn?: number;
  repinned?: boolean;
}

/** The answer to one request for a list. */
export interface Page<T> {
  items: T[];
  /** An entry per record without an id, which is left out: why it has none. */
  unidentified: string[];
  /** An entry per record that could be read only in part: which fields were not as documented. */
  readInPart: string[];
  /** Requests that it took: two where the page size had to be left to the server. */
  requests: number;
  /** Set on the last page of a list that goes on in a way that can't be followed, or seems to have no end. */
  cutBy: ApiError | null;
}

/** One session, and the vendor's id of the request that has told of it, if it tells. */
export interface LookedUp extends SessionDetail {
  requestId: string | null;
}

/** How the API answered a termination: it is done; it was accepted, and the lists will tell; or nobody
 * can tell from the answer, so that the session has to be looked up. */
export interface Termination {
  outcome: 'done' | 'accepted' | 'unclear';
  /** The vendor's, if it tells. */
  requestId: string | null;
}

export interface Api {
  account(): Promise<Result<Account>>;
  /** All sub-users over all pages, disabled ones too: their sessions may still live. */
  subusers(): Promise<Result<Page<Subuser>>>;
  /** Active sessions page by page; ends after the first error, which is its last value. */
  sessions(product: Product, filter?: SessionFilter): AsyncGenerator<Result<Page<Session>>>;
  session(product: Product, id: string): Promise<Result<LookedUp>>;
  /** Terminates a session. The error `gone` means that the API does not know it any more. */
  terminate(product: Product, id: string): Promise<Result<Termination>>;
}

export type ApiOptions = Partial<ExchangeOptions> & { key: string };

type RawPage = v.InferOutput<typeof pageSchema>;

interface Asked {
  answer: Result<RawPage>;
  requests: number;
}

const PAGE_SIZE = 200;
const OPEN_GATE: Gate = { admit: async () => null, heard: async () => {} };
const MAX_PAGES = 1000;
/** Pages in a row that bring no record that was not there before. */
const MOST_IDLE_PAGES = 5;
/** Times that a list which was begun is gone on with after a 429. */
const MOST_WAITS = 5;
/** Answers to a page size that the server does not take: its maximum is undocumented. */
const TOO_LARGE_STATUSES = [400, 413, 414, 416, 422];

/** Lists whose page size was refused, by their address: asking twice each time would cost the quota. */
const unsizedLists = new Set<string>();

/** An API for one key. `baseUrl`, `fetch`, `now`, `isOnline` and `timeoutMs` (15 s) are for tests;
 * without a `gate` each request goes out as it comes. */
export function createApi(options: ApiOptions): Api {
  const wire: ExchangeOptions = {
    baseUrl: API_BASE_URL,
    fetch: (request) => globalThis.fetch(request),
    now: Date.now,
    timeoutMs: 15_000,
    // Node and older browsers don't say.
    isOnline: () => navigator.onLine !== false,
    gate: OPEN_GATE,
    ...options,
  };
  const readAnyPage = readerOf(pageSchema);
  const readPage: Reader<RawPage> = (answer) => {
    const page = readAnyPage(answer);
    // Other services answer `{"data": null}` or `{"data": []}` as well, and that would empty the list.
    const isDoubtful = page.ok && page.value.data.length === 0 && !isMarked(answer, 'next_cursor');
    return isDoubtful
      ? foreign(answer, 'next_cursor: text or null expected, undefined found')
      : page;
  };
  const readAnyAccount = readerOf(accountAnswer);
  const readAccount: Reader<Account> = (answer) => {
    const account = readAnyAccount(answer);
    const isDoubtful = account.ok && !isMarked(answer, 'plan') && !isMarked(answer, 'email');
    return isDoubtful ? foreign(answer, 'plan: text expected, undefined found') : account;
  };

  /** Asks once more without a page size if ours is refused. */
  async function askForPage(
    path: string,
    query: Record<string, string>,
    cursor: string | null,
  ): Promise<Asked> {
    const ask = (limit: number | null) =>
      exchange(wire, 'GET', pagePath(path, query, limit, cursor), readPage);
    const size = unsizedLists.has(wire.baseUrl + path) ? null : PAGE_SIZE;
    const answer = await ask(size);
    if (size === null || !isTooLarge(answer)) return { answer, requests: 1 };
    const withoutSize = await ask(null);
    if (withoutSize.ok) unsizedLists.add(wire.baseUrl + path);
    return { answer: withoutSize, requests: 2 };
  }

  async function* pages<T>(
    path: string,
    query: Record<string, string>,
    read: (record: unknown) => RecordRead<T> | undefined,
  ): AsyncGenerator<Result<Page<T>>> {
    const cursorsSeen = new Set<string>();
    const idsSeen = new Set<string>();
    let idlePages = 0;
    let cursor: string | null = null;
    let patience = MOST_WAITS;
    for (let page = 1; ; page++) {
      const { answer, requests }: Asked = await askForPage(path, query, cursor);
      if (isThrottled(answer) && cursor !== null && patience > 0) {
        // The pages before were paid for: the gate waits as long as it thinks fit, and it goes on.
        patience -= 1;
        continue;
      }
      if (!answer.ok) {
        yield answer;
        return;
      }
      const { data, cursor: next }: RawPage = answer.value;
      idlePages = noteIds(data, idsSeen) ? 0 : idlePages + 1;
      const why = next && whyCut(next, { cursorsSeen, page, idlePages });
      const cutBy = next === undefined ? cut('a text expected') : why ? cut(why) : null;
      yield { ok: true, value: { ...readRecords(data, read), requests, cutBy } };
      if (!next || cutBy) return;
      cursorsSeen.add(next);
      cursor = next;
    }
  }

  return {
    account: () => exchange(wire, 'GET', '/users/me', readAccount),

    async subusers() {
      const all: Page<Subuser> = emptyPage();
      for await (const page of pages('/subusers', {}, readSubuser)) {
        if (!page.ok) return page;
        const { items, unidentified, readInPart, requests, cutBy } = page.value;
        all.items.push(...items);
        all.readInPart.push(...readInPart);
        all.unidentified.push(...unidentified);
        all.requests += requests;
        all.cutBy = cutBy;
      }
      return { ok: true, value: all };
    },

    async *sessions(product, filter = {}) {
      const query = Object.fromEntries(
        Object.entries(filter).map(([name, value]) => [name, String(value)]),
      );
      const read = (record: unknown) => readSession(product, record);
      for await (const page of pages(`/${product}/sessions`, query, read)) {
        if (!page.ok) yield page;
        else yield { ok: true, value: { ...page.value, items: page.value.items.filter(isActive) } };
      }
    },

    session: (product, id) =>
      exchange(wire, 'GET', sessionPath(product, id), (answer) => {
        const json = jsonIn(answer);
        const detail =
          readSessionDetail(product, id, json) ??
          readSessionDetail(product, id, (json as { data?: unknown } | null)?.data);
        const what = 'answer: a record of this session expected';
        // The API's own headers prove that it answered, but the shape is unknown.
        if (!detail && json !== undefined && isMarked(answer)) return notUnderstood(200, what);
        if (!detail) return foreign(answer, what);
        return { ok: true, value: { ...detail, requestId: requestIdOf(answer) } };
      }),

    terminate: (product, id) =>
      exchange(
        wire,
        'DELETE',
        sessionPath(product, id),
        (answer) => readTermination(id, answer),
        ({ outcome }) => outcome !== 'unclear',
      ),
  };
}

/** Status and body of the answer to a DELETE are undocumented. An empty one is believed unless it says that it
 * is HTML, and so is a record of the session; a page is somebody else's; anything else has to be looked
 * up. */
function readTermination(id: string, answer: Answer): Result<Termination> {
  const { status, headers, body } = answer;
  const json = jsonIn(answer);
  const isEmpty = body.trim() === '';
  if (json === undefined && !isEmpty && isPage(headers, body)) return foreign(answer);
  const isBelieved = (isEmpty && !isPage(headers, body)) || isOfSession(json, id);
  const outcome = !isBelieved ? 'unclear' : status === 202 ? 'accepted' : 'done';
  return { ok: true, value: { outcome, requestId: requestIdOf(answer) } };
}

/** Whether JSON has a field that the API's has, or the answer the API's headers. */
function isMarked(answer: Answer, field = ''): boolean {
  const json = jsonIn(answer);
  const hasField = typeof json === 'object' && json !== null && Object.hasOwn(json, field);
  return hasField || answer.headers.has('x-ratelimit-limit');
}

function isPage(headers: Headers, body: string): boolean {
  return /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(body);
}

/** JSON that names the session, or the API's id of the request and no error. */
function isOfSession(json: unknown, id: string): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const { id: itsId, request_id } = json as Record<string, unknown>;
  const isAcknowledged = typeof request_id === 'string' && request_id !== '' && !('code' in json);
  return readId(itsId) === id || isAcknowledged;
}

function sessionPath(product: Product, id: string): string {
  return `/${product}/sessions/${encodeURIComponent(id)}`;
}

function pagePath(
  path: string,
  query: Record<string, string>,
  limit: number | null,
  cursor: string | null,
): string {
  const search = new URLSearchParams(query);
  if (limit !== null) search.set('limit', String(limit));
  if (cursor !== null) search.set('cursor', cursor);
  return search.size === 0 ? path : `${path}?${search}`;
}

function emptyPage<T>(): Page<T> {
  return { items: [], unidentified: [], readInPart: [], requests: 0, cutBy: null };
}

function readRecords<T>(
  records: unknown[],
  read: (record: unknown) => RecordRead<T> | undefined,
): Page<T> {
  const page = emptyPage<T>();
  for (const record of records) {
    const result = read(record);
    if (!result) page.unidentified.push(whyNoId(record));
    else {
      page.items.push(result.value);
      if (result.wrong.length > 0) page.readInPart.push(result.wrong.join('; '));
    }
  }
  return page;
}

/** Notes the ids of a page's records; returns whether one is new. */
function noteIds(records: unknown[], seen: Set<string>): boolean {
  const before = seen.size;
  for (const record of records) {
    const id = readId((record as { id?: unknown } | null)?.id);
    if (id !== undefined) seen.add(id);
  }
  return seen.size > before;
}

function whyCut(
  next: string,
  { cursorsSeen, page, idlePages }: { cursorsSeen: Set<string>; page: number; idlePages: number },
): string | null {
  if (cursorsSeen.has(next)) return 'a new cursor expected';
  if (idlePages >= MOST_IDLE_PAGES) return 'new records expected';
  return page >= MAX_PAGES ? `at most ${MAX_PAGES} pages expected` : null;
}

function cut(why: string): ApiError {
  return notUnderstood(200, `next_cursor: ${why}`).error;
}

function isTooLarge(answer: Result<unknown>): boolean {
  if (answer.ok) return false;
  const { error } = answer;
  const hasStatus = error.kind === 'not-understood' || error.kind === 'foreign';
  return hasStatus && TOO_LARGE_STATUSES.includes(error.status ?? 0);
}

function isThrottled(answer: Result<unknown>): boolean {
  return !answer.ok && answer.error.kind === 'rate-limited' && answer.error.untilMs !== null;
}

/** The record of a session that has ended reads as null (wire.ts). */
function isActive(session: Session | null): session is Session {
  return session !== null;
}
