import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionFilter } from '../../../../lib/api/client.ts';
import type { Session } from '../../../../lib/api/schemas.ts';
import { compile } from '../../../../lib/session/filter/match.ts';
import { parse } from '../../../../lib/session/filter/parse.ts';
import { serverFilter } from '../../../../lib/session/filter/server.ts';
import { NOW } from '../../support/samples.ts';
import { SUBUSERS, someRows, someTerms } from './samples.ts';

test.each<[string, SessionFilter | null]>([
  ['region:US asn:AS7922 repinned:no', { region: 'us', asn: 7922, repinned: false }],
  ['session=Job1 bytes>5MB word', { session_id: 'job1' }],
  ['subuser="acme corp"', { subuser: 'sub_1' }],
  ['subuser=shop2', { subuser: 'sub_4' }],
  ['subuser=sub_3', { subuser: 'sub_3' }],
  // The name of one, and the label of another.
  ['subuser=shop', null],
  ['subuser=nobody', null],
  ['subuser:acme session:job state:ca', null],
  ['-region:us -repinned:yes', null],
  ['region:us region:de asn:1', { asn: 1 }],
  ['region:us region:US', { region: 'us' }],
  ['region:usa session="a b"', null],
  ['', null],
])('of %s the API can do %o', (filter, expected) => {
  expect(serverFilter(parse(filter).terms, SUBUSERS)).toEqual(expected);
});

/** As the API's reference has it. */
function isLetThrough(session: Session, filter: SessionFilter): boolean {
  const { subuser, session_id, region, asn, repinned } = filter;
  return (
    [undefined, session.subuser].includes(subuser) &&
    [undefined, session.sessionId].includes(session_id) &&
    [undefined, session.region].includes(region) &&
    (asn === undefined || session.asn === asn) &&
    (repinned === undefined || session.repinned === repinned)
  );
}

test('the API never holds back what the filter shows', () => {
  const exact = fc
    .array(
      fc.constantFrom(
        'region:us',
        'asn:7922',
        'session=JOB1',
        'repinned:no',
        'subuser=acme',
        'job',
      ),
      { maxLength: 3 },
    )
    .map((words) => parse(words.join(' ')).terms);
  fc.assert(
    fc.property(fc.oneof(someTerms, exact), someRows, (terms, rows) => {
      const filter = serverFilter(terms, SUBUSERS);
      fc.pre(filter !== null);
      for (const { session } of rows.filter(compile(terms, rows, NOW))) {
        expect(isLetThrough(session, filter)).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});
