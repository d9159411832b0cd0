import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { csvOf, exportFile, exportName, jsonOf } from '../../../lib/surface/export.ts';
import type { ListSeparator } from '../../../lib/surface/list-separator.ts';
import { known, NOW } from '../support/samples.ts';

const SEPARATORS: ListSeparator[] = [',', ';'];

/** Reads CSV as RFC 4180 has it, but for the separator; throws on what it does not allow. */
function readCsv(text: string, separator: ListSeparator): string[][] {
  const field = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`,
    'y',
  );
  const lines: string[][] = [];
  let line: string[] = [];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, quoted, bare, after] = field.exec(text) ?? [];
    if (after === undefined) throw new Error(`no field at ${at}: ${text.slice(at, at + 20)}`);
    line.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (after === separator) continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

/** The lines after the heading, by column. */
function read(csv: string, separator: ListSeparator = ','): Record<string, string>[] {
  expect(csv[0]).toBe('\ufeff');
  const [heading = [], ...lines] = readCsv(csv.slice(1), separator);
  return lines.map((line) => {
    expect(line).toHaveLength(heading.length);
    return Object.fromEntries(heading.map((column, index) => [column, line[index] ?? '']));
  });
}

/** The cells that a spreadsheet sees whose lists are parted by `separator`: it takes anything. */
function cellsBy(separator: string, csv: string): string[] {
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)(?:"|$))?([^${separator}\\r\\n]*)(?:${separator}|\\r?\\n|\\r|$)`,
    'gy',
  );
  return [...csv.slice(1).matchAll(cell)].map(
    ([, quoted = '', bare]) => quoted.replaceAll('""', '"') + bare,
  );
}

/** Texts, and those that bring trouble more often than by chance. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...'=+-@\t\r\n",;\'＝a ')).map((characters) => characters.join('')),
);

const acme = { id: 'sub_1', name: 'acme', label: 'Acme shop' };

type Texts = Record<'session_id' | 'city' | 'subuser_label', string>;

describe('CSV', () => {
  test('has the columns of the API, and what is known beyond them', () => {
    const fields = { id: 'ses_1', sessionId: 'cart7', bytesUsed: 2_000_000 };
    const fate = { kind: 'undoable', askedAtMs: NOW, untilMs: NOW } as const;
    const csv = csvOf(
      [known(fields, { fate, facts: { subuser: acme, bytesPerMinute: 1.5 } })],
      NOW,
    );
    expect(csv).toBe(
      '\ufeffproduct,id,session_id,subuser,subuser_name,subuser_label,username,region,state,city,' +
        'asn,exit_ip,started_at,expires_at,left_seconds,bytes_used,bytes_per_minute,requests,' +
        'repinned,state_of_end\r\n' +
        'residential,ses_1,cart7,sub_1,acme,Acme shop,' +
        'helo_acme-type-res-region-us-state-ca-city-la-asn-7922-session-cart7-sesstime-20,' +
        'us,ca,la,7922,203.0.113.7,2026-11-23T11:50:00Z,2026-11-23T12:10:00Z,600,2000000,2,10,' +
        'false,undoable\r\n',
    );
  });

  test('leaves empty what is not known, which is not zero', () => {
    const [line] = read(csvOf([known({ state: null, city: null, asn: null })], NOW));
    expect(line).toMatchObject({
      state: '',
      city: '',
      asn: '',
      bytes_per_minute: '',
      username: '',
    });
    const [still] = read(csvOf([known({}, { facts: { bytesPerMinute: 0 } })], NOW));
    expect(still).toMatchObject({ bytes_per_minute: '0' });
  });

  const someTexts = fc.record({ session_id: anyText, city: anyText, subuser_label: anyText });
  const csvWith = (
    { session_id: sessionId, city, subuser_label: label }: Texts,
    separator?: ListSeparator,
  ) =>
    csvOf([known({ sessionId, city }, { facts: { subuser: { ...acme, label } } })], NOW, separator);

  test.each(SEPARATORS)(
    'separated by %j is read back as it was written, but for apostrophes',
    (separator) => {
      const bare = (line: Record<string, string>) =>
        Object.entries(line).map(([column, text]) => [column, text.replaceAll("'", '')]);
      fc.assert(
        fc.property(someTexts, (texts) => {
          const [line = {}] = read(csvWith(texts, separator), separator);
          expect(bare(line)).toEqual(expect.arrayContaining(bare(texts)));
        }),
      );
    },
  );

  test.each(
    SEPARATORS.flatMap((written) => [',', ';', '\t'].map((read) => [written, read] as const)),
  )('separated by %j has no formula where a spreadsheet splits by %j', (written, read) => {
    fc.assert(
      fc.property(someTexts, (texts) => {
        const cells = cellsBy(read, csvWith(texts, written));
        expect(cells.filter((cell) => /^[ \t\r\n]*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      }),
    );
  });

  test.each([
    ['=1', "'=1"],
    ['x;=HYPERLINK("a")', 'x;\'=HYPERLINK("a")'],
    ['x; -1', "x;' -1"],
    ['\t@x', "'\t'@x"],
    ['a\n+1', "a\n'+1"],
    ['"=1"', '"\'=1"'],
  ])('writes %j as %j', (label, written) => {
    const [line] = read(csvWith({ session_id: 'a', city: 'b', subuser_label: label }));
    expect(line?.subuser_label).toBe(written);
  });

  test.each([
    ['x,=1', "x,'=1"],
    ['x;=1', 'x;=1'],
    ['1.2', "'1.2"],
    ['1.2.2026', "'1.2.2026"],
    ['12.345', "'12.345"],
    ['12.345.6', '12.345.6'],
    ['1.2.3', '1.2.3'],
    ['007', '007'],
  ])('separated by a semicolon writes %j as %j', (label, written) => {
    const texts = { session_id: 'a', city: 'b', subuser_label: label };
    const [line] = read(csvWith(texts, ';'), ';');
    expect(line?.subuser_label).toBe(written);
  });

  test('separated by a semicolon keeps an IP address from becoming a number', () => {
    const [line] = read(csvOf([known({ exitIp: '45.123.210.101' })], NOW, ';'), ';');
    expect(line?.exit_ip).toBe("'45.123.210.101");
    const [other] = read(csvOf([known({ exitIp: '45.123.210.7' })], NOW, ';'), ';');
    expect(other?.exit_ip).toBe('45.123.210.7');
  });

  test.each(SEPARATORS)(
    'separated by %j has no number with a point or an exponent',
    (separator) => {
      const number = fc.double({ min: 0, max: 2 ** 53, noNaN: true });
      fc.assert(
        fc.property(number, number, number, (asn, bytesUsed, bytesPerMinute) => {
          const row = known({ asn, bytesUsed, requests: asn }, { facts: { bytesPerMinute } });
          const [line = {}] = read(csvOf([row], NOW + 0.5, separator), separator);
          for (const column of [
            'asn',
            'bytes_used',
            'bytes_per_minute',
            'requests',
            'left_seconds',
          ]) {
            expect(line[column], column).toMatch(/^-?\d+$/);
          }
        }),
      );
    },
  );

  test('keeps a text that is no formula as it is', () => {
    const [line] = read(csvOf([known({ sessionId: 'a=1;b', city: "'s-hertogenbosch" })], NOW));
    expect(line).toMatchObject({ session_id: 'a=1;b', city: "'s-hertogenbosch" });
  });

  test('of nothing is its heading', () => {
    expect(read(csvOf([], NOW))).toEqual([]);
  });
});

describe('JSON', () => {
  test('says what it is of, and holds texts as they came', () => {
    fc.assert(
      fc.property(anyText, anyText, (sessionId, filter) => {
        const json = JSON.parse(jsonOf([known({ sessionId })], { filter, atMs: NOW }));
        expect(json).toMatchObject({ exported_at: '2026-11-23T12:00:00.000Z', filter });
        expect(json.sessions).toMatchObject([{ session_id: sessionId, username: null, asn: 7922 }]);
      }),
    );
  });
});

describe('the file that is saved', () => {
  afterEach(() => vi.unstubAllGlobals());
  const of = { filter: 'region:us', atMs: NOW };

  test('has the separator of the person’s country, whatever our language', () => {
    for (const [language, start] of [
      ['en-US', '\ufeffproduct,id,'],
      ['fr-FR', '\ufeffproduct;id;'],
    ] as const) {
      vi.stubGlobal('navigator', { languages: [language] });
      const { name, type, text } = exportFile('csv', [known()], of);
      expect(text.startsWith(start), language).toBe(true);
      expect({ name, type }).toEqual({
        name: exportName({ extension: 'csv', ...of }),
        type: 'text/csv;charset=utf-8',
      });
    }
  });

  test('is JSON where that is asked for', () => {
    const rows = [known()];
    expect(exportFile('json', rows, of)).toEqual({
      name: exportName({ extension: 'json', ...of }),
      type: 'application/json',
      text: jsonOf(rows, of),
    });
  });
});

describe('the name of a file', () => {
  const atMs = new Date(2026, 10, 3, 7, 4).getTime();

  test.each([
    ['', 'helodata-sessions-2026-11-03-0704.csv'],
    ['region:us', 'helodata-sessions-2026-11-03-0704-region-us.csv'],
    ['-"Acme shop" bytes>50MB', 'helodata-sessions-2026-11-03-0704-acme-shop-bytes-50mb.csv'],
    ['../../etc', 'helodata-sessions-2026-11-03-0704-etc.csv'],
    [`${'a'.repeat(59)} b`, `helodata-sessions-2026-11-03-0704-${'a'.repeat(59)}.csv`],
    ['ü', 'helodata-sessions-2026-11-03-0704.csv'],
  ])('%j: %s', (filter, name) => {
    expect(exportName({ extension: 'csv', filter, atMs })).toBe(name);
  });

  test('is one that every system takes, whatever the filter', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('csv' as const, 'json' as const),
        (filter, extension) => {
          const name = exportName({ extension, filter, atMs });
          expect(name).toMatch(/^helodata-sessions-2026-11-03-0704(-[a-z0-9]+)*\.(csv|json)$/);
          expect(name.length).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});
