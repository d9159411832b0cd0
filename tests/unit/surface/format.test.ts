import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCompactCount,
  formatDuration,
  formatFullPlace,
  formatIp,
  formatLeft,
  formatPlace,
  formatShortAge,
  formatTime,
  formatWhen,
} from '../../../lib/surface/format.ts';
import { session } from '../support/samples.ts';

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.00 kB'],
    [34_220_000, '34.2 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.00 GB'],
    [2_147_483_648, '2.15 GB'],
    [1e15, '1.00 PB'],
    [9_007_199_254_740_992, '9.01 PB'],
    [1e18, '1,000 PB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('more bytes never read as fewer', () => {
    const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 };
    const read = (text: string) => {
      const [, number = '', unit = ''] = /^([\d.,]+)\s?(\w+)$/.exec(text) ?? [];
      return Number(number.replaceAll(',', '')) * (units[unit] ?? Number.NaN);
    };
    const bytes = fc.maxSafeNat();
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(read(formatBytes(less))).toBeLessThanOrEqual(read(formatBytes(more)));
      }),
    );
  });
});

test.each([
  [1_800_000, '30:00'],
  [61_000, '1:01'],
  [2_001, '0:03'],
  [0, '0:00'],
  [-5, '0:00'],
])('%i ms are left as %s', (leftMs, text) => {
  expect(formatLeft(leftMs)).toBe(text);
});

test.each([
  [-5_000, 'just now'],
  [5_000, '5s ago'],
  [59_999, '59s ago'],
  [60_000, '1m ago'],
  [7_200_000, '2h ago'],
])('%i ms of age are %s', (ageMs, text) => {
  expect(formatAge(ageMs)).toBe(text);
});

test.each([
  [-5_000, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [7_200_000, '2h'],
])('%i ms of age stand in a column as %s', (ageMs, text) => {
  expect(formatShortAge(ageMs)).toBe(text);
});

test.each([
  [30_000, '30 sec'],
  [120_000, '2 min'],
  [346_000, '5 min 46 sec'],
  [0, '0 sec'],
  [3_600_000, '1 hr'],
  [3_605_000, '1 hr'],
  [40_212_000, '11 hr 10 min'],
])('%i ms last %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test.each([
  [{ region: 'us', state: 'ca', city: 'la' }, 'US · CA · LA'],
  [{ region: 'de', state: null, city: null }, 'DE'],
  [{ region: 'gb', state: '', city: 'london' }, 'GB · london'],
  [{ region: 'jp', state: 'tokyo', city: 'tokyo' }, 'JP · tokyo'],
])('%o stands as %s', (place, text) => {
  expect(formatPlace(session(place))).toBe(text);
});

test.each([
  [{ region: 'us', state: 'ca', city: 'la' }, 'United States, CA, LA'],
  [{ region: 'de', state: null, city: null }, 'Germany'],
  [{ region: 'not a region', state: null, city: null }, 'not a region'],
])('%o in full is %s', (place, text) => {
  expect(formatFullPlace(session(place))).toBe(text);
});

test.each([
  [0, '0'],
  [999_999, '999,999'],
  [12_345_678, '12.3M'],
])('%i requests stand in a column as %s', (count, text) => {
  expect(formatCompactCount(count)).toBe(text);
});

test.each([
  ['255.255.255.255', '255.255.255.255'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '2001:0db…70:7334'],
])('%s stands in a column as %s', (ip, text) => {
  expect(formatIp(ip)).toBe(text);
});

test('an instant of today is told by its time, one of another day with its date', () => {
  const noon = new Date(2026, 10, 23, 12).getTime();
  const midnight = new Date(2026, 10, 23).getTime();
  expect(formatWhen(midnight, noon)).toBe(formatTime(midnight));
  expect(formatWhen(midnight - 60_000, noon)).toMatch(/^Nov 22, 11:59\sPM$/);
});

// The next file that imports the formatters makes its own.
afterAll(() => vi.resetModules());

test('in Chinese all of this stands as it does there', async () => {
  vi.resetModules(); // Formatters are made once, for one language.
  const { speak } = await import('../support/browser.ts');
  speak('zh_CN');
  const format = await import('../../../lib/surface/format.ts');
  expect(format.formatBytes(0)).toBe('0 B');
  expect(format.formatBytes(34_220_000)).toBe('34.2 MB');
  expect(format.formatCompactCount(12_345_678)).toBe('1230万');
  expect(format.formatAge(1_000)).toBe('刚刚');
  expect(format.formatAge(12_000)).toBe('12秒前');
  expect(format.formatShortAge(1_020_000)).toBe('17分钟');
  expect(format.formatDuration(346_000)).toBe('5分钟46秒');
  expect(format.formatTime(new Date(2026, 10, 23, 14, 3, 12).getTime())).toBe('14:03:12');
  const place = session({ region: 'us', state: 'ca', city: null });
  expect(format.formatFullPlace(place)).toBe('美国，CA');
});
