import { describe, expect, test } from 'vitest';
import type { KeyName } from '../../sandbox/keys.ts';
import { breaches } from './contract.ts';
import { ask, firstOf, pathOf, start } from './support.ts';

test('every answer names its request, in a refusal’s body too', async () => {
  const sandbox = await start();
  const path = pathOf(firstOf(sandbox.world.sessions('mobile')));
  const ended = await ask(sandbox, path, { method: 'DELETE' });
  const again = await ask(sandbox, path, { method: 'DELETE' });
  expect(ended.headers.get('x-request-id')).toMatch(/^req_/);
  expect(again.headers.get('x-request-id')).toBe(again.body.request_id);
  expect(again.body.request_id).not.toBe(ended.headers.get('x-request-id'));
});

describe('every endpoint answers as openapi.yaml says', () => {
  test('account', async () => {
    const sandbox = await start({ plan: 'starter' });
    const { status, body } = await ask(sandbox, '/users/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ plan: 'starter', email: 'ops@example.com' });
  });

  test('sub-users, with filters and pages', async () => {
    const sandbox = await start();
    const { body: all } = await ask(sandbox, '/subusers');
    expect(all.next_cursor).toBeNull();
    const { body: mobile } = await ask(sandbox, '/subusers?product=mobile&status=active');
    expect(mobile.data.length).toBeLessThan(all.data.length);
    for (const { products, status } of mobile.data) {
      expect(products).toContain('mobile');
      expect(status).toBe('active');
    }
    const { body: page } = await ask(sandbox, '/subusers?limit=2');
    const cursor = encodeURIComponent(page.next_cursor);
    const { body: next } = await ask(sandbox, `/subusers?limit=2&cursor=${cursor}`);
    expect([...page.data, ...next.data]).toEqual(all.data.slice(0, 4));
  });

  test('sub-users have only what the account has bought', async () => {
    const sandbox = await start({ products: ['isp'] });
    const { body } = await ask(sandbox, '/subusers');
    expect(body.data.length).toBeGreaterThan(0);
    for (const { products } of body.data) expect(products).toEqual(['isp']);
    const { body: list } = await ask(sandbox, '/residential/sessions');
    expect(list).toEqual({ data: [], next_cursor: null });
  });

  test.each(['residential', 'mobile'] as const)('%s list', async (product) => {
    const sandbox = await start({ sessions: 90, pageSize: 100 });
    const { status, body } = await ask(sandbox, `/${product}/sessions?limit=100`);
    expect(status).toBe(200);
    const expected = sandbox.world.sessions(product).map(({ product, ...record }) => record);
    expect(body).toEqual({ data: expected, next_cursor: null });
  });

  test('detail has the fields of the list and up to ten samples, newest first', async () => {
    const sandbox = await start();
    for (const session of sandbox.world.sessions()) {
      const { status, body } = await ask(sandbox, pathOf(session));
      expect(status).toBe(200);
      const { samples, ...record } = body;
      expect({ product: session.product, ...record }).toEqual(session);
      expect(samples).toHaveLength(Math.min(10, session.requests));
      const times = samples.map(({ at }: { at: string }) => Date.parse(at));
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse(session.started_at));
      expect(Math.max(...times)).toBeLessThanOrEqual(sandbox.clock.now());
    }
  });

  test('detail may tell its requests otherwise, or not at all', async () => {
    const sandbox = await start({ samplesAs: 'log' });
    const session = firstOf(sandbox.world.sessions().filter(({ requests }) => requests > 10));
    const { last_requests: log, ...record } = (await ask(sandbox, pathOf(session))).body;
    const { product, ...listed } = session;
    expect(record).toEqual(listed);
    expect(log).toHaveLength(10);
    for (const entry of log) {
      expect(Object.keys(entry)).toEqual([
        'time',
        'status',
        'target',
        'exit_ip',
        'geo',
        'asn',
        'bytes',
        'tag',
      ]);
      expect(entry.geo).toMatch(new RegExp(`^${session.region}`));
    }
    sandbox.world.samplesAs = 'none';
    expect((await ask(sandbox, pathOf(session))).body).toEqual(listed);
  });

  test('filters are combined with AND', async () => {
    const sandbox = await start({ sessions: 120 });
    const all = sandbox.world.sessions('residential');
    const { subuser, region } = firstOf(all);
    const asn = all.find((session) => session.asn !== null)?.asn;
    const filters = [
      [{ subuser }, { region }],
      [{ session_id: 'cart7f3' }],
      [{ session_id: 'cart7f3' }, { subuser }],
      [{ asn }],
      [{ repinned: true }],
      [{ repinned: false }, { region }],
      [{ region: 'zz' }],
    ].map((parts) => Object.assign({}, ...parts));
    for (const filter of filters) {
      const query = new URLSearchParams({ ...filter, limit: '200' });
      const { body } = await ask(sandbox, `/residential/sessions?${query}`);
      const wanted = all.filter((session) => {
        return Object.entries(filter).every(([key, value]) => Reflect.get(session, key) === value);
      });
      expect(body.data.map(({ id }: { id: string }) => id)).toEqual(wanted.map(({ id }) => id));
    }
  });
});

describe('a terminated session', () => {
  test('is ended once, readable for 24 h, then gone', async () => {
    const sandbox = await start();
    const session = firstOf(sandbox.world.sessions('mobile'));
    const path = pathOf(session);
    const ended = await ask(sandbox, path, { method: 'DELETE' });
    expect(ended).toMatchObject({ status: 204, body: undefined });
    const again = await ask(sandbox, path, { method: 'DELETE' });
    expect(again).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
    const { id, product } = session;
    expect(sandbox.world.endings).toEqual([{ product, id, atMs: sandbox.clock.now() }]);
    expect(sandbox.journal.requests('delete').map(({ acted }) => acted)).toEqual([true, false]);

    const { bytes_used } = session;
    sandbox.clock.advance(24 * 3_600_000 - 1);
    const record = await ask(sandbox, path);
    expect(record).toMatchObject({ status: 200, body: { status: 'terminated', bytes_used } });
    sandbox.clock.advance(1);
    expect((await ask(sandbox, path)).status).toBe(404);
  });

  test('is in lists only if they are set to hold such records', async () => {
    const sandbox = await start();
    const { id } = firstOf(sandbox.world.sessions('residential'));
    await ask(sandbox, `/residential/sessions/${id}`, { method: 'DELETE' });
    const listed = async () => {
      const { body } = await ask(sandbox, '/residential/sessions');
      return body.data.find((row: { id: string }) => row.id === id);
    };
    expect(await listed()).toBeUndefined();
    sandbox.world.listTerminated = true;
    expect(await listed()).toMatchObject({ id, status: 'terminated' });
    sandbox.clock.advance(24 * 3_600_000);
    expect(await listed()).toBeUndefined();
  });

  test('does not end its twin', async () => {
    const sandbox = await start();
    const [one, ...twins] = sandbox.world
      .sessions()
      .filter(({ session_id }) => session_id === 'cart7f3');
    await ask(sandbox, pathOf(firstOf([one].flatMap((x) => x ?? []))), { method: 'DELETE' });
    expect(twins.length).toBeGreaterThanOrEqual(2);
    for (const twin of twins) {
      const { status, body } = await ask(sandbox, pathOf(twin));
      expect(status).toBe(200);
      expect(body.status ?? 'active').toBe('active');
    }
  });
});

test('a session whose time has run out is not found', async () => {
  const sandbox = await start({ minutesLeft: [1, 2] });
  const path = pathOf(firstOf(sandbox.world.sessions()));
  sandbox.clock.advance(3 * 60_000);
  expect(sandbox.world.sessions()).toEqual([]);
  for (const method of ['GET', 'DELETE']) {
    const answer = await ask(sandbox, path, { method });
    expect(answer).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
  }
});

describe('refusals', () => {
  test.each([
    ['full', 200, 200, 204],
    ['second', 200, 200, 204],
    ['read', 200, 200, 403],
    ['traffic', 403, 403, 403],
    ['residential', 200, 200, 204],
    ['isp', 200, 403, 403],
    ['rotated', 200, 200, 204],
    ['revoked', 401, 401, 401],
    ['elsewhere', 401, 401, 401],
    [null, 401, 401, 401],
  ] satisfies [KeyName | null, number, number, number][])(
    'key %s: account %i, list and detail %i, delete %i',
    async (key, account, list, end) => {
      const sandbox = await start();
      const path = pathOf(firstOf(sandbox.world.sessions('residential')));
      expect((await ask(sandbox, '/users/me', { key })).status).toBe(account);
      expect((await ask(sandbox, '/subusers', { key })).status).toBe(account);
      expect((await ask(sandbox, '/residential/sessions', { key })).status).toBe(list);
      expect((await ask(sandbox, path, { key })).status).toBe(list);
      expect((await ask(sandbox, path, { key, method: 'DELETE' })).status).toBe(end);
      expect(sandbox.world.endings).toHaveLength(end === 204 ? 1 : 0);
    },
  );

  test('a key that covers residential alone may not list mobile', async () => {
    const sandbox = await start();
    const { status, body } = await ask(sandbox, '/mobile/sessions', { key: 'residential' });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'subuser_scope_mismatch' });
    const { body: list } = await ask(sandbox, '/subusers', { key: 'residential' });
    for (const { products } of list.data) expect(products).toEqual(['residential']);
  });

  test('a rotated key works for 24 h', async () => {
    const sandbox = await start();
    sandbox.clock.advance(24 * 3_600_000 - 1);
    expect((await ask(sandbox, '/users/me', { key: 'rotated' })).status).toBe(200);
    sandbox.clock.advance(1);
    expect((await ask(sandbox, '/users/me', { key: 'rotated' })).status).toBe(401);
  });

  test('an unknown key is refused, whatever it looks like', async () => {
    const sandbox = await start();
    const live = `Bearer hel_live_${'x'.repeat(64)}`;
    for (const authorization of [live, `Basic ${sandbox.keys.full}`, sandbox.keys.full, 'Bearer']) {
      const response = await fetch(`${sandbox.baseUrl}/users/me`, { headers: { authorization } });
      expect(response.status).toBe(401);
    }
    expect(sandbox.journal.entries().map(({ keyName }) => keyName)).toEqual(
      Array.from({ length: 4 }, () => 'unknown'),
    );
  });

  test.each([
    '/subusers?product=dsl',
    '/subusers?cursor=nonsense',
    '/residential/sessions?limit=0',
    '/residential/sessions?limit=201',
    '/residential/sessions?limit=ten',
    '/residential/sessions?asn=AS7922',
    '/residential/sessions?repinned=yes',
    '/residential/sessions?cursor=bm9uc2Vuc2U=',
  ])('400 for %s', async (path) => {
    const sandbox = await start();
    const { status, body } = await ask(sandbox, path);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });

  test.each([
    ['GET', '/isp/sessions', 404],
    ['GET', '/datacenter/sessions', 404],
    ['GET', '/', 404],
    ['GET', '/residential/sessions/ses_unknown', 404],
    ['DELETE', '/mobile/sessions/ses_unknown', 404],
    ['POST', '/residential/sessions', 405],
    ['PUT', '/residential/sessions/ses_unknown', 405],
    ['DELETE', '/users/me', 405],
    ['POST', '/subusers', 405],
  ])('%s %s: %i', async (method, path, status) => {
    const sandbox = await start();
    expect((await ask(sandbox, path, { method })).status).toBe(status);
  });
});

test('the check against the contract finds what is wrong', () => {
  const headers = new Headers();
  const error = { code: 'rate_limited', message: '', request_id: '' };
  const session = { id: 'ses_1', bytes_used: -1 };
  const find = (status: number, body: unknown) =>
    breaches('GET', '/mobile/sessions', { status, headers, body });
  expect(find(429, error)).toEqual(['no whole number in Retry-After']);
  expect(find(200, { data: [session], next_cursor: null })).toContain(
    'body/data/0/bytes_used must be >= 0',
  );
  expect(find(200, { data: [], next_cursor: 7 })).toContain('body/next_cursor must be string,null');
  expect(find(500, error)).toEqual(['GET /{product}/sessions documents no 500']);
  expect(find(401, {})).toContain("body must have required property 'code'");
  const stray = { code: '', message: '', request_id: '', product: 'mobile' };
  expect(find(401, stray)).toEqual(['unknown field product']);
});
