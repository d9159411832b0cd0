import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readClockOffsetMs,
  readRateLimit,
  readRetryAtMs,
  readWaitUntilMs,
} from '../../../lib/api/headers.ts';

const DAY_MS = 24 * 3_600_000;
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
    ['less than nothing', { 'retry-after': '-1' }, null],
    ['now', { 'retry-after': '0' }, null],
    ['a fraction, rounded up', { 'retry-after': '1.5' }, at + 2_000],
    ['two, of which the larger counts', { 'retry-after': '120, 60' }, at + 120_000],
    [
      'a number and a date, of which the later counts',
      { ...ahead, 'retry-after': '5, Mon, 23 Nov 2026 13:00:30 GMT, 7' },
      at + 30_000,
    ],
    ['two days', { 'retry-after': '172800' }, at + 172_800_000],
    ['a date of the past', { ...ahead, 'retry-after': 'Mon, 23 Nov 2026 12:59:30 GMT' }, null],
    ['a reset alone, as seconds from now', { 'x-ratelimit-reset': '30' }, at + 30_000],
    [
      'a reset in milliseconds',
      { 'x-ratelimit-reset': '1779953400000', date: 'Thu, 28 May 2026 07:00:00 GMT' },
      at + 1_800_000,
    ],
    ['a reset of 2001', { 'x-ratelimit-reset': '1000000000' }, null],
    ['years, of which one is waited out', { 'retry-after': '9999999999999' }, at + 366 * DAY_MS],
  ] as [string, Record<string, string>, number | null][])('%s', (_, headers, expected) => {
    expect(readRetryAtMs(new Headers(headers), at)).toBe(expected);
  });
});

test.each([
  ['-3', 0],
  ['0', 0],
  ['12;w=60', 12],
  ['7.0', 7],
])('of a remaining %s, %i remain', (remaining, expected) => {
  const headers = { 'x-ratelimit-limit': '600, 600;w=60', 'x-ratelimit-reset': '40' };
  expect(
    readRateLimit(new Headers({ ...headers, 'x-ratelimit-remaining': remaining }), at),
  ).toEqual({ limit: 600, remaining: expected, resetAtMs: at + 40_000 });
});

test('whatever headers hold, nothing throws and no instant is past or far away', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.integer().map(String),
    fc.double().map(String),
  );
  const names = [
    'date',
    'retry-after',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ];
  const any = fc.record(Object.fromEntries(names.map((name) => [name, value])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(any, fc.constantFrom(200, 429, 503), (given, status) => {
      const headers = new Headers(given as Record<string, string>);
      const waitMs = (readWaitUntilMs(status, headers, at) ?? at + 1) - at;
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(366 * DAY_MS);
      expect(readRateLimit(headers, at)?.remaining ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
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
