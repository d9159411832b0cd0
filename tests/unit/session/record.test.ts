import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSessionDetail } from '../../../lib/api/wire.ts';
import { laterOf, recordOf, recordText, rfc3339 } from '../../../lib/session/record.ts';
import { detail, NOW, session } from '../support/samples.ts';

const LATEST = new Date('9999-12-31T00:00:00Z');

describe('the record of a session', () => {
  test('has the names of the API, in its order', () => {
    expect(Object.keys(recordOf(session()))).toEqual(
      'product id subuser session_id region state city asn exit_ip started_at expires_at bytes_used requests repinned'.split(
        ' ',
      ),
    );
  });

  test('is read as an answer of the API as the session that it was', () => {
    const optionalText = fc.option(fc.stringMatching(/^\S+( \S+)?$/));
    const fields = fc.record({
      product: fc.constantFrom('residential' as const, 'mobile' as const),
      sessionId: fc.stringMatching(/\S/),
      state: optionalText,
      city: optionalText,
      asn: fc.option(fc.nat()),
      startedAtMs: fc.date({ noInvalidDate: true, min: new Date(0), max: LATEST }).map(Number),
      bytesUsed: fc.maxSafeNat(),
      exitIp: fc.constantFrom('203.0.113.7', null),
      repinned: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fields,
        fc.boolean(),
        fc.array(fc.jsonValue()),
        (parts, isTerminated, samples) => {
          const given = session(parts);
          const endedAs = isTerminated ? ('terminated' as const) : null;
          const text = recordText(given, detail(given, { endedAs, samples }));
          const read = readSessionDetail(given.product, given.id, JSON.parse(text));
          expect(read).toEqual({
            ...given,
            status: endedAs,
            endedAs,
            samples: JSON.parse(JSON.stringify(samples)),
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('says nothing of requests that nobody has asked for', () => {
    expect(JSON.parse(recordText(session(), null))).not.toHaveProperty('samples');
  });

  test('tells instants as the API does', () => {
    expect(rfc3339(NOW)).toBe('2026-11-23T12:00:00Z');
    expect(rfc3339(NOW + 20)).toBe('2026-11-23T12:00:00.020Z');
  });
});

test.each([
  [{ requests: 11 }, 'looked at'],
  [{ bytesUsed: 1_000_001 }, 'looked at'],
  [{ repinned: true }, 'looked at'],
  [{}, 'listed'],
  [{ requests: 9, bytesUsed: 2_000_000 }, 'listed'],
  [null, 'listed'],
])('of one that was listed and one with %o the later is the one that was %s', (fields, which) => {
  const listed = session();
  const looked = fields && { ...listed, ...fields };
  expect(laterOf(listed, looked)).toBe(which === 'listed' ? listed : looked);
});
