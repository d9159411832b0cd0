import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KnownRow } from '../../../../lib/session/facts.ts';
import { compile } from '../../../../lib/session/filter/match.ts';
import { parse } from '../../../../lib/session/filter/parse.ts';
import { NOW } from '../../support/samples.ts';
import { knownRow, someRows, someTerm, someTerms } from './samples.ts';

function shown(filter: string, rows: KnownRow[]): string[] {
  const { terms, mistakes } = parse(filter);
  expect(mistakes).toEqual([]);
  return rows.filter(compile(terms, rows, NOW)).map(({ session }) => session.id);
}

const MINUTE = 60_000;

const ROWS = [
  knownRow(
    {
      id: 'ses_la',
      sessionId: 'job41',
      bytesUsed: 60e6,
      requests: 101,
      exitIp: '198.51.100.7',
      startedAtMs: NOW - 25 * MINUTE,
      expiresAtMs: NOW + 4 * MINUTE,
      repinned: true,
    },
    { bytesPerMinute: 2e6, isTwin: true },
  ),
  knownRow(
    {
      id: 'ses_tokyo',
      product: 'mobile',
      subuser: 'sub_2',
      sessionId: 'job4',
      region: 'jp',
      state: 'tokyo',
      city: 'Sa\u0303o Paulo',
      asn: 79,
      exitIp: '2001:db8::1',
      bytesUsed: 50e6,
      requests: 100,
    },
    { bytesPerMinute: 0, isIdle: true, sharesExit: true },
  ),
  knownRow(
    {
      id: 'ses_bare',
      subuser: 'sub_9',
      sessionId: 'x',
      region: 'de',
      state: null,
      city: null,
      asn: null,
    },
    { protection: 'session' },
  ),
];

test.each([
  ['', ['ses_la', 'ses_tokyo', 'ses_bare']],
  ['JOB4', ['ses_la', 'ses_tokyo']],
  ['acme corp', ['ses_la']],
  ['"acme corp"', ['ses_la']],
  ['"corp acme"', []],
  ['acmewest', ['ses_tokyo']],
  ['sub_9', ['ses_bare']],
  ['ses_bare', ['ses_bare']],
  ['são', ['ses_tokyo']],
  ['2001:db8::1', ['ses_tokyo']],
  ['7922', ['ses_la']],
  ['as79', ['ses_la', 'ses_tokyo']],
  ['mobile', ['ses_tokyo']],
  ['null', []],
  ['-job4', ['ses_bare']],
  ['region:US', ['ses_la']],
  ['region:u', []],
  ['-region:us -region:jp', ['ses_bare']],
  ['state:tok', ['ses_tokyo']],
  ['city:"São Paulo"', ['ses_tokyo']],
  ['session:job4', ['ses_la', 'ses_tokyo']],
  ['session=job4', ['ses_tokyo']],
  ['id:la', ['ses_la']],
  ['subuser:acme', ['ses_la', 'ses_tokyo']],
  ['subuser=acme', ['ses_la']],
  ['subuser="acme ""west"""', ['ses_tokyo']],
  ['subuser=sub_9', ['ses_bare']],
  ['asn:79', ['ses_tokyo']],
  ['ip:198.51.', ['ses_la']],
  ['ip:51', []],
  ['ip:2001:db8:', ['ses_tokyo']],
  ['product:mob', ['ses_tokyo']],
  ['repinned:yes', ['ses_la']],
  ['idle:yes', ['ses_tokyo']],
  ['twin:yes', ['ses_la']],
  ['shared:yes', ['ses_tokyo']],
  ['protected:yes', ['ses_bare']],
  ['protected:no', ['ses_la', 'ses_tokyo']],
  ['bytes>50MB', ['ses_la']],
  ['bytes>=50MB', ['ses_la', 'ses_tokyo']],
  ['requests>100', ['ses_la']],
  ['requests<=100', ['ses_tokyo', 'ses_bare']],
  ['left<5m', ['ses_la']],
  ['age>20m', ['ses_la']],
  ['rate>1MB/min', ['ses_la']],
  ['rate<1MB/min', ['ses_tokyo']],
  ['-rate<1MB/min', ['ses_la', 'ses_bare']],
  ['rate:top', ['ses_la']],
  ['job4 region:us bytes>1MB', ['ses_la']],
])('%s shows %j', (filter, ids) => {
  expect(shown(filter, ROWS)).toEqual(ids);
});

describe('the highest', () => {
  /** Every rate from 0 to 29, in no order. */
  const rows = Array.from({ length: 30 }, (_, index) =>
    knownRow({ id: `ses_${(index * 7) % 30}` }, { bytesPerMinute: (index * 7) % 30 }),
  );

  test('are ten of all rows, whatever else is asked', () => {
    const top = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29].map((rate) => `ses_${rate}`);
    expect(shown('rate:top', rows).sort()).toEqual(top);
    expect(shown('rate:top ses_2', rows).sort()).toEqual(top);
    expect(shown('rate:top rate<22', rows).sort()).toEqual(['ses_20', 'ses_21']);
  });

  test('are fewer where fewer move', () => {
    const unknown = knownRow({ id: 'ses_new' }, { bytesPerMinute: null });
    expect(shown('rate:top', [unknown, ...rows.slice(0, 3)])).toEqual(['ses_7', 'ses_14']);
  });
});

test('a label that is read later is found', () => {
  const [row] = ROWS as [KnownRow];
  expect(shown('newname', [row])).toEqual([]);
  const subuser = { id: 'sub_1', name: 'acme', label: 'NewName' };
  expect(shown('newname', [{ ...row, facts: { ...row.facts, subuser } }])).toEqual(['ses_la']);
});

test('a minus shows exactly what is hidden without it', () => {
  fc.assert(
    fc.property(someTerm, someRows, (term, rows) => {
      const isShown = compile([term], rows, NOW);
      const isOther = compile([{ ...term, isExcluded: !term.isExcluded }], rows, NOW);
      for (const row of rows) expect(isOther(row)).toBe(!isShown(row));
    }),
    { numRuns: 3_000 },
  );
});

test('of several terms each must hold', () => {
  fc.assert(
    fc.property(someTerms, someRows, (terms, rows) => {
      const tests = terms.map((term) => compile([term], rows, NOW));
      const isShown = compile(terms, rows, NOW);
      for (const row of rows) expect(isShown(row)).toBe(tests.every((each) => each(row)));
    }),
    { numRuns: 3_000 },
  );
});
