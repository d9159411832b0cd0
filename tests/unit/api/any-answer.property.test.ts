/* Whatever answers a request, in whatever words: no call throws, and nothing is concluded from an answer that
 * is not the API's. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApi } from '../../../lib/api/client.ts';
import type { Result } from '../../../lib/api/errors.ts';
import type { Exchange } from '../../../lib/api/exchange.ts';
import { RUNS } from '../support/runs.ts';

const LEAST_OF_API = ['code', 'request_id'];

const status = fc.constantFrom(
  ...[200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 407, 409, 410, 413, 423, 429],
  ...[500, 502, 503, 511],
);
const text = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom('', '<html><title>Sign in', 'OK', '{"data":null}', '{"data":[],"next_cursor":7}'),
  fc.record({ code: fc.string(), message: fc.string() }).map((body) => JSON.stringify(body)),
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom('text/html', 'text/plain', 'application/json', 'x/y; q=1'),
    date: fc.constantFrom('Thu, 01 Jan 1970 00:00:00 GMT', 'soon'),
    'retry-after': fc.constantFrom('86400', '-1', 'x'),
    'cf-mitigated': fc.constant('challenge'),
  },
  { requiredKeys: [] },
);

interface Given {
  status: number;
  text: string;
  headers: Record<string, string>;
}
const given = fc.record({ status, text, headers }) as fc.Arbitrary<Given>;

/** An API of which each answer is the same, and what its gate heard of them. */
function answering({ status, text, headers }: Given) {
  const heard: (Exchange | null)[] = [];
  const hasNoBody = [204, 304].includes(status);
  const api = createApi({
    key: 'k',
    baseUrl: 'http://api.test/v1',
    fetch: async () => new Response(hasNoBody ? null : text, { status, headers }),
    gate: { admit: async () => null, heard: async (exchange) => void heard.push(exchange) },
  });
  const isEmpty = hasNoBody || text.trim() === '';
  return { api, heard, isEmpty };
}

function isAnError(body: string): boolean {
  try {
    const json = JSON.parse(body);
    return LEAST_OF_API.every((name) => typeof json?.[name] === 'string' && json[name] !== '');
  } catch {
    return false;
  }
}

const kindOf = (result: Result<unknown>) => (result.ok ? 'value' : result.error.kind);

test('no answer makes a call throw, or says anything of the key without being the API’s', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (answer) => {
      const { api, heard, isEmpty } = answering(answer);
      const pages = [];
      for await (const page of api.sessions('mobile')) {
        pages.push(page);
        if (pages.length > 10) break;
      }
      const kinds = [
        await api.account(),
        await api.subusers(),
        await api.session('mobile', 'ses_1'),
        await api.terminate('mobile', 'ses_1'),
        ...pages,
      ].map(kindOf);
      if (isAnError(answer.text)) return;
      expect(kinds).not.toContain('key-refused');
      expect(kinds).not.toContain('not-permitted');
      expect(kinds).not.toContain('gone');
      expect(kinds).not.toContain('server-fault');
      if (answer.status >= 300 && !(answer.status === 429 && isEmpty)) {
        expect(new Set(kinds)).toEqual(new Set(['foreign']));
        // Neither a clock, nor an allowance, nor a pause is taken from it.
        expect(new Set(heard)).toEqual(new Set([null]));
      }
    }),
    { numRuns: RUNS / 2 },
  );
});

test('an answer to a DELETE is done only if it is empty or names the session', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (answer) => {
      const { api, isEmpty } = answering(answer);
      const result = await api.terminate('mobile', 'ses_1');
      if (!result.ok || result.value.outcome === 'unclear' || isEmpty) return;
      expect(answer.text).toMatch(/"(ses_1|request_id)"/);
    }),
    { numRuns: RUNS / 2 },
  );
});

test('the good records of a page come, whatever stands beside them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), async (others) => {
      const body = { data: [...others, { id: 'ses_good' }], next_cursor: null };
      const { api } = answering({ status: 200, text: JSON.stringify(body), headers: {} });
      const ids: string[] = [];
      for await (const page of api.sessions('mobile')) {
        if (page.ok) ids.push(...page.value.items.map(({ id }) => id));
      }
      expect(ids).toContain('ses_good');
    }),
    { numRuns: RUNS / 2 },
  );
});
