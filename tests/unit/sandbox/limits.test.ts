import { describe, expect, test } from 'vitest';
import { type Plan, plans, quotas } from '../../sandbox/limits.ts';
import { ask, start } from './support.ts';

const DAY_MS = 24 * 3_600_000;

describe('rate limits', () => {
  test('count down, refuse with Retry-After, and open again', async () => {
    const sandbox = await start({ plan: 'trial' });
    sandbox.limits.spend('full', 28);
    sandbox.clock.advance(20_500);
    const left = async () => {
      const { status, headers } = await ask(sandbox, '/users/me');
      return [status, headers.get('x-ratelimit-remaining'), headers.get('retry-after')];
    };
    expect(await left()).toEqual([200, '1', null]);
    expect(await left()).toEqual([200, '0', null]);
    expect(await left()).toEqual([429, '0', '40']);
    sandbox.clock.advance(39_500);
    expect(await left()).toEqual([200, '29', null]);
  });

  test.each(plans)('%s: the minute', async (plan: Plan) => {
    const sandbox = await start({ plan });
    const { perMinute } = quotas[plan];
    const { headers } = await ask(sandbox, '/subusers');
    expect(headers.get('x-ratelimit-limit')).toBe(`${perMinute}`);
    const reset = Math.ceil((sandbox.clock.now() + 60_000) / 1000);
    expect(headers.get('x-ratelimit-reset')).toBe(`${reset}`);
    sandbox.limits.spend('full', perMinute - 1);
    const { status, body } = await ask(sandbox, '/subusers');
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
  });

  test('the day runs out although the minute has not', async () => {
    const sandbox = await start({ plan: 'starter' });
    sandbox.limits.spend('full', 10_000);
    sandbox.clock.advance(60_000);
    const { status, headers } = await ask(sandbox, '/users/me');
    expect(status).toBe(429);
    expect(headers.get('x-ratelimit-limit')).toBe('10000');
    expect(headers.get('retry-after')).toBe(`${DAY_MS / 1000 - 60}`);
    sandbox.clock.advance(DAY_MS - 60_000);
    expect((await ask(sandbox, '/users/me')).status).toBe(200);
  });

  test('are per key, and refused requests are not counted', async () => {
    const sandbox = await start({ plan: 'trial' });
    sandbox.limits.spend('full', 30);
    expect((await ask(sandbox, '/users/me')).status).toBe(429);
    const { status, headers } = await ask(sandbox, '/users/me', { key: 'read' });
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([200, '29']);
    const stranger = await ask(sandbox, '/users/me', { key: null });
    expect([stranger.status, stranger.headers.get('x-ratelimit-remaining')]).toEqual([401, '30']);
  });

  test('a DELETE over the limit ends nothing', async () => {
    const sandbox = await start({ plan: 'trial' });
    const [session] = sandbox.world.sessions('mobile');
    sandbox.limits.spend('full', 30);
    const path = `/mobile/sessions/${session?.id}`;
    expect((await ask(sandbox, path, { method: 'DELETE' })).status).toBe(429);
    expect(sandbox.world.endings).toEqual([]);
  });

  test('a clock that is set back opens the windows anew', async () => {
    const sandbox = await start({ plan: 'trial' });
    sandbox.limits.spend('full', 30);
    sandbox.clock.advance(-3_600_000);
    expect((await ask(sandbox, '/users/me')).status).toBe(200);
  });
});
