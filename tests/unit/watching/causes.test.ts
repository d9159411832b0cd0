import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Trace } from '../../../lib/store/schemas.ts';
import { DEFAULT_WATCHING, type State, type Watching } from '../../../lib/store/state.ts';
import { heldCauses, nextEndingMs } from '../../../lib/watching/causes.ts';
import { failing, listed, NOW, session, status } from '../support/samples.ts';

const ON: Watching = { ...DEFAULT_WATCHING, isOn: true };
const MINUTE = 60_000;

const held = (state: State) => heldCauses(state, overviewOf(state, NOW), NOW);
const causes = (state: State) => held(state).map(({ cause }) => cause);

function trace(fields: Partial<Trace> = {}): Trace {
  const ips = [{ atMs: NOW - MINUTE, ip: '203.0.113.7' }];
  return { seenAtMs: NOW - MINUTE, points: [NOW - MINUTE, 0, 0], ips, returned: null, ...fields };
}

function watched(one: Session, fields: Partial<State> = {}, of: Trace | null = trace()): State {
  const traces = { residential: new Map(of ? [[one.id, of]] : []), mobile: new Map() };
  return listed([one], { watching: ON, traces, ...fields });
}

describe('an exit IP that moved', () => {
  const ips = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((ip, n) => ({ atMs: NOW + n, ip }));

  test('is told with the one before', () => {
    const state = watched(session({ exitIp: '203.0.113.3' }), {}, trace({ ips }));
    expect(held(state)).toMatchObject([{ cause: 'moved', fromIp: '203.0.113.2' }]);
  });

  test('from an unknown one where it was re-pinned when it was first seen', () => {
    expect(held(watched(session({ repinned: true })))).toMatchObject([
      { cause: 'moved', fromIp: null },
    ]);
    expect(held(watched(session({ repinned: true }), {}, null))).toMatchObject([
      { cause: 'moved', fromIp: null },
    ]);
  });

  test('else it stays where it was', () => {
    expect(causes(watched(session()))).toEqual([]);
  });
});

describe('data', () => {
  test.each([
    [500_000_000, []],
    [500_000_001, ['bytes']],
  ])('%i bytes over a bound of 500 MB: %j', (bytesUsed, expected) => {
    expect(causes(watched(session({ bytesUsed }), {}, null))).toEqual(expected);
  });

  test.each([
    [50_000_000, []],
    [50_000_001, ['rate']],
  ])('%i bytes in the last minute over a bound of 50 MB: %j', (bytesUsed, expected) => {
    const read = status({ atMs: NOW, earlierMs: [NOW - MINUTE] });
    const points = [NOW - MINUTE, 0, 0, NOW, bytesUsed, 1];
    const statuses = { residential: read, mobile: read };
    const state = watched(session({ bytesUsed }), { statuses }, trace({ points }));
    expect(causes(state)).toEqual(expected);
    if (expected.length > 0) expect(held(state)[0]?.rate).toBe(bytesUsed);
  });

  test('a session that was seen once has no rate yet', () => {
    expect(causes(watched(session({ bytesUsed: 499_000_000 })))).toEqual([]);
  });
});

describe('a session about to end', () => {
  const soon = session({ expiresAtMs: NOW + 5 * MINUTE });
  const late = session({ expiresAtMs: NOW + 5 * MINUTE + 1 });

  test('is told of where somebody chose it', () => {
    const chosen = (one: Session) => ({ reminders: new Set([refOf(one)]) });
    expect(causes(watched(soon, chosen(soon)))).toEqual(['ending']);
    expect(causes(watched(late, chosen(late)))).toEqual([]);
    expect(causes(watched(soon))).toEqual([]);
  });

  test('by the server’s clock', () => {
    const ahead = status({ clockOffsetMs: 1 });
    const statuses = { residential: ahead, mobile: ahead };
    expect(causes(watched(late, { statuses, reminders: new Set([refOf(late)]) }))).toEqual([
      'ending',
    ]);
  });

  test('of one that no list holds nothing is told', () => {
    const state = watched(late, { reminders: new Set([refOf(soon)]) });
    expect(causes(state)).toEqual([]);
    expect(nextEndingMs(state, overviewOf(state, NOW).rows, NOW)).toBe(Infinity);
  });

  test('the next one is known beforehand', () => {
    const sessions = [soon, late, session({ expiresAtMs: NOW + 9 * MINUTE })];
    const reminders = new Set(sessions.map(refOf));
    const state = listed(sessions, { watching: ON, reminders });
    const { rows } = overviewOf(state, NOW);
    expect(nextEndingMs(state, rows, NOW)).toBe(NOW + 1);
    expect(nextEndingMs(state, overviewOf(state, NOW + 1).rows, NOW + 1)).toBe(NOW + 4 * MINUTE);
    expect(nextEndingMs({ ...state, watching: DEFAULT_WATCHING }, rows, NOW)).toBe(Infinity);
    expect(nextEndingMs({ ...state, reminders: new Set() }, rows, NOW)).toBe(Infinity);
  });
});

test('a refused key is a cause without a session', () => {
  const refused: ApiError = { kind: 'key-refused', requestId: null };
  const statuses = { residential: failing(refused), mobile: failing(refused) };
  expect(held(listed([], { watching: ON, statuses }))).toMatchObject([
    { name: 'key', cause: 'key', session: null },
  ]);
});

test('a session that somebody is ending is told of no more', () => {
  const one = session({ bytesUsed: 9e9, repinned: true });
  const { product, id, sessionId, expiresAtMs } = one;
  const times = { expiresAtMs, askedAtMs: NOW, dueAtMs: NOW + 5_000 };
  const how = { from: 'row' as const, heldBy: null };
  const wish = { v: 5 as const, owner: '', product, id, sessionId, ...how, ...times };
  expect(causes(watched(one))).toEqual(['moved', 'bytes']);
  expect(causes(watched(one, { intents: new Map([[refOf(one), wish]]) }))).toEqual([]);
});

test('what is off is not told, and nothing is while nothing is watched', () => {
  const one = session({ bytesUsed: 9e9, repinned: true, expiresAtMs: NOW + MINUTE });
  const flag = fc.boolean();
  fc.assert(
    fc.property(flag, flag, flag, flag, flag, (isOn, moved, bytes, rate, isChosen) => {
      const watching: Watching = {
        ...{ ...ON, isOn },
        ...{
          moved: { isOn: moved },
          bytes: { isOn: bytes, over: 1 },
          rate: { isOn: rate, over: 1 },
        },
      };
      const points = [NOW - MINUTE, 0, 0, NOW - 1_000, 9e9, 1];
      const read = status({ earlierMs: [NOW - MINUTE] });
      const more = {
        watching,
        statuses: { residential: read, mobile: read },
        reminders: new Set(isChosen ? [refOf(one)] : []),
      };
      const expected = [
        ...(moved ? ['moved'] : []),
        ...(bytes ? ['bytes'] : []),
        ...(rate ? ['rate'] : []),
        ...(isChosen ? ['ending'] : []),
      ];
      expect(causes(watched(one, more, trace({ points })))).toEqual(isOn ? expected : []);
    }),
    { numRuns: 200 },
  );
});
