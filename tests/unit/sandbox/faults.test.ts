import { describe, expect, test, vi } from 'vitest';
import type { FaultSpec } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { ask, firstOf, start } from './support.ts';

/** Distributes over the union, which a plain `Omit` would melt into one. */
type Trouble<Spec = FaultSpec> = Spec extends unknown ? Omit<Spec, 'endpoint'> : never;

/** Without the contract check: these answers are meant to be wrong. */
function send(sandbox: Sandbox, path: string, method = 'GET', signal?: AbortSignal) {
  const headers = { Authorization: `Bearer ${sandbox.keys.full}` };
  return fetch(sandbox.baseUrl + path, { method, headers, ...(signal && { signal }) });
}

async function withTarget(spec: Trouble) {
  const sandbox = await start();
  const { id, product } = firstOf(sandbox.world.sessions());
  sandbox.faults.inject({ endpoint: 'delete', ...spec } as FaultSpec);
  return { sandbox, id, path: `/${product}/sessions/${id}` };
}

describe('on DELETE', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a reset %s the API acted ends %i', async (when, ended) => {
    const { sandbox, path } = await withTarget({ kind: 'reset', when });
    const error = await send(sandbox, path, 'DELETE').catch((thrown) => thrown.cause);
    expect(error).toMatchObject({ code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    expect(sandbox.world.endings).toHaveLength(ended);
    const [entry] = sandbox.journal.requests('delete');
    expect(entry).toMatchObject({ status: null, fault: 'reset', acted: ended === 1 });
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a 503 %s the API acted ends %i', async (when, ended) => {
    const { sandbox, path } = await withTarget({ kind: 'status', status: 503, when });
    const response = await send(sandbox, path, 'DELETE');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable' });
    expect(sandbox.world.endings).toHaveLength(ended);
    const left = response.headers.get('x-ratelimit-remaining');
    expect(left).toBe(ended === 1 ? '599' : '600');
  });

  test('what is left hanging is in the journal, and close() ends it', async () => {
    const sandbox = await startSandbox();
    sandbox.faults.inject({ endpoint: 'delete', kind: 'hang' });
    const hanging = send(sandbox, '/mobile/sessions/ses_x', 'DELETE').catch(() => 'cut');
    await vi.waitFor(() => expect(sandbox.journal.requests('delete')).toHaveLength(1));
    expect(sandbox.journal.entries()).toMatchObject([{ status: null, id: 'ses_x', acted: false }]);
    await sandbox.close();
    expect(await hanging).toBe('cut');
  });

  test('a client that gives up lets go of a hanging request', async () => {
    const { sandbox, path } = await withTarget({ kind: 'hang', when: 'after', times: 1 });
    const abort = new AbortController();
    const hanging = send(sandbox, path, 'DELETE', abort.signal).catch((error) => error.name);
    await vi.waitFor(() => expect(sandbox.world.endings).toHaveLength(1));
    abort.abort();
    expect(await hanging).toBe('AbortError');
    expect((await send(sandbox, path, 'DELETE')).status).toBe(404);
  });

  test('latency delays and does no more', async () => {
    const { sandbox, path } = await withTarget({ kind: 'latency', ms: 30, when: 'after' });
    const before = performance.now();
    expect((await send(sandbox, path, 'DELETE')).status).toBe(204);
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    expect(sandbox.journal.entries()).toMatchObject([{ fault: 'latency', status: 204 }]);
  });

  test('a session whose DELETE was accepted is ended a little later, once', async () => {
    const spec = { kind: 'accepted', actsAfterMs: 200, times: 2 } as const;
    const { sandbox, id, path } = await withTarget(spec);
    expect((await send(sandbox, path, 'DELETE')).status).toBe(202);
    expect(await (await send(sandbox, path)).json()).not.toMatchObject({ status: 'terminated' });
    expect(sandbox.world.endings).toEqual([]);
    await vi.waitFor(() => expect(sandbox.world.endings).toMatchObject([{ id }]));
    expect((await send(sandbox, path, 'DELETE')).status).toBe(404);
    const [accepted, late] = sandbox.journal.requests('delete');
    expect(accepted).toMatchObject({ status: 202, acted: true });
    expect(accepted?.actedAtMs).toBeGreaterThanOrEqual((accepted?.receivedAtMs ?? 0) + 199);
    expect(late).toMatchObject({ status: 404, acted: false });
  });

  test('a request that is delayed on its way acts though nobody waits for it any more', async () => {
    const { sandbox, path } = await withTarget({ kind: 'latency', ms: 300, times: 1 });
    const abort = new AbortController();
    const given = send(sandbox, path, 'DELETE', abort.signal).catch((error) => error.name);
    await vi.waitFor(() => expect(sandbox.journal.requests('delete')).toHaveLength(1));
    abort.abort();
    expect([await given, sandbox.world.endings.length]).toEqual(['AbortError', 0]);
    await vi.waitFor(() => expect(sandbox.world.endings).toHaveLength(1));
  });

  test('a body in place of a 204 is a 200', async () => {
    const { sandbox, path } = await withTarget({ kind: 'body', body: '{"ended":true}' });
    const response = await send(sandbox, path, 'DELETE');
    expect([response.status, await response.text()]).toEqual([200, '{"ended":true}']);
    expect(sandbox.world.endings).toHaveLength(1);
  });
});

describe('on a list', () => {
  async function listWith(spec: Trouble) {
    const sandbox = await start();
    sandbox.faults.inject({ endpoint: 'list', ...spec } as FaultSpec);
    const response = await send(sandbox, '/mobile/sessions');
    return { response, text: await response.text() };
  }

  test('a truncated body is no JSON', async () => {
    const { text } = await listWith({ kind: 'body', body: 'truncated' });
    expect(text).toMatch(/^\{"data":\[/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('HTML and emptiness', async () => {
    const { response, text } = await listWith({ kind: 'body', body: 'html', status: 502 });
    expect(response.headers.get('content-type')).toBe('text/html');
    expect([response.status, text]).toEqual([502, expect.stringContaining('<html>')]);
    expect((await listWith({ kind: 'body', body: 'empty' })).text).toBe('');
  });

  test('wrong types in every row, or in one', async () => {
    const all = JSON.parse((await listWith({ kind: 'body', body: 'wrong-types' })).text);
    expect(all.data.map(({ id }: { id: unknown }) => typeof id)).not.toContain('string');
    const one = JSON.parse((await listWith({ kind: 'body', body: 'bad-row' })).text);
    const types = one.data.map(({ id }: { id: unknown }) => typeof id);
    expect(types).toEqual(['object', ...types.slice(1).map(() => 'string')]);
    expect(types.length).toBeGreaterThan(1);
  });

  test('a 429 has Retry-After; headers can be laid over or taken away', async () => {
    const plain = await listWith({ kind: 'status', status: 429 });
    expect(plain.response.headers.get('retry-after')).toBe('30');
    const headers = { 'Retry-After': null, 'X-RateLimit-Remaining': '3' };
    const { response } = await listWith({ kind: 'status', status: 429, headers });
    expect(response.headers.get('retry-after')).toBeNull();
    expect(response.headers.get('x-ratelimit-remaining')).toBe('3');
  });

  test('an answer of something in between has none of the API’s headers', async () => {
    const headers = {
      'content-type': 'text/plain',
      date: 'Tue, 05 Feb 2030 08:00:00 GMT',
      location: 'http://127.0.0.1:9/',
      'x-request-id': null,
      'x-ratelimit-limit': null,
      'x-ratelimit-remaining': null,
      'x-ratelimit-reset': null,
    };
    const { response, text } = await listWith({
      kind: 'body',
      body: 'Moved',
      status: 403,
      when: 'before',
      headers,
    });
    expect([response.status, text]).toEqual([403, 'Moved']);
    for (const [name, value] of Object.entries(headers)) {
      expect(response.headers.get(name), name).toBe(value);
    }
  });

  test('nothing of the answer that is replaced shines through', async () => {
    const sandbox = await start({ plan: 'trial' });
    sandbox.limits.spend('full', 30);
    sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 503, when: 'after' });
    const response = await send(sandbox, '/mobile/sessions');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, null]);
  });

  test('one product, so many times, until cleared', async () => {
    const sandbox = await start();
    const spec = { endpoint: 'list', product: 'mobile', kind: 'status', status: 500 } as const;
    sandbox.faults.inject({ ...spec, times: 2 });
    const statuses = async () => [
      (await send(sandbox, '/residential/sessions')).status,
      (await send(sandbox, '/mobile/sessions')).status,
    ];
    expect(await statuses()).toEqual([200, 500]);
    expect(await statuses()).toEqual([200, 500]);
    expect(await statuses()).toEqual([200, 200]);
    const id = sandbox.faults.inject(spec);
    sandbox.faults.inject({ ...spec, product: 'residential' });
    sandbox.faults.clear(id);
    expect(await statuses()).toEqual([500, 200]);
    sandbox.faults.clear();
    expect(await statuses()).toEqual([200, 200]);
  });
});

test('a fault for one id, or for everything', async () => {
  const sandbox = await start();
  const [one, other] = sandbox.world.sessions('residential');
  sandbox.faults.inject({ endpoint: 'detail', id: one?.id, kind: 'status', status: 500 });
  expect((await send(sandbox, `/residential/sessions/${one?.id}`)).status).toBe(500);
  expect((await ask(sandbox, `/residential/sessions/${other?.id}`)).status).toBe(200);
  sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 500 });
  expect((await send(sandbox, '/users/me')).status).toBe(500);
  expect((await send(sandbox, '/nonsense')).status).toBe(500);
});

test('a fault that makes no sense is refused', async () => {
  const sandbox = await start();
  expect(() => sandbox.faults.inject({ endpoint: 'list', kind: 'status' } as FaultSpec)).toThrow();
});
