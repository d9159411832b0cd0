import { expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import { backOffMs, isPassing, retryAtMs } from '../../../lib/quota/back-off.ts';
import { NOW } from '../support/samples.ts';

test.each([
  [1, 5_000, 5_000],
  [2, 5_000, 10_000],
  [3, 5_000, 20_000],
  [6, 5_000, 160_000],
  [7, 5_000, 300_000],
  [60, 5_000, 300_000],
])('after %i failures in a row the wait is between %i and %i ms', (failures, least, most) => {
  expect(backOffMs(failures, 0)).toBe(least);
  expect(backOffMs(failures, 0.5)).toBe((least + most) / 2);
  expect(backOffMs(failures, 1 - 1e-9)).toBe(most);
});

const none = { requestId: null };
const offline: ApiError = { kind: 'unreachable', ...none };

test.each<[ApiError, boolean]>([
  [offline, true],
  [{ kind: 'timed-out', ...none }, true],
  [{ kind: 'server-fault', status: 500, ...none }, true],
  [{ kind: 'rate-limited', untilMs: null, ...none }, true],
  [{ kind: 'over-budget', untilMs: NOW, ...none }, true],
  [{ kind: 'key-refused', ...none }, false],
  [{ kind: 'not-permitted', code: null, ...none }, false],
  [{ kind: 'gone', ...none }, false],
  [{ kind: 'not-understood', status: 200, what: '', ...none }, false],
  [{ kind: 'not-stored', ...none }, false],
  [{ kind: 'no-access', ...none }, false],
  [{ kind: 'locked', ...none }, false],
])('$kind may pass by itself: %s', (problem, expected) => {
  expect(isPassing(problem)).toBe(expected);
});

test.each<[string, ApiError, number]>([
  ['without an answer, after the back-off', offline, NOW + 7_500],
  ['when the vendor says', { kind: 'rate-limited', untilMs: NOW + 90_000, ...none }, NOW + 90_000],
  [
    'when our share has room',
    { kind: 'over-budget', untilMs: NOW + 90_000, ...none },
    NOW + 90_000,
  ],
  ['a second away, when the vendor says', rateLimited(1_000), NOW + 1_000],
  ['after the back-off if the vendor says "at once"', rateLimited(999), NOW + 7_500],
  ['after the back-off if the vendor names the past', rateLimited(-60_000), NOW + 7_500],
  [
    'after the back-off if a 429 says nothing',
    { kind: 'rate-limited', untilMs: null, ...none },
    NOW + 7_500,
  ],
])('the next try comes %s', (_, problem, atMs) => {
  expect(retryAtMs(problem, 2, NOW, 0.5)).toBe(atMs);
});

function rateLimited(inMs: number): ApiError {
  return { kind: 'rate-limited', untilMs: NOW + inMs, ...none };
}
