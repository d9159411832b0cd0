import { expect, test } from 'vitest';
import { repetitions, sentAfterEnd } from '../../chaos/deletes.ts';
import type { Entry } from '../../sandbox/journal.ts';

/** A journal of a session's requests, each at its instant. */
function journal(...requests: [atMs: number, Partial<Entry> & Pick<Entry, 'endpoint'>][]): Entry[] {
  return requests.map(([receivedAtMs, entry], index) => ({
    n: index + 1,
    requestId: `req_${index + 1}`,
    method: entry.endpoint === 'delete' ? 'DELETE' : 'GET',
    path: '/v1/mobile/sessions/ses_a',
    query: {},
    product: 'mobile',
    id: 'ses_a',
    keyName: 'full',
    headers: {},
    status: 200,
    receivedAtMs,
    ...entry,
  }));
}

/** Instants of the DELETEs that should not have been sent. */
function wrong(...requests: Parameters<typeof journal>): number[] {
  return sentAfterEnd(journal(...requests)).map(({ receivedAtMs }) => receivedAtMs);
}

const acted = (actedAtMs: number) => ({ endpoint: 'delete', status: 204, actedAtMs }) as const;
const lost = (actedAtMs: number) =>
  ({ ...acted(actedAtMs), status: null, fault: 'reset' }) as const;
const late = { endpoint: 'delete', status: 404 } as const;
const look = (alive: boolean) => ({ endpoint: 'detail', alive }) as const;

test('a DELETE after an end that its sender was told of should not be sent', () => {
  expect(wrong([0, acted(0)], [5_000, late])).toEqual([5_000]);
  expect(wrong([0, acted(0)], [3, late])).toEqual([3]);
});

test('a DELETE that the browser repeats after a reset is not held against us', () => {
  const repeated = [
    [0, lost(0)],
    [3, { ...late, fault: 'reset', status: null }],
    [6, late],
  ] as const satisfies Parameters<typeof journal>;
  expect(wrong(...repeated)).toEqual([]);
  expect(repetitions(journal(...repeated))).toBe(2);
});

test('a DELETE that follows a reset later, or after another request of ours, was sent by us', () => {
  expect(wrong([0, lost(0)], [251, late])).toEqual([251]);
  expect(wrong([0, lost(0)], [3, look(false)], [6, late])).toEqual([6]);
  expect(wrong([0, lost(0)], [3, { ...late, id: 'ses_b' }], [6, late])).toEqual([]);
  expect(repetitions(journal([0, lost(0)], [3, look(false)], [6, late]))).toBe(0);
});

test('another DELETE is right if the session has ended since a look-up showed it alive', () => {
  expect(wrong([0, acted(2_000)], [1_000, look(true)], [2_500, late])).toEqual([]);
  expect(wrong([0, acted(2_000)], [1_000, late], [2_500, late])).toEqual([2_500]);
});

test('a look-up shows a session alive only by an answer, and only until the next DELETE', () => {
  const unanswered = { ...look(true), status: null };
  expect(wrong([0, acted(2_000)], [1_000, unanswered], [2_500, late])).toEqual([2_500]);
  expect(wrong([0, look(true)], [1, acted(1)], [500, late])).toEqual([500]);
});

test('the end of another session does not count as the end of this one', () => {
  expect(wrong([0, { ...acted(0), id: 'ses_b' }], [500, acted(500)])).toEqual([]);
  expect(wrong([0, { ...acted(0), product: 'residential' }], [500, acted(500)])).toEqual([]);
});
