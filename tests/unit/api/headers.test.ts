import { describe, expect, test } from 'vitest';
import {
  readClockOffsetMs,
  readRateLimit,
  readRetryAtMs,
  readWaitUntilMs,
} from '../../../lib/api/headers.ts';

const at = Date.parse('2026-11-23T12:00:00Z');
const ahead = { date: 'Mon, 23 Nov 2026 13:00:00 GMT' };

describe('rate limit', () => {
  test('is read when all three headers are numbers', () => {
    const headers = new Headers({
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '599',
      'x-ratelimit-reset': '1790000000',
    });
    expect(readRateLimit(headers, at)).toEqual({
      limit: 600,
      remaining: 599,
      resetAtMs: 1_790_000_000_000,
    });
  });

  test.each([
    {},
    { 'x-ratelimit-limit': '600' },
    { 'x-ratelimit-limit': 'x', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1' },
  ] as Record<string, string>[])('is unknown otherwise: %o', (headers) => {
    expect(readRateLimit(new Headers(headers), at)).toBeNull();
  });
});

test('clock offset is the middle of the second that Date names', () => {
  expect(readClockOffsetMs(new Headers(ahead), at)).toBe(3_600_500);
  expect(readClockOffsetMs(new Headers(), at)).toBeNull();
  expect(readClockOffsetMs(new Headers({ date: 'soon' }), at)).toBeNull();
});

describe('when to try again', () => {
  const reset = {
    'x-ratelimit-limit': '30',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(at / 1000 + 3600 + 20),
  };

  test.each([
    ['seconds', { 'retry-after': '17' }, at + 17_000],
    [
      'a date by the server’s clock',
      { ...ahead, 'retry-after': 'Mon, 23 Nov 2026 13:00:30 GMT' },
      at + 30_000,
    ],
    ['the window’s end by the server’s clock', { ...ahead, ...reset }, at + 20_000],
    ['seconds before the window’s end', { ...ahead, ...reset, 'retry-after': '5' }, at + 5_000],
    ['unsaid', {}, null],
    ['nonsense', { 'retry-after': 'later' }, null],
    ['a reset in milliseconds', { ...ahead, ...reset, 'x-ratelimit-reset': String(at) }, null],
    ['years', { 'retry-after': '9999999999999' }, null],
  ] as [string, Record<string, string>, number | null][])('%s', (_, headers, expected) => {
    expect(readRetryAtMs(new Headers(headers), at)).toBe(expected);
  });
});

test('an answer that leaves nothing of its window asks to wait for the next', () => {
  const reset = String(at / 1000 + 40);
  const window = { 'x-ratelimit-limit': '30', 'x-ratelimit-reset': reset };
  const headers = (remaining: string) =>
    new Headers({ ...window, 'x-ratelimit-remaining': remaining });
  expect(readWaitUntilMs(200, headers('0'), at)).toBe(at + 40_000);
  expect(readWaitUntilMs(200, headers('1'), at)).toBeNull();
  expect(readWaitUntilMs(429, headers('1'), at)).toBe(at + 40_000);
  expect(readWaitUntilMs(200, new Headers(), at)).toBeNull();
});
