import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { ask, firstOf, start } from './support.ts';

async function control(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.origin}/control/${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** fetch doesn't let a test lie about Host and Origin. */
function statusWith(sandbox: Sandbox, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = `${sandbox.origin}/control/clock`;
    const asked = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end('{"advanceMs":1000}');
  });
}

describe('control', () => {
  test.each([
    { origin: 'https://example.com' },
    { origin: 'http://127.0.0.1:8080' },
    { origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop' },
    { origin: 'null' },
    { host: 'rebound.example.com' },
    { host: '127.0.0.1.example.com:80' },
    { 'sec-fetch-site': 'cross-site' },
  ])('refuses %o', async (headers) => {
    const sandbox = await start();
    const before = sandbox.clock.now();
    expect(await statusWith(sandbox, headers)).toBe(403);
    expect(sandbox.clock.now()).toBe(before);
  });

  test('takes a plain client, by either name', async () => {
    const sandbox = await start();
    expect(await statusWith(sandbox, {})).toBe(200);
    expect(await statusWith(sandbox, { host: 'localhost:4010' })).toBe(200);
  });

  test('state', async () => {
    const sandbox = await start({ plan: 'starter' });
    const { product, id } = firstOf(sandbox.world.sessions());
    sandbox.world.terminate(product, id);
    const { status, body } = await control(sandbox, 'GET', 'state');
    expect(status).toBe(200);
    expect(body).toMatchObject({ plan: 'starter', speed: 0, nowMs: sandbox.clock.now() });
    expect(body.sessions).toEqual(sandbox.world.sessions());
    expect(body.endings).toEqual(sandbox.world.endings);
    expect(body.keys).toEqual(sandbox.keys);
  });

  test('journal', async () => {
    const sandbox = await start();
    await ask(sandbox, '/users/me');
    const { body } = await control(sandbox, 'GET', 'journal');
    expect(body.entries).toEqual(sandbox.journal.entries());
    expect((await control(sandbox, 'DELETE', 'journal')).status).toBe(204);
    expect(sandbox.journal.entries()).toEqual([]);
  });

  test('clock', async () => {
    const sandbox = await start();
    const before = sandbox.clock.now();
    const { body } = await control(sandbox, 'POST', 'clock', { advanceMs: 90_000 });
    expect(body).toEqual({ nowMs: before + 90_000, speed: 0 });
    await control(sandbox, 'POST', 'clock', { nowMs: 0 });
    expect(sandbox.clock.now()).toBe(0);
    await control(sandbox, 'POST', 'clock', { speed: 60 });
    expect(sandbox.clock.speed).toBe(60);
  });

  test('sessions', async () => {
    const sandbox = await start({ sessions: 0 });
    const wish = { product: 'mobile', id: 'ses_mine', session_id: 'login01', asn: null };
    const added = await control(sandbox, 'POST', 'sessions', wish);
    expect(added).toMatchObject({ status: 201, body: wish });
    expect((await control(sandbox, 'POST', 'sessions', wish)).status).toBe(409);
    const { exit_ip } = added.body;
    expect((await control(sandbox, 'POST', 'sessions/mobile/ses_mine/repin')).status).toBe(204);
    const moved = sandbox.world.session('mobile', 'ses_mine');
    expect(moved).toMatchObject({ exit_ip: expect.any(String), repinned: true });
    expect(moved?.exit_ip).not.toBe(exit_ip);
    expect((await control(sandbox, 'POST', 'sessions/mobile/ses_mine/expire')).status).toBe(204);
    expect(sandbox.world.sessions()).toEqual([]);
    expect((await control(sandbox, 'POST', 'sessions/mobile/ses_mine/expire')).status).toBe(404);
    expect((await control(sandbox, 'POST', 'sessions/isp/ses_mine/expire')).status).toBe(404);
  });

  test('a client that goes on', async () => {
    const sandbox = await start({ sessions: 0 });
    const wish = { product: 'mobile', id: 'ses_mine', session_id: 'login01' };
    await control(sandbox, 'POST', 'sessions', wish);
    const path = 'sessions/mobile/ses_mine/keep-running';
    expect((await control(sandbox, 'POST', path, { afterMs: 5000 })).status).toBe(204);
    sandbox.world.terminate('mobile', 'ses_mine');
    expect((await control(sandbox, 'POST', path, {})).status).toBe(404);
    sandbox.clock.advance(6000);
    expect(sandbox.world.sessions()).toMatchObject([{ session_id: 'login01' }]);
  });

  test('faults', async () => {
    const sandbox = await start();
    const fault = { endpoint: 'account', kind: 'status', status: 503 };
    const { status, body } = await control(sandbox, 'POST', 'faults', fault);
    expect(status).toBe(201);
    const code = async () => (await fetch(`${sandbox.baseUrl}/users/me`)).status;
    expect(await code()).toBe(503);
    await control(sandbox, 'DELETE', `faults?id=${body.id}`);
    expect(await code()).toBe(401);
    await control(sandbox, 'POST', 'faults', fault);
    await control(sandbox, 'DELETE', 'faults');
    expect(await code()).toBe(401);
  });

  test('plan, lists and samples', async () => {
    const sandbox = await start();
    await control(sandbox, 'PUT', 'plan', { plan: 'trial' });
    const { headers, body } = await ask(sandbox, '/users/me');
    expect([headers.get('x-ratelimit-limit'), body.plan]).toEqual(['30', 'trial']);
    await control(sandbox, 'PUT', 'lists', { terminated: true });
    expect(sandbox.world.listTerminated).toBe(true);
    await control(sandbox, 'PUT', 'samples', { as: 'none' });
    expect(sandbox.world.samplesAs).toBe('none');
  });

  test.each([
    ['POST', 'clock', {}, 'give nowMs, advanceMs or speed'],
    ['POST', 'clock', { speed: -1 }, 'speed'],
    ['POST', 'clock', { advanceMs: 1e15 }, 'advanceMs'],
    ['POST', 'clock', { nowMs: 1, advanceMs: 1 }, 'exclude'],
    ['POST', 'clock', 'now', 'JSON'],
    ['POST', 'sessions', { product: 'isp' }, 'product'],
    ['POST', 'sessions', { product: 'mobile', session_id: 'Ä' }, 'session_id'],
    ['POST', 'sessions', { product: 'mobile', expires: 'soon' }, 'expires'],
    ['POST', 'faults', { endpoint: 'lists', kind: 'hang' }, 'endpoint'],
    ['POST', 'faults', { endpoint: 'list', kind: 'explode' }, 'kind'],
    ['PUT', 'plan', { plan: 'gold' }, 'plan'],
    ['PUT', 'lists', { terminated: 'yes' }, 'terminated'],
    ['PUT', 'samples', { as: 'table' }, 'as'],
    ['POST', 'sessions/mobile/ses_mine/keep-running', { afterMs: -1 }, 'afterMs'],
  ])('%s %s %o: says what is wrong', async (method, path, wrong, hint) => {
    const sandbox = await start();
    const { status, body } = await control(sandbox, method, path, wrong);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
    expect(body.message).toContain(hint);
  });

  test('anything else is not there', async () => {
    const sandbox = await start();
    expect((await control(sandbox, 'GET', 'nonsense')).status).toBe(404);
    expect((await control(sandbox, 'PATCH', 'clock')).status).toBe(404);
    expect(sandbox.journal.entries()).toEqual([]);
  });
});
