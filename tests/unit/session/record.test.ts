import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { sessionDetail } from '../../../lib/api/wire.ts';
import { laterOf, recordOf, recordText, rfc3339 } from '../../../lib/session/record.ts';
import { detail, NOW, session } from '../support/samples.ts';

describe('the record of a session', () => {
  test('has the names of the API, in its order', () => {
    expect(Object.keys(recordOf(session()))).toEqual(
      'product id subuser session_id region state city asn exit_ip started_at expires_at bytes_used requests repinned'.split(
        ' ',
      ),
    );
  });

  test('is read by the API’s own schema as the session that it was', () => {
    const optionalText = fc.option(fc.string());
    const fields = fc.record({
      product: fc.constantFrom('residential' as const, 'mobile' as const),
      sessionId: fc.string(),
      state: optionalText,
      city: optionalText,
      asn: fc.option(fc.nat()),
      startedAtMs: fc.date({ noInvalidDate: true }).map(Number),
      bytesUsed: fc.maxSafeNat(),
      repinned: fc.boolean(),
    });
    fc.assert(
      fc.property(fields, fc.boolean(), fc.array(fc.jsonValue()), (parts, terminated, samples) => {
        const given = session(parts);
        const text = recordText(given, detail(given, { terminated, samples }));
        const read = v.parse(sessionDetail(given.product), JSON.parse(text));
        expect(read).toEqual({
          ...given,
          terminated,
          samples: JSON.parse(JSON.stringify(samples)),
        });
      }),
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
