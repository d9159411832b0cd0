/* A round keeps answers and failures, at exact instants; without a network. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../../lib/api/client.ts';
import { poll } from '../../../lib/polling/poll.ts';
import type { PollCause } from '../../../lib/polling/schedule.ts';
import { parseHistory } from '../../../lib/store/history.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { browser } from '../support/browser.ts';
import { replace } from '../support/replace.ts';
import { failing, NOW, told } from '../support/samples.ts';

const acme = { id: 'sub_1', name: 'acme', products: ['residential'], status: 'active' };
const account = { id: 'usr_1', email: 'ada@example.com', plan: 'pro' };

type Answer = [status: number, body: unknown];

/** Runs a round. `answers`: by path, in place of the usual ones; "?" is a second page. */
async function round(
  answers: Record<string, Answer> = {},
  { cause = 'clock', nowMs = NOW }: { cause?: PollCause; nowMs?: number } = {},
) {
  const usual: Record<string, Answer> = {
    '/users/me': [200, account],
    '/subusers': [200, { data: [acme] }],
  };
  const api = createApi({
    key: 'k',
    baseUrl: 'http://api.test',
    async fetch(request) {
      const { pathname, searchParams } = new URL((request as Request).url);
      const path = searchParams.has('cursor') ? `${pathname}?` : pathname;
      const [code, body] = answers[path] ?? usual[path] ?? [200, { data: [], next_cursor: null }];
      return Response.json(body, { status: code });
    },
  });
  const options = { now: () => nowMs, random: () => 0, isCurrent: async () => true };
  await poll({ api, cause, clockOffsetMs: () => 0, ...options });
  return readState();
}

const LIST = '/residential/sessions';
/** The body of an error of the API. */
const ERROR = { code: 'some_code', message: 'Some words.', request_id: 'req_1' };

beforeEach(() => browser.reset());

describe('after a failure', () => {
  test.each<[number, object, number, number | null]>([
    [500, { kind: 'server-fault' }, 3, NOW + 5_000],
    [403, { kind: 'not-permitted' }, 0, NOW + 3_600_000],
    [401, { kind: 'key-refused' }, 3, NOW + 4 * 3_600_000],
    [418, { kind: 'not-understood' }, 0, NOW + 60_000],
  ])('%i, a list is asked for again at the right time', async (code, problem, failures, atMs) => {
    await round();
    const { v: _, ...before } = failing({ kind: 'timed-out', requestId: null });
    await items.listStatusOf('residential').write({ ...before, failures: 2, retryAtMs: NOW });
    const { statuses } = await round({ [LIST]: [code, ERROR] });
    expect(statuses.residential).toMatchObject({ problem, failures, retryAtMs: atMs });
  });

  test.each<[PollCause, string, number]>([
    ['online', 'begins anew', 1],
    ['person', 'begins anew', 1],
    ['clock', 'goes on', 8],
  ])('again, for the cause "%s", the back-off %s', async (cause, _how, failures) => {
    const { v: _, ...before } = failing({ kind: 'timed-out', requestId: null });
    await items.listStatusOf('residential').write({ ...before, failures: 7, retryAtMs: NOW });
    const { statuses } = await round({ [LIST]: [500, ERROR] }, { cause });
    expect(statuses.residential?.failures).toBe(failures);
  });

  test.each<[number, number, string[] | null, string[]]>([
    [500, 1, ['residential'], ['acme']],
    [500, 2, null, ['acme']],
    [403, 1, null, []],
    [401, 1, null, ['acme']],
  ])(
    '%i of the sub-users after %i h, products and names are known as before or not at all',
    async (code, hours, products, names) => {
      await round();
      const nowMs = NOW + hours * 3_600_000;
      const state = await round({ '/subusers': [code, ERROR] }, { nowMs });
      expect(state.products).toEqual(products);
      expect([...state.subusers.values()].map(({ name }) => name)).toEqual(names);
    },
  );

  test('of storage, the list says that there was no room for it', async () => {
    const { set } = browser.storage.local;
    replace(browser.storage.local, {
      async set(entries: Record<string, unknown>) {
        if ('list:residential' in entries) throw new Error('QUOTA_BYTES exceeded');
        await set(entries);
      },
    });
    const { statuses } = await round({ [LIST]: [200, { data: [told('a')] }] });
    expect(statuses.residential?.problem).toEqual({ kind: 'not-stored', requestId: null });
  });
});

test('an account without sub-users is asked for both products, since sessions may be its own', async () => {
  const state = await round({ '/subusers': [200, { data: [], next_cursor: null }] });
  expect(state.products).toBeNull();
  expect(state.statuses).toMatchObject({
    residential: { problem: null },
    mobile: { problem: null },
  });
});

test('a list of two pages costs two requests', async () => {
  const answers: Record<string, Answer> = {
    [LIST]: [200, { data: [told('a')], next_cursor: 'more' }],
    [`${LIST}?`]: [200, { data: [told('b')] }],
  };
  const { lists, statuses } = await round(answers);
  expect(lists.residential.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(statuses.residential?.good?.requests).toBe(2);
});

test('a list in which one session of two has changed is stored', async () => {
  await round({ [LIST]: [200, { data: [told('a'), told('b')] }] });
  const changed = told('b', { bytes_used: 77 });
  const answers: Record<string, Answer> = { [LIST]: [200, { data: [told('a'), changed] }] };
  const { lists } = await round(answers, { nowMs: NOW + 60_000 });
  expect(lists.residential.map(({ bytesUsed }) => bytesUsed)).toEqual([5, 77]);
});

test('a session is not gone if the list that lacks it lacks a record', async () => {
  const goneAfter = async (minute: number, data: unknown[]) => {
    await round({ [LIST]: [200, { data }] }, { nowMs: NOW + minute * 60_000 });
    return parseHistory(await browser.storage.local.get()).map(({ session }) => session.id);
  };
  const both = [told('a'), told('b')];
  expect(await goneAfter(0, both)).toEqual([]);
  expect(await goneAfter(1, [told('a'), { nonsense: true }])).toEqual([]);
  expect(await goneAfter(2, both)).toEqual([]);
  expect(await goneAfter(3, [told('a')])).toEqual(['b']);
});

test('at most twenty different reasons are kept, and all records that were read in part are counted', async () => {
  const odd = Array.from({ length: 30 }, (_, n) =>
    told(`s${n}`, { [FIELDS[n % 5] ?? '']: KINDS[n % 6] }),
  );
  const { statuses } = await round({ [LIST]: [200, { data: [...odd, ...odd] }] });
  const { count, inPart, ways } = statuses.residential?.good?.notUnderstood ?? never();
  expect([count, inPart]).toEqual([0, 60]);
  expect(ways).toHaveLength(20);
  expect(new Set(ways).size).toBe(20);
});

/** None of these kinds is what any of these fields holds. */
const FIELDS = ['bytes_used', 'requests', 'repinned', 'region', 'subuser'];
const KINDS = [null, [], {}, Number.NaN, undefined, []];

function never(): never {
  throw new Error('the list was read');
}
