/* The typed API module: what the vendor's sessions API can do, for popup and background alike.
 * It never throws for what the network or the vendor does; failures are values (errors.ts). */
import * as v from 'valibot';
import { API_BASE_URL } from './base-url.ts';
import type { ApiError, Result } from './errors.ts';
import {
  type ExchangeOptions,
  exchange,
  type Gate,
  notUnderstood,
  requestIdOf,
  understand,
} from './exchange.ts';
import type { Account, Product, Session, SessionDetail } from './schemas.ts';
import {
  accountAnswer,
  pageSchema,
  type Subuser,
  sessionDetail,
  sessionRecord,
  subuserSchema,
  whatIsWrong,
} from './wire.ts';

/** The server's own filters; all given ones must hold. */
export interface SessionFilter {
  subuser?: string;
  session_id?: string;
  region?: string;
  asn?: number;
  repinned?: boolean;
}

/** One page of a list. `notUnderstood` has an entry per record that was left out, saying which
 * fields were not as documented (never their values). */
export interface Page<T> {
  items: T[];
  notUnderstood: string[];
  /** Requests that it took: two where the page size had to be left to the server. */
  requests: number;
}

/** One session, and the vendor's id of the request that has told of it, if it tells. */
export interface LookedUp extends SessionDetail {
  requestId: string | null;
}

export interface Api {
  account(): Promise<Result<Account>>;
  /** All sub-users over all pages, disabled ones too: their sessions may still live. */
  subusers(): Promise<Result<Page<Subuser>>>;
  /** Active sessions page by page; ends after the first error, which is its last value. */
  sessions(product: Product, filter?: SessionFilter): AsyncGenerator<Result<Page<Session>>>;
  session(product: Product, id: string): Promise<Result<LookedUp>>;
  /** Ends a session early. `gone` means that it had ended already. `requestId`: the vendor's, if it
   * tells. */
  terminate(product: Product, id: string): Promise<Result<{ requestId: string | null }>>;
}

export type ApiOptions = Partial<ExchangeOptions> & { key: string };

type RawPage = v.InferOutput<typeof pageSchema>;

const PAGE_SIZE = 200;
const OPEN_GATE: Gate = { admit: async () => null, heard: async () => {} };
const MAX_PAGES = 1000;
/** Times that a list which was begun is gone on with after a 429. */
const MOST_WAITS = 5;

/** An API for one key. `baseUrl`, `fetch`, `now` and `timeoutMs` (15 s) are for tests;
 * without a `gate` each request goes out as it comes. */
export function createApi(options: ApiOptions): Api {
  const wire: ExchangeOptions = {
    baseUrl: API_BASE_URL,
    fetch: (request) => globalThis.fetch(request),
    now: Date.now,
    timeoutMs: 15_000,
    gate: OPEN_GATE,
    ...options,
  };

  async function get<Schema extends v.GenericSchema>(
    path: string,
    schema: Schema,
  ): Promise<Result<v.InferOutput<Schema>>> {
    const answer = await exchange(wire, 'GET', path);
    return answer.ok ? understand(schema, answer.value) : answer;
  }

  async function* pages<Schema extends v.GenericSchema>(
    path: string,
    query: Record<string, string>,
    recordSchema: Schema,
  ): AsyncGenerator<Result<Page<v.InferOutput<Schema>>>> {
    const cursorsSeen = new Set<string>();
    let limit: number | null = PAGE_SIZE;
    let cursor: string | null = null;
    let patience = MOST_WAITS;
    for (let page = 0; page < MAX_PAGES; page++) {
      let requests = 1;
      let answer: Result<RawPage> = await get(pagePath(path, query, limit, cursor), pageSchema);
      if (limit !== null && isBadRequest(answer)) {
        // The largest page size is undocumented: where ours is too large, the server's own.
        limit = null;
        requests += 1;
        answer = await get(pagePath(path, query, limit, cursor), pageSchema);
      }
      if (isThrottled(answer) && cursor !== null && patience > 0) {
        // The pages before were paid for: the gate waits as long as it thinks fit, and it goes on.
        patience -= 1;
        continue;
      }
      if (!answer.ok) {
        yield answer;
        return;
      }
      yield { ok: true, value: { ...readRecords(answer.value.data, recordSchema), requests } };
      cursor = answer.value.next_cursor;
      if (!cursor) return;
      if (cursorsSeen.has(cursor)) {
        yield notUnderstood(200, 'next_cursor: a new cursor expected');
        return;
      }
      cursorsSeen.add(cursor);
    }
    yield notUnderstood(200, `next_cursor: at most ${MAX_PAGES} pages expected`);
  }

  return {
    account: () => get('/users/me', accountAnswer),

    async subusers() {
      const all: Page<Subuser> = { items: [], notUnderstood: [], requests: 0 };
      for await (const page of pages('/subusers', {}, subuserSchema)) {
        if (!page.ok) return page;
        all.items.push(...page.value.items);
        all.notUnderstood.push(...page.value.notUnderstood);
        all.requests += page.value.requests;
      }
      return { ok: true, value: all };
    },

    async *sessions(product, filter = {}) {
      const query = Object.fromEntries(
        Object.entries(filter).map(([name, value]) => [name, String(value)]),
      );
      for await (const page of pages(`/${product}/sessions`, query, sessionRecord(product))) {
        if (!page.ok) yield page;
        else yield { ok: true, value: { ...page.value, items: page.value.items.filter(isActive) } };
      }
    },

    async session(product, id) {
      const answer = await exchange(wire, 'GET', sessionPath(product, id));
      if (!answer.ok) return answer;
      const detail = understand(sessionDetail(product), answer.value);
      const requestId = requestIdOf(answer.value);
      return detail.ok ? { ok: true, value: { ...detail.value, requestId } } : detail;
    },

    // Status and body of its answer are undocumented: any 2xx is success.
    async terminate(product, id) {
      const answer = await exchange(wire, 'DELETE', sessionPath(product, id));
      return answer.ok ? { ok: true, value: { requestId: requestIdOf(answer.value) } } : answer;
    },
  };
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

function readRecords<Schema extends v.GenericSchema>(
  records: unknown[],
  schema: Schema,
): Omit<Page<v.InferOutput<Schema>>, 'requests'> {
  const page: Omit<Page<v.InferOutput<Schema>>, 'requests'> = { items: [], notUnderstood: [] };
  for (const record of records) {
    const parsed = v.safeParse(schema, record);
    if (parsed.success) page.items.push(parsed.output);
    else page.notUnderstood.push(whatIsWrong(parsed.issues));
  }
  return page;
}

function isBadRequest(answer: Result<unknown>): answer is { ok: false; error: ApiError } {
  return !answer.ok && answer.error.kind === 'not-understood' && answer.error.status === 400;
}

function isThrottled(answer: Result<unknown>): boolean {
  return !answer.ok && answer.error.kind === 'rate-limited' && answer.error.untilMs !== null;
}

/** The record of a session that was ended early reads as null (schemas.ts). */
function isActive(session: Session | null): session is Session {
  return session !== null;
}
