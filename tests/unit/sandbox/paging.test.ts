import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { page } from '../../sandbox/paging.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { ask, start } from './support.ts';

async function walk(sandbox: Sandbox, path: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: `${limit}`, ...(cursor && { cursor }) });
    const { body } = await ask(sandbox, `${path}${path.includes('?') ? '&' : '?'}${query}`);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    pages += 1;
    expect(pages).toBeLessThanOrEqual(10_000); // or it goes round in circles
    cursor = body.next_cursor;
  }
  return ids;
}

describe('paging', () => {
  test('visits each session once, for any page size and filter', async () => {
    const sandbox = await start({ sessions: 40, plan: 'enterprise' });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(
          '/residential/sessions',
          '/mobile/sessions',
          '/mobile/sessions?region=us',
          '/residential/sessions?session_id=cart7f3',
          '/residential/sessions?asn=7922',
          '/residential/sessions?repinned=true',
          '/mobile/sessions?repinned=false&subuser=sub_61f3c2de',
        ),
        async (limit, path) => {
          sandbox.limits.reset();
          const ids = await walk(sandbox, path, limit);
          const { body } = await ask(sandbox, path);
          expect(ids.length).toBeGreaterThan(0);
          expect(ids).toEqual(body.data.map(({ id }: { id: string }) => id));
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('ten thousand sessions come in pages of two hundred', async () => {
    const sandbox = await start({ sessions: 10_000, plan: 'enterprise' });
    const ids = [
      ...(await walk(sandbox, '/residential/sessions', 200)),
      ...(await walk(sandbox, '/mobile/sessions', 200)),
    ];
    expect(new Set(ids).size).toBe(10_000);
    expect(ids).toHaveLength(10_000);
    expect(sandbox.journal.requests('list')).toHaveLength(34 + 17);
  });

  test('skips and doubles nothing while rows come and go between pages', () => {
    const row = fc.integer({ min: 0, max: 99 });
    const change = fc.record({ gone: fc.array(row), come: fc.array(row) });
    const asked = fc.record({
      start: fc.uniqueArray(row, { minLength: 1 }),
      changes: fc.array(change),
      limit: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(asked, ({ start: rows, changes, limit }) => {
        const keyOf = (n: number) => `${n}`.padStart(3, '0');
        const present = new Set(rows);
        const stayed = new Set(rows);
        const seen: number[] = [];
        let cursor: string | undefined;
        for (let turn = 0; ; turn += 1) {
          const sorted = [...present].sort((a, b) => a - b);
          const got = page(sorted, keyOf, { cursor, limit, query: 'q', maxSize: 9 });
          seen.push(...got.data);
          expect(seen.length).toBeLessThanOrEqual(100); // or it goes round in circles
          if (got.next_cursor === null) break;
          cursor = got.next_cursor;
          for (const each of changes[turn]?.gone ?? []) {
            present.delete(each);
            stayed.delete(each);
          }
          for (const each of changes[turn]?.come ?? []) present.add(each);
        }
        expect(new Set(seen).size).toBe(seen.length);
        for (const each of stayed) expect(seen).toContain(each);
      }),
    );
  });

  test('a cursor holds for its own query alone', async () => {
    const sandbox = await start();
    const { body } = await ask(sandbox, '/residential/sessions?limit=1');
    const cursor = encodeURIComponent(body.next_cursor);
    const on = (path: string) => ask(sandbox, `${path}cursor=${cursor}`);
    expect((await on('/residential/sessions?limit=3&')).status).toBe(200);
    expect((await on('/mobile/sessions?')).status).toBe(400);
    expect((await on('/residential/sessions?region=us&')).status).toBe(400);
  });

  test('the largest page is what the option says', async () => {
    const sandbox = await start({ pageSize: 3 });
    expect((await ask(sandbox, '/residential/sessions')).body.data).toHaveLength(3);
    expect((await ask(sandbox, '/residential/sessions?limit=3')).status).toBe(200);
    expect((await ask(sandbox, '/residential/sessions?limit=4')).status).toBe(400);
  });
});
