/* However a list is cut into pages, and whatever the cursors are, each session comes once and the
 * list has an end. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApi } from '../../../lib/api/client.ts';

const record = (id: string) => ({
  id,
  subuser: 'sub_1',
  session_id: 'job',
  region: 'us',
  exit_ip: '203.0.113.7',
  started_at: '2026-11-23T12:00:00Z',
  expires_at: '2026-11-23T12:30:00Z',
  bytes_used: 5,
  requests: 1,
  repinned: false,
});

const TIMEOUT_MS = 60_000;

type RawPage = { data: unknown[]; next_cursor?: string | null | false };

/** An API whose first page is `first`, and further ones by their cursor. */
function paged(first: RawPage, byCursor: Map<string, RawPage>) {
  let requests = 0;
  const api = createApi({
    key: 'k',
    baseUrl: 'http://api.test/v1',
    fetch: async (request) => {
      requests += 1;
      const cursor = new URL((request as Request).url).searchParams.get('cursor');
      const page = cursor === null ? first : byCursor.get(cursor);
      return page ? Response.json(page) : new Response('{}', { status: 400 });
    },
  });
  return { api, requests: () => requests };
}

async function read({ api }: ReturnType<typeof paged>) {
  const ids: string[] = [];
  let isWhole = true;
  for await (const page of api.sessions('mobile')) {
    if (page.ok) ids.push(...page.value.items.map(({ id }) => id));
    if (!page.ok || page.value.cutBy) isWhole = false;
  }
  return { ids, isWhole };
}

/** Pages of so many sessions each, a cursor between any two. */
const somePages = fc
  .array(fc.nat(4), { minLength: 1, maxLength: 4 })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      cursors: fc.uniqueArray(
        fc
          .string({ unit: 'binary', minLength: 1, maxLength: 12 })
          .filter((it) => it.isWellFormed() && it !== 'null'),
        { minLength: sizes.length - 1, maxLength: sizes.length - 1 },
      ),
      end: fc.constantFrom(null, '', 'null', false as const),
    }),
  )
  .map(({ sizes, cursors, end }) => {
    let count = 0;
    const pages = sizes.map((size, at): RawPage => {
      const data = Array.from({ length: size }, () => record(`ses_${++count}`));
      const next_cursor = at === sizes.length - 1 ? end : cursors[at];
      return { data, ...(next_cursor !== undefined && { next_cursor }) };
    });
    const [first = { data: [] }, ...others] = pages;
    return { first, byCursor: new Map(others.map((page, at) => [cursors[at] ?? '', page])), count };
  });

test(
  'each session comes once, in order, for one request a page',
  async () => {
    await fc.assert(
      fc.asyncProperty(somePages, async ({ first, byCursor, count }) => {
        const list = paged(first, byCursor);
        const wanted = Array.from({ length: count }, (_, at) => `ses_${at + 1}`);
        expect(await read(list)).toEqual({ ids: wanted, isWhole: true });
        expect(list.requests()).toBe(1 + byCursor.size);
      }),
    );
  },
  TIMEOUT_MS,
);

test(
  'cursors that lead back cut the list, and no page is asked for twice',
  async () => {
    const loop = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(5)).map(([length, back]) => {
      const names = Array.from({ length }, (_, at) => `c${at}`);
      const page = (at: number): RawPage => ({
        data: [record(`ses_${at}`)],
        next_cursor: names[at] ?? names[back % length] ?? null,
      });
      return {
        first: page(0),
        byCursor: new Map(names.map((name, at) => [name, page(at + 1)])),
        length,
      };
    });
    await fc.assert(
      fc.asyncProperty(loop, async ({ first, byCursor, length }) => {
        const list = paged(first, byCursor);
        const { ids, isWhole } = await read(list);
        expect(isWhole).toBe(false);
        expect(new Set(ids).size).toBe(length + 1);
        expect(list.requests()).toBe(length + 1);
      }),
    );
  },
  TIMEOUT_MS,
);
