import { afterEach, describe, expect, test } from 'vitest';
import { type ApiOptions, createApi } from '../../../lib/api/client.ts';
import type { ApiError, Result } from '../../../lib/api/errors.ts';
import type { Exchange } from '../../../lib/api/exchange.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

const apiOf = (sandbox: Sandbox, options: Partial<ApiOptions> = {}) =>
  createApi({ key: sandbox.keys.full, baseUrl: sandbox.baseUrl, ...options });

/** An API that answers every request with what `answer` makes of its URL. */
const answering = (answer: (url: URL) => Response | Promise<Response>) =>
  createApi({
    key: 'k',
    baseUrl: 'http://api.test/v1',
    fetch: async (request) => answer(new URL((request as Request).url)),
    now: () => 1_000_000,
  });

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

function errorOf(result: Result<unknown>): ApiError | null {
  return result.ok ? null : result.error;
}

describe('against the sandbox', () => {
  test('the account, the sub-users, and one session with its samples', async () => {
    const sandbox = await start();
    const api = apiOf(sandbox);
    expect(await api.account()).toMatchObject({ ok: true, value: { plan: 'pro' } });
    const subusers = await api.subusers();
    expect(subusers.ok && subusers.value.items.length).toBeGreaterThan(2);
    const [known] = sandbox.world.sessions('mobile');
    const read = await api.session('mobile', known?.id ?? '');
    expect(read).toMatchObject({ ok: true, value: { id: known?.id, endedAs: null } });
  });

  test.each([1, 7, 199, 200, 450])(
    'pages of %i give every active session once',
    async (pageSize) => {
      const sandbox = await start({ sessions: 450, pageSize, listTerminated: true });
      const api = apiOf(sandbox);
      const [ended] = sandbox.world.sessions('residential');
      expect((await api.terminate('residential', ended?.id ?? '')).ok).toBe(true);
      const pages = await collect(api.sessions('residential'));
      const ids = pages.flatMap((page) =>
        page.ok ? page.value.items.map(({ id }) => id) : ['error'],
      );
      expect(ids.sort()).toEqual(
        sandbox.world
          .sessions('residential')
          .map(({ id }) => id)
          .sort(),
      );
      expect(ids).not.toContain(ended?.id);
    },
  );

  test('asks for 200 a page, and again without a size where that is too many', async () => {
    const sandbox = await start({ pageSize: 100 });
    const api = apiOf(sandbox);
    const pages = await collect(api.sessions('mobile', { region: 'us', repinned: false }));
    expect(pages).toMatchObject([{ ok: true, value: { requests: 2 } }]);
    expect(
      sandbox.journal.requests('list').map(({ query, status }) => ({ ...query, status })),
    ).toEqual([
      { region: 'us', repinned: 'false', limit: '200', status: 400 },
      { region: 'us', repinned: 'false', status: 200 },
    ]);
  });

  test('a session ends once, and is gone after', async () => {
    const sandbox = await start();
    const [known] = sandbox.world.sessions('residential');
    const api = apiOf(sandbox);
    expect(await api.terminate('residential', known?.id ?? '')).toMatchObject({
      ok: true,
      value: { requestId: expect.stringMatching(/^req_/) },
    });
    expect(errorOf(await api.terminate('residential', known?.id ?? ''))).toMatchObject({
      kind: 'gone',
    });
    expect(await api.session('residential', known?.id ?? '')).toMatchObject({
      ok: true,
      value: { endedAs: 'terminated' },
    });
    expect(sandbox.world.endings).toHaveLength(1);
  });

  test.each([
    ['revoked', 'key-refused'],
    ['read', 'not-permitted'],
  ] as const)('a %s key is told so, with the request id', async (name, kind) => {
    const sandbox = await start();
    const [known] = sandbox.world.sessions('mobile');
    const api = apiOf(sandbox, { key: sandbox.keys[name] });
    expect(errorOf(await api.terminate('mobile', known?.id ?? ''))).toMatchObject({
      kind,
      requestId: expect.stringMatching(/^req_/),
    });
  });

  test('over the limit it says until when to wait', async () => {
    const sandbox = await start({ plan: 'trial', speed: 0 });
    const api = apiOf(sandbox);
    for (let request = 0; request < 30; request++) await api.account();
    const error = errorOf(await api.account());
    expect(error).toMatchObject({ kind: 'rate-limited', untilMs: expect.any(Number) });
  });

  test.each([
    ['reset', { kind: 'reset' }, 'unreachable'],
    ['hang', { kind: 'hang' }, 'timed-out'],
    ['500', { kind: 'status', status: 500 }, 'server-fault'],
    ['truncated', { kind: 'body', body: 'truncated' }, 'foreign'],
    ['html', { kind: 'body', body: 'html' }, 'foreign'],
    ['empty', { kind: 'body', body: 'empty' }, 'foreign'],
    ['wrong types', { kind: 'body', body: 'wrong-types' }, 'foreign'],
  ] as const)('%s', async (_, fault, kind) => {
    const sandbox = await start();
    sandbox.faults.inject({ endpoint: 'account', ...fault });
    const result = await apiOf(sandbox, { timeoutMs: 300 }).account();
    expect(errorOf(result)?.kind).toBe(kind);
  });

  test('sends the key, and neither cookies nor referrer', async () => {
    const sandbox = await start();
    await apiOf(sandbox).account();
    const [entry] = sandbox.journal.entries();
    expect(entry?.keyName).toBe('full');
    expect(Object.keys(entry?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|referer/i)]),
    );
  });

  test('tells the gate of each answer, with the server’s clock and the window', async () => {
    const sandbox = await start({ nowMs: Date.now() + 86_400_000 });
    const exchanges: Exchange[] = [];
    const heard = async (exchange: Exchange) => void exchanges.push(exchange);
    await apiOf(sandbox, { gate: { admit: async () => null, heard } }).account();
    expect(exchanges).toMatchObject([{ rateLimit: { limit: 600 }, waitUntilMs: null }]);
    const resetsInMs = (exchanges[0]?.rateLimit?.resetAtMs ?? 0) - Date.now();
    expect(Math.abs(resetsInMs - 60_000)).toBeLessThan(2_500);
    expect(Math.abs((exchanges[0]?.clockOffsetMs ?? 0) - 86_400_000)).toBeLessThan(2_000);
  });

  test('sends nothing that the gate holds back, and gives its reason', async () => {
    const sandbox = await start();
    const error = { kind: 'rate-limited', untilMs: 1, requestId: null } as const;
    const gate = { admit: async () => error, heard: async () => {} };
    expect(await apiOf(sandbox, { gate }).account()).toEqual({ ok: false, error });
    expect(sandbox.journal.entries()).toEqual([]);
  });
});

describe('a request without an answer', () => {
  const kindWith = async (fetch: typeof globalThis.fetch, heard = async () => {}) => {
    const gate = { admit: async () => null, heard };
    const baseUrl = 'http://api.test/v1';
    const api = createApi({ key: 'k', baseUrl, fetch, timeoutMs: 10, gate });
    return errorOf(await api.account())?.kind;
  };

  test('has timed out where its time is up: Chrome 120 fails with a mere AbortError', async () => {
    const slow: typeof fetch = async (request) => {
      const { signal } = request as Request;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new DOMException('The user aborted a request.', 'AbortError');
    };
    expect(await kindWith(slow)).toBe('timed-out');
  });

  test('that fails in time is unreachable, however long it takes to note that', async () => {
    const failing = () => Promise.reject(new TypeError('Failed to fetch'));
    const noting = () => new Promise<void>((resolve) => setTimeout(resolve, 30));
    expect(await kindWith(failing, noting)).toBe('unreachable');
  });
});

describe('against odd answers', () => {
  const record = {
    id: 'ses_1',
    subuser: 'sub_1',
    session_id: 'job',
    region: 'us',
    exit_ip: '203.0.113.7',
    started_at: '2026-11-23T12:00:00Z',
    expires_at: '2026-11-23T12:30:00Z',
    bytes_used: 5,
    requests: 1,
    repinned: false,
  };

  test('a record is read field by field, and left out only without an id', async () => {
    const data = [
      { ...record, extra: 1 },
      { ...record, id: 'ses_2', bytes_used: 'hunter2' },
      { ...record, id: '..' },
      null,
      { ...record, id: 'ses_3', status: 'terminated' },
      { id: 'ses_5', exit_ip: null, status: 'terminated' },
      { ...record, id: 'ses_4', expires_at: 'soon' },
    ];
    const api = answering(() => json({ data, next_cursor: null }));
    const [page, ...more] = await collect(api.sessions('mobile'));
    expect(more).toEqual([]);
    expect(page).toMatchObject({ ok: true });
    if (!page?.ok) return;
    expect(page.value.items.map(({ id }) => id)).toEqual(['ses_1', 'ses_2', 'ses_4']);
    expect(page.value.unidentified).toEqual([
      'id: text expected, string found',
      'record: object expected, null found',
    ]);
    expect(page.value.readInPart).toEqual([
      'bytes_used: number expected, string found',
      'expires_at: instant expected, string found',
    ]);
    expect(JSON.stringify(page)).not.toContain('hunter2');
  });

  test('a cursor that comes again cuts the list, and keeps what came', async () => {
    const api = answering(() => json({ data: [record], next_cursor: 'again' }));
    const pages = await collect(api.sessions('mobile'));
    expect(pages.map((page) => page.ok && page.value.items.length)).toEqual([1, 1]);
    expect(pages.at(-1)).toMatchObject({ value: { cutBy: { kind: 'not-understood' } } });
  });

  test('a list without end stops after 1,000 pages, and keeps what came', async () => {
    let page = 0;
    const api = answering(() => {
      page += 1;
      return json({ data: [{ id: `ses_${page}` }], next_cursor: String(page) });
    });
    const pages = await collect(api.sessions('mobile'));
    expect(page).toBe(1_000);
    expect(pages.at(-1)).toMatchObject({ value: { cutBy: { kind: 'not-understood' } } });
  });

  test('an error midway is the last value', async () => {
    const api = answering((url) =>
      url.searchParams.has('cursor')
        ? json({ code: 'oops', request_id: 'req_7' }, { status: 503 })
        : json({ data: [record], next_cursor: 'two' }),
    );
    const pages = await collect(api.sessions('mobile'));
    expect(pages.map(errorOf)).toEqual([
      null,
      { kind: 'server-fault', status: 503, requestId: 'req_7' },
    ]);
  });

  test('an id can’t reach another path', async () => {
    const paths: string[] = [];
    const api = answering((url) => {
      paths.push(url.pathname);
      return json({});
    });
    await api.terminate('mobile', '../../residential/sessions/ses_1?x#y');
    expect(paths).toEqual(['/v1/mobile/sessions/..%2F..%2Fresidential%2Fsessions%2Fses_1%3Fx%23y']);
  });

  test('pages without anything new end the list after five of them', async () => {
    let page = 0;
    const api = answering(() => json({ data: [], next_cursor: String(++page) }));
    const pages = await collect(api.sessions('mobile'));
    expect(page).toBe(5);
    expect(pages.at(-1)).toMatchObject({ value: { cutBy: { kind: 'not-understood' } } });
  });

  test('a request carries no cookie, follows no redirect, leaves no copy and no referrer', async () => {
    const requests: Request[] = [];
    const fetch = async (request: RequestInfo | URL) => {
      requests.push(request as Request);
      return json({});
    };
    const api = createApi({ key: 'k', baseUrl: 'http://api.test/v1', fetch });
    await api.account();
    await api.terminate('mobile', 'ses_1');
    const sent = { credentials: 'omit', redirect: 'manual', cache: 'no-store' };
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
    for (const request of requests) {
      expect(request).toMatchObject({ ...sent, referrerPolicy: 'no-referrer' });
      expect(request.headers.get('authorization')).toBe('Bearer k');
    }
  });

  const html = { 'content-type': 'text/html' };
  const text = { 'content-type': 'text/plain' };
  test.each<[number, string | null, Record<string, string>, string]>([
    [200, '', {}, 'done'],
    [204, null, {}, 'done'],
    [200, '{"id":"ses_1","status":"terminated"}', {}, 'done'],
    [202, '', {}, 'accepted'],
    [202, '{"request_id":"req_1"}', {}, 'accepted'],
    [200, 'OK', text, 'unclear'],
    [200, '{"ok":true}', {}, 'unclear'],
    [200, '{"id":"ses_2"}', {}, 'unclear'],
    [200, '<html><title>Sign in</title>', html, 'foreign'],
    [200, 'Sign in', html, 'foreign'],
    [200, ' <!doctype html>', text, 'foreign'],
  ])('%i with %s to a DELETE is %4$s', async (status, body, headers, outcome) => {
    const api = answering(() => new Response(body, { status, headers }));
    const answer = await api.terminate('mobile', 'ses_1');
    expect(answer.ok ? answer.value.outcome : answer.error.kind).toBe(outcome);
  });

  test.each([
    ['an unclear answer', 'OK', null],
    ['an unclear answer in JSON', '{"ok":true}', null],
    ['an answer that is not the API’s', '<html>', null],
    ['the API’s answer', '', { waitUntilMs: 1_060_000 }],
  ])(
    'the gate hears the headers of the API’s answer to a DELETE alone: %s',
    async (_, body, said) => {
      const heard: (Exchange | null)[] = [];
      const headers = {
        date: 'Tue, 05 Feb 2030 08:00:00 GMT',
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '60',
      };
      const api = createApi({
        key: 'k',
        baseUrl: 'http://api.test/v1',
        fetch: async () => new Response(body, { headers }),
        now: () => 1_000_000,
        gate: {
          admit: async () => null,
          heard: async (exchange) => void heard.push(exchange),
        },
      });
      await api.terminate('mobile', 'ses_1');
      expect(heard).toMatchObject([said]);
    },
  );

  test.each<[string, string | null, string | null, string | null]>([
    ['its body', '{"request_id":"req_1"}', 'req_2', 'req_1'],
    ['else a header', null, 'req_2', 'req_2'],
    ['else a header, where the body has none', '{"request_id":""}', 'req_2', 'req_2'],
    ['neither', '[]', null, null],
    ['neither, in a body of another shape', '{"request_id":7}', null, null],
  ])('an end is told by the vendor’s request id: %s', async (_, body, header, requestId) => {
    const headers = header === null ? {} : { 'x-request-id': header };
    const api = answering(() => new Response(body, { headers, status: body === null ? 204 : 200 }));
    expect(await api.terminate('mobile', 'ses_1')).toMatchObject({
      ok: true,
      value: { requestId },
    });
  });

  test('an error without an id in its body has that of the header', async () => {
    const api = answering(
      () =>
        new Response('{"code":"session_not_found","message":""}', {
          status: 404,
          headers: { 'x-request-id': 'req_9', 'x-ratelimit-limit': '600' },
        }),
    );
    expect(errorOf(await api.terminate('mobile', 'ses_1'))).toEqual({
      kind: 'gone',
      requestId: 'req_9',
    });
  });

  const requests = [{ at: '2026-11-23T12:00:00Z', anything: [1] }];
  test.each<[string, Record<string, unknown>, unknown[]]>([
    ['under the name that the sandbox uses', { samples: [1, 'two', null] }, [1, 'two', null]],
    ['under that name even if empty', { samples: [], last_requests: requests }, []],
    ['under another name', { requests_sample: requests }, requests],
    [
      'as the first list of objects',
      { tags: ['a'], empty: [], more: [[]], last_requests: requests, z: [{}] },
      requests,
    ],
    ['under another name beside one of an odd shape', { samples: null, log: requests }, requests],
    ['nowhere', { tags: ['a'] }, []],
    ['nowhere but in a field of the session', { city: null, status: null }, []],
  ])('the latest requests of a session are found %s', async (_, fields, samples) => {
    const api = answering(() => json({ ...record, ...fields }));
    expect(await api.session('mobile', 'ses_1')).toMatchObject({ ok: true, value: { samples } });
  });

  const other = (status: number, what = ''): ApiError => ({
    kind: 'foreign',
    status,
    mediaType: 'text/plain',
    what,
    requestId: null,
  });
  test.each<[number, string, ApiError]>([
    [401, '{}', other(401, 'code: "code" expected, undefined found')],
    [
      401,
      '{"code":"unauthorized","message":"","request_id":"req_0"}',
      { kind: 'key-refused', requestId: 'req_0' },
    ],
    [
      403,
      '{"code":"subuser_scope_mismatch","request_id":"req_1"}',
      { kind: 'not-permitted', code: 'subuser_scope_mismatch', requestId: 'req_1' },
    ],
    [403, 'no json', other(403)],
    [
      404,
      '{"code":"session_not_found","request_id":"req_2"}',
      { kind: 'gone', requestId: 'req_2' },
    ],
    [
      404,
      '{"code":"rest_no_route","message":"No route"}',
      other(404, 'request_id: string expected, undefined found'),
    ],
    [410, '{"code":"gone","request_id":"req_3"}', { kind: 'gone', requestId: 'req_3' }],
    [429, '', { kind: 'rate-limited', untilMs: null, requestId: null }],
    [429, '<html>', other(429)],
    [502, '<html>', other(502)],
    [
      503,
      '{"code":"unavailable","request_id":"req_4"}',
      { kind: 'server-fault', status: 503, requestId: 'req_4' },
    ],
    [
      418,
      '{"code":"teapot","request_id":"req_5"}',
      { kind: 'not-understood', status: 418, what: 'teapot', requestId: 'req_5' },
    ],
  ])('%i with %s', async (status, body, error) => {
    const api = answering(() => new Response(body, { status }));
    expect(await api.account()).toEqual({ ok: false, error });
  });

  test('a key that no header can carry is a bug of the caller, never "offline"', async () => {
    const api = createApi({ key: 'ключ', baseUrl: 'http://api.test/v1' });
    await expect(api.account()).rejects.toThrow(TypeError);
  });
});

describe('a list of which a later page is refused with 429', () => {
  /** Answers the second page with 429 so many times. */
  async function readPast(throttled: number, headers: Record<string, string>) {
    let asked = 0;
    const api = createApi({
      key: 'k',
      baseUrl: 'http://api.test',
      async fetch(request) {
        const isFirst = !new URL((request as Request).url).searchParams.has('cursor');
        if (isFirst) return Response.json({ data: [], next_cursor: 'second' });
        asked += 1;
        return asked <= throttled
          ? new Response('', { status: 429, headers })
          : Response.json({ data: [], next_cursor: null });
      },
    });
    const pages = [];
    for await (const page of api.sessions('mobile')) pages.push(page.ok);
    return { pages, asked };
  }
  const wait = { 'retry-after': '1' };

  test('continues after the wait, because the earlier pages are paid for', async () => {
    expect(await readPast(5, wait)).toEqual({ pages: [true, true], asked: 6 });
  });

  test('ends after five waits, so that it does not go on for ever', async () => {
    expect(await readPast(6, wait)).toEqual({ pages: [true, false], asked: 6 });
  });

  test('ends at once if the vendor does not say how long to wait', async () => {
    expect(await readPast(1, {})).toEqual({ pages: [true, false], asked: 1 });
  });
});
