/* An id from a list reaches the API again exactly as it came, whatever it holds. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../../lib/api/client.ts';
import {
  hostileSession,
  hostileSessions,
  hostileTexts,
  unaddressableIds,
} from '../../sandbox/hostile.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ sessions: 3, plan: 'enterprise' });
  for (const session of hostileSessions) sandbox.world.add('mobile', session);
  for (const id of unaddressableIds) sandbox.world.add('mobile', hostileSession('text', id));
});
afterAll(() => sandbox.close());

const api = () => createApi({ key: sandbox.keys.full, baseUrl: sandbox.baseUrl });

test('all are listed as they are, but for those that no path can name', async () => {
  for await (const page of api().sessions('mobile')) {
    if (!page.ok) throw new Error(page.error.kind);
    const wanted = sandbox.world
      .sessions('mobile')
      .filter(({ id }) => !unaddressableIds.includes(id));
    expect(page.value.items.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    expect(page.value.unidentified).toHaveLength(unaddressableIds.length);
    const byId = new Map(wanted.map((session) => [session.id, session]));
    for (const { id, sessionId, city } of page.value.items) {
      expect({ sessionId, city }).toEqual({
        sessionId: byId.get(id)?.session_id,
        city: byId.get(id)?.city,
      });
    }
  }
});

test.each(Object.entries(hostileTexts))('%s is looked up and ended alone', async (_, id) => {
  const before = sandbox.world.sessions();
  expect(await api().session('mobile', id)).toMatchObject({ ok: true, value: { id } });
  expect(sandbox.journal.requests('detail').at(-1)).toMatchObject({ id, status: 200 });
  expect((await api().terminate('mobile', id)).ok).toBe(true);
  expect(sandbox.journal.requests('delete').at(-1)).toMatchObject({ id, acted: true });
  expect(sandbox.world.sessions().map((session) => session.id)).toEqual(
    before.map((session) => session.id).filter((other) => other !== id),
  );
});

test('any id that a list may hold names one segment below its list, and reads back as itself', async () => {
  const urls: string[] = [];
  const recording = createApi({
    key: 'k',
    baseUrl: 'http://api.test/v1',
    fetch: async (request) => {
      urls.push((request as Request).url);
      return new Response(null, { status: 204 });
    },
  });
  const id = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => text.isWellFormed() && text !== '.' && text !== '..');
  await fc.assert(
    fc.asyncProperty(id, async (given) => {
      await recording.terminate('mobile', given);
      const [, segment = '', ...more] = (urls.pop() ?? '').split('/v1/mobile/sessions/');
      expect(more).toEqual([]);
      expect(segment).not.toMatch(/[/?#]/);
      expect(decodeURIComponent(segment)).toBe(given);
    }),
  );
});
