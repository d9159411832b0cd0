import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInstantMs } from '../../../lib/api/instants.ts';

const SEVEN = Date.UTC(2026, 4, 28, 7);

test.each<[unknown, number | undefined]>([
  ['2026-05-28T07:00:00Z', SEVEN],
  ['2026-05-28T07:00:00', SEVEN],
  ['2026-05-28 07:00:00', SEVEN],
  ['2026-05-28t07:00:00z', SEVEN],
  [' 2026-05-28T07:00Z ', SEVEN],
  ['2026-05-28T15:00:00.123456789+08:00', SEVEN + 123],
  ['2026-05-28T15:00:00+0800', SEVEN],
  ['2026-05-28T00:00:00-07', SEVEN],
  ['2026-05-28T06:59:60Z', SEVEN],
  ['2026-05-28T07:00:00,5', SEVEN + 500],
  ['2026-05-28', SEVEN - 7 * 3_600_000],
  ['Thu, 28 May 2026 07:00:00 GMT', SEVEN],
  [1_779_951_600, SEVEN],
  [1_779_951_600.25, SEVEN + 250],
  ['1779951600', SEVEN],
  [1_779_951_600_000, SEVEN],
  ['1779951600000', SEVEN],
  ['Thu, 28 May 2026 07:00:00', undefined],
  ['2026-02-30T07:00:00Z', undefined],
  ['2026-05-28T24:00:00Z', undefined],
  ['2026-05-28T07:60:00Z', undefined],
  ['soon', undefined],
  ['', undefined],
  [0, undefined],
  [7, undefined],
  [-1_779_951_600, undefined],
  [1e300, undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [true, undefined],
  [{}, undefined],
])('%j is read as %s', (value, atMs) => {
  expect(readInstantMs(value)).toBe(atMs);
});

test('an instant reads the same with a zone, in UTC without one, and with an offset', () => {
  const instants = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-30') });
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instants, offsets, (date, minutes) => {
      const text = date.toISOString();
      expect(readInstantMs(text)).toBe(date.getTime());
      expect(readInstantMs(text.replace('T', ' ').replace('Z', ''))).toBe(date.getTime());
      const there = new Date(date.getTime() + minutes * 60_000).toISOString().replace('Z', '');
      const padded = (part: number) => String(Math.floor(part)).padStart(2, '0');
      const size = Math.abs(minutes);
      const zone = `${minutes < 0 ? '-' : '+'}${padded(size / 60)}:${padded(size % 60)}`;
      if (!there.startsWith('-')) expect(readInstantMs(there + zone)).toBe(date.getTime());
    }),
  );
});

test('whatever is no instant is undefined, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.double()), (value) => {
      const atMs = readInstantMs(value);
      if (atMs !== undefined) expect(() => new Date(atMs).toISOString()).not.toThrow();
    }),
  );
});
