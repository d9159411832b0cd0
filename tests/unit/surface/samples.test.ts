import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTime } from '../../../lib/surface/format.ts';
import { sampleTableOf } from '../../../lib/surface/samples.ts';
import { brokenTexts, hidingIn, hostileTexts, reorders } from '../../sandbox/hostile.ts';
import { NOW } from '../support/samples.ts';

/** The table as one would read it out. */
function read(samples: unknown[]) {
  const { columns, rows } = sampleTableOf(samples);
  return [columns.map(({ name }) => name), ...rows.map((cells) => cells.map(({ shown }) => shown))];
}

describe('a table of requests', () => {
  test('has a column per field, in the order in which they appear', () => {
    const samples = [
      { at: new Date(NOW).toISOString(), bytes: 12_345, tag: null },
      { bytes: 0.5, host: 'example.com', geo: { cc: 'us', asn: [1, 2] }, ok: true },
    ];
    expect(read(samples)).toEqual([
      ['at', 'bytes', 'tag', 'host', 'geo', 'ok'],
      [formatTime(NOW), '12,345', '–', '', '', ''],
      ['', '0.5', '', 'example.com', '{"cc":"us","asn":[1,2]}', 'true'],
    ]);
  });

  test('has when it was before all else, whatever that is called', () => {
    const time = new Date(NOW).toISOString();
    const samples = [{ bytes: 1, time, status: 200 }, { bytes: 2 }, { bytes: 3, time: null }];
    expect(read(samples)[0]).toEqual(['time', 'bytes', 'status']);
    expect(read([{ tag: 'late', text: time }, { text: 'soon' }])[0]).toEqual(['tag', 'text']);
  });

  test('knows columns of numbers, with gaps too', () => {
    const samples = [{ n: 1, m: 1, x: null }, { m: 'one' }, { n: null }];
    expect(sampleTableOf(samples).columns.map(({ isNumeric }) => isNumeric)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('has room for any number', () => {
    expect(read([{ n: 1e300 }, { n: -4_000 }]).slice(1)).toEqual([['1e+300'], ['-4,000']]);
  });

  test('has one column for what has no fields', () => {
    expect(read(['GET /', 7, {}, [1], { a: 1 }])).toEqual([
      ['Value', 'a'],
      ['GET /', ''],
      ['7', ''],
      ['{}', ''],
      ['[1]', ''],
      ['', '1'],
    ]);
  });

  test('tells how many fields and requests it has no room for', () => {
    const wide = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, index]));
    const table = sampleTableOf(Array.from({ length: 60 }, () => wide));
    expect([table.columns.length, table.moreFields]).toEqual([8, 3]);
    expect([table.rows.length, table.moreRows]).toEqual([50, 10]);
  });

  test('takes nothing for a field that a sample merely inherits', () => {
    const samples = [JSON.parse('{"__proto__": 1, "constructor": 2}'), { b: 3 }];
    expect(read(samples)).toEqual([
      ['__proto__', 'constructor', 'b'],
      ['1', '2', ''],
      ['', '', '3'],
    ]);
  });

  test('shows the whole of what is cut off, in a tooltip', () => {
    const [[cell] = []] = sampleTableOf([{ url: `/${'x'.repeat(60)}` }]).rows;
    expect(cell?.shown).toMatch(/^\/x{39}…$/);
    expect(cell?.whole).toBe(`/${'x'.repeat(60)}`);
  });

  test('does not take a text for an instant that merely looks like one', () => {
    expect(read([{ at: '2026-13-45T99:00:00Z' }])[1]).toEqual(['2026-13-45T99:00:00Z']);
  });

  test('is made of any JSON, a cell per column, and nothing in it hides or acts', () => {
    const hostile = fc.constantFrom(...Object.values({ ...hostileTexts, ...brokenTexts }));
    const record = fc.dictionary(fc.oneof(fc.string(), hostile), fc.oneof(fc.jsonValue(), hostile));
    const samples = fc.array(fc.oneof(fc.jsonValue(), record, hostile), { maxLength: 12 });
    fc.assert(
      fc.property(samples, (given) => {
        const { columns, rows } = sampleTableOf(given);
        expect(rows).toHaveLength(given.length);
        for (const cells of rows) expect(cells).toHaveLength(columns.length);
        const texts = [
          ...columns.map(({ name }) => name),
          ...rows.flat().map(({ shown }) => shown),
        ];
        for (const text of [...texts, ...rows.flat().map(({ whole }) => whole ?? '')]) {
          expect(hidingIn(text.replaceAll(/\u202f(?=[AP]M)/g, ' '))).toEqual([]);
          expect(reorders(text)).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
