import { expect, test } from 'vitest';
import { ask, start } from './support.ts';

test('the journal tells what was asked, by which key, and keeps no token', async () => {
  const sandbox = await start();
  await ask(sandbox, '/mobile/sessions?region=us&limit=5', { key: 'read' });
  await ask(sandbox, '/users/me', { key: null });
  await ask(sandbox, '/isp/sessions', { key: 'full' });
  const [list, account, unknown] = sandbox.journal.entries();
  expect(list).toMatchObject({
    n: 1,
    method: 'GET',
    path: '/v1/mobile/sessions',
    query: { region: 'us', limit: '5' },
    endpoint: 'list',
    product: 'mobile',
    keyName: 'read',
    status: 200,
    headers: { authorization: 'Bearer read' },
  });
  expect(list).not.toHaveProperty('acted');
  expect(list).not.toHaveProperty('fault');
  expect(account).toMatchObject({ endpoint: 'account', keyName: 'none', status: 401 });
  expect(unknown).toMatchObject({ endpoint: 'unknown', status: 404 });
  expect(JSON.stringify(sandbox.journal.entries())).not.toContain('hel_test_');
  expect(sandbox.journal.requests('list')).toEqual([list]);

  sandbox.journal.clear();
  expect(sandbox.journal.entries()).toEqual([]);
  await ask(sandbox, '/users/me');
  expect(sandbox.journal.entries()[0]?.n).toBe(4);
});

test('an answer, its error and its entry bear one id', async () => {
  const sandbox = await start();
  const good = await ask(sandbox, '/users/me');
  const refused = await ask(sandbox, '/mobile/sessions/ses_unknown', { method: 'DELETE' });
  sandbox.faults.inject({ endpoint: 'account', kind: 'status', status: 503 });
  const failed = await fetch(`${sandbox.baseUrl}/users/me`);
  const ids = [good, refused, failed].map(({ headers }) => headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(3);
  expect(sandbox.journal.entries().map(({ requestId }) => requestId)).toEqual(ids);
  expect([refused.body, await failed.json()].map((body) => body.request_id)).toEqual(ids.slice(1));
});

test('control requests are not in it', async () => {
  const sandbox = await start();
  await fetch(`${sandbox.origin}/control/state`);
  expect(sandbox.journal.entries()).toEqual([]);
});
