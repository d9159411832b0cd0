import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSession } from '../../../lib/api/wire.ts';
import { reportOf } from '../../../lib/surface/report.ts';
import { failing, listed, NOW, session, status } from '../support/samples.ts';

describe('a report', () => {
  test('names version, counts, places and types', () => {
    const statuses = {
      residential: status({
        notUnderstood: { count: 3, inPart: 2, ways: ['asn: number expected'] },
      }),
      mobile: failing({ kind: 'not-understood', status: 200, what: 'answer', requestId: 'req_1' }),
    };
    const asides = ['settings', 'intent:mobile:ses_secret'];
    expect(reportOf(listed([session()], { statuses, asides }), '1.2.3', NOW).split('\n')).toEqual([
      'Session Inspector for helodata 1.2.3, 2026-11-23T12:00:00.000Z',
      'residential: 3 records without an id, 2 read in part',
      '  asn: number expected',
      'mobile: 0 records without an id, 0 read in part',
      '  not understood: answer',
      'kept data that could not be read: settings',
      'kept data that could not be read: intent',
    ]);
  });

  test('holds no code that the vendor sent, nor any other of its words', () => {
    const error = {
      kind: 'not-understood',
      status: 418,
      what: 'hel_live_x',
      requestId: 'r',
    } as const;
    const text = reportOf(
      listed([], { statuses: { residential: failing(error), mobile: null } }),
      '1',
      NOW,
    );
    expect(text).toContain('not understood: status 418');
    expect(text).not.toContain('hel_live_x');
  });

  test('says what is wrong with a record without saying what it holds', () => {
    const secret = fc.stringMatching(/^secret[a-z]{6,20}$/);
    const value = fc.oneof(
      secret,
      fc.array(secret),
      fc.record({ inner: secret }),
      fc.constant(null),
    );
    const fields = ['id', 'subuser', 'exit_ip', 'started_at', 'bytes_used', 'repinned', 'asn'];
    const record = fc.record(Object.fromEntries(fields.map((name) => [name, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(record, (given) => {
        const read = readSession('mobile', { ...given, id: 'ses_1' });
        expect(read?.wrong.join()).not.toContain('secret');
      }),
    );
  });
});
