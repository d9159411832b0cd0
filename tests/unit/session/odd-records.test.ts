/* Records as they may be listed, beside the documented: what is read of each, and whether its proxy
 * username can be rebuilt. */
import { expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { readSession, readSessionDetail } from '../../../lib/api/wire.ts';
import { compile } from '../../../lib/session/filter/match.ts';
import { parse } from '../../../lib/session/filter/parse.ts';
import { asnName } from '../../../lib/session/record.ts';
import { type UsernamePart, usernameOf } from '../../../lib/session/username.ts';
import { formatBytes, formatPlace } from '../../../lib/surface/format.ts';
import { known } from '../support/samples.ts';

const RECORD = {
  id: 'ses_01HX2K3PQ4M5',
  subuser: 'sub_01HX2K3PQ4M5',
  session_id: 'job1',
  region: 'us',
  state: 'ca',
  city: 'la',
  asn: 7922,
  exit_ip: '198.51.100.42',
  started_at: '2026-05-28T07:00:00Z',
  expires_at: '2026-05-28T07:30:00Z',
  bytes_used: 3_145_728,
  requests: 42,
  repinned: false,
};
const SEVEN = Date.UTC(2026, 4, 28, 7);
const HALF_PAST = SEVEN + 1_800_000;
const times = { startedAtMs: SEVEN, expiresAtMs: HALF_PAST };

type Missing = UsernamePart[];

test.each<[string, object, Partial<Session>, Missing]>([
  ['as documented', {}, { ...times, unread: [] }, []],
  ['not pinned yet', { exit_ip: null }, { exitIp: null, unread: [] }, []],
  ['region null', { region: null }, { region: null, unread: ['region'] }, ['region']],
  ['ASN as text', { asn: '7922' }, { asn: 7922 }, []],
  ['ASN with its letters', { asn: 'AS7922' }, { asn: 7922 }, []],
  ['asdot', { asn: '1.10' }, { asn: '1.10', unread: [] }, ['asn']],
  ['traffic as text', { bytes_used: '3145728' }, { bytesUsed: 3_145_728 }, []],
  ['traffic negative', { bytes_used: -1 }, { bytesUsed: null, unread: ['bytes_used'] }, []],
  ['traffic beyond 2^53', { bytes_used: 2 ** 53 }, { bytesUsed: 2 ** 53 }, []],
  ['requests null', { requests: null }, { requests: null }, []],
  ['repinned absent', { repinned: undefined }, { repinned: null, unread: ['repinned'] }, []],
  ['no zone', { started_at: '2026-05-28T07:00:00', expires_at: '2026-05-28 07:30:00' }, times, []],
  [
    'offset and nanoseconds',
    { started_at: '2026-05-28T15:00:00.123456789+08:00', expires_at: '2026-05-28T15:30:00+08:00' },
    { startedAtMs: SEVEN + 123, expiresAtMs: HALF_PAST },
    [],
  ],
  ['epoch seconds', { started_at: 1_779_951_600, expires_at: '1779953400' }, times, []],
  ['no expiry', { expires_at: null }, { expiresAtMs: null }, ['sesstime']],
  [
    'expiry before start',
    { expires_at: '2026-05-28T06:30:00Z' },
    { expiresAtMs: SEVEN - 1_800_000 },
    ['sesstime'],
  ],
  [
    'upper case and blanks',
    { region: 'US', state: 'New York', city: 'Saint-Denis l’Île' },
    { region: 'US', state: 'New York' },
    ['region', 'state', 'city'],
  ],
  ['a city without its state', { state: null }, { state: null }, ['state']],
  ['a state of another type', { state: {}, city: null }, { unread: ['state'] }, ['state']],
  ['status nobody knows', { status: 'draining' }, { status: 'draining' }, []],
  ['status active', { status: ' Active ' }, { status: null }, []],
])('%s', (_, fields, expected, missing) => {
  const session = readSession('residential', { ...RECORD, ...fields })?.value;
  expect(session).toMatchObject(expected);
  if (!session) throw new Error('a session is expected');
  const username = usernameOf(session, 'shop');
  expect(username.text === null ? username.missing : []).toEqual(missing);
});

test.each(['terminated', 'TERMINATED', ' Ended', 'expired', 'Closed'])(
  'a record with the status "%s" is not active, whatever else it lacks',
  (status) => {
    expect(readSession('mobile', { id: 'ses_1', exit_ip: null, status })).toMatchObject({
      value: null,
    });
  },
);

test.each([
  ['TERMINATED', 'terminated'],
  ['expired', 'expired'],
  ['closed', 'ended'],
  ['draining', null],
])('a look at a session of the status %s says that it has ended as %s', (status, endedAs) => {
  expect(readSessionDetail('mobile', 'ses_1', { id: 'ses_1', status })).toMatchObject({ endedAs });
});

test('an odd place is shown as it came, and found in either case', () => {
  const row = known({ region: 'US', state: 'New York', city: null, asn: 7922 });
  expect(formatPlace(row.session)).toBe('US · New York');
  const finds = (text: string) => compile(parse(text).terms, [row], 0)(row);
  expect(['region:us', 'asn:7922', 'asn:AS7922', 'state:new'].filter(finds)).toHaveLength(4);
  const dotted = known({ asn: '1.10' });
  expect(compile(parse('asn:1.10').terms, [dotted], 0)(dotted)).toBe(true);
  expect([asnName(7922), asnName('1.10'), asnName(null)]).toEqual(['AS7922', '1.10', null]);
});

test('what is not known matches no comparison, and no choice', () => {
  const row = known({ bytesUsed: null, requests: null, repinned: null, expiresAtMs: null });
  const finds = (text: string) => compile(parse(text).terms, [row], 0)({ ...row, endsAtMs: null });
  const asked = ['bytes>0', 'bytes<1GB', 'requests>=0', 'left<99h', 'rate<1GB/min', 'repinned:no'];
  expect(asked.filter(finds)).toEqual([]);
  expect(formatBytes(null)).toBe('–');
});
