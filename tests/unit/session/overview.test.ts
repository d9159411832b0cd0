import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Attempt, Intent } from '../../../lib/store/schemas.ts';
import { DEFAULT_SETTINGS, type State } from '../../../lib/store/state.ts';
import { end, failing, intentOf, listed, NOW, session, state, status } from '../support/samples.ts';

const offline: ApiError = { kind: 'unreachable', requestId: null };
const refused: ApiError = { kind: 'key-refused', requestId: 'req_1' };

function intentFor(target: Session, fields: Partial<Intent> = {}): Intent {
  return intentOf(target, { askedAtMs: NOW - 1_000, dueAtMs: NOW + 4_000, ...fields });
}

describe('what the numbers are worth', () => {
  const key = { tail: 'wxyz', keptIn: 'local' as const, checked: true };
  const failed = failing(offline, null);

  test.each([
    ['no-key', state(), null],
    ['loading', state({ key }), null],
    [
      'never-loaded',
      state({
        key,
        round: { v: 1, startedAtMs: NOW - 60_000, finishedAtMs: null, everyMs: 346_000 },
      }),
      null,
    ],
    ['never-loaded', state({ key, statuses: { residential: failed, mobile: failed } }), null],
    ['fresh', listed([session(), session({ product: 'mobile' })]), 2],
    ['fresh', listed([]), 0],
    [
      'offline',
      listed([session()], {
        statuses: { residential: failing(offline), mobile: status() },
      }),
      1,
    ],
    ['offline', listed([session()], { statuses: { residential: status(), mobile: failed } }), 1],
    [
      'stale',
      listed([session()], {
        statuses: { residential: status({ atMs: NOW - 120_000 }), mobile: status() },
      }),
      1,
    ],
    [
      'key-refused',
      listed([session()], {
        statuses: { residential: { ...status(), problem: refused }, mobile: status() },
      }),
      1,
    ],
    ['no-products', listed([], { products: [] }), null],
    [
      'fresh',
      listed([session()], {
        products: ['residential'],
        statuses: { residential: status(), mobile: null },
      }),
      1,
    ],
  ])('%s', (standing, given, count) => {
    expect(overviewOf(given, NOW)).toMatchObject({ standing, count });
  });
});

describe('why no session can be ended', () => {
  const locked: ApiError = { kind: 'locked', requestId: null };
  const settings = { ...DEFAULT_SETTINGS, isLocked: true };
  const forbidden: ApiError = { kind: 'not-permitted', code: null, requestId: 'req_2' };

  test.each([
    ['nothing is known of', listed([session()]), 'fresh', null],
    ['the key', listed([session()], { readOnly: forbidden }), 'key-may-not-end', forbidden],
    ['the lock, which is no trouble', listed([session()], { settings }), 'fresh', locked],
    [
      'the lock before the key',
      listed([session()], { settings, readOnly: forbidden }),
      'key-may-not-end',
      locked,
    ],
  ])('%s', (_, given, standing, readOnly) => {
    expect(overviewOf(given, NOW)).toMatchObject({ standing, readOnly, count: 1 });
  });
});

test('it changes by itself when the next session expires or the first list becomes old', () => {
  const statuses = { residential: status({ atMs: NOW - 30_000 }), mobile: status() };
  const at = (sessions: Session[], nowMs: number) =>
    overviewOf(listed(sessions, { statuses }), nowMs).changesAtMs;
  expect(at([session({ expiresAtMs: NOW + 100_000 })], NOW)).toBe(NOW + 90_000);
  expect(at([session({ expiresAtMs: NOW + 80_000 })], NOW)).toBe(NOW + 80_000);
  expect(at([], NOW + 90_000)).toBe(NOW + 119_000);
  expect(at([], NOW + 119_000)).toBeNull();
});

describe('which sessions are active', () => {
  test('one that expires leaves the count by itself', () => {
    const given = listed([session({ expiresAtMs: NOW + 10 })]);
    expect(overviewOf(given, NOW)).toMatchObject({ count: 1, changesAtMs: NOW + 10 });
    expect(overviewOf(given, NOW + 10)).toMatchObject({ count: 0, rows: [] });
  });

  test.each([86_400_000, -86_400_000])(
    'a clock that is wrong by %i ms changes nothing',
    (offset) => {
      const ours = NOW - offset;
      const read = status({ clockOffsetMs: offset, atMs: ours, startedAtMs: ours });
      const given = listed([session({ expiresAtMs: NOW + 60_000 })], {
        statuses: { residential: read, mobile: read },
        round: { v: 1, startedAtMs: ours, finishedAtMs: ours, everyMs: 60_000 },
      });
      expect(overviewOf(given, ours).rows[0]?.endsAtMs).toBe(ours + 60_000);
      expect(overviewOf(given, ours).standing).toBe('fresh');
      expect(overviewOf(given, ours + 60_000).count).toBe(0);
    },
  );

  test('one that was ended is hidden from lists that may not know of it yet, not from later ones', () => {
    const ended = session();
    const { product, id, sessionId } = ended;
    const identity = { product, id, sessionId, session: null, wish: null };
    const at = (startedAtMs: number) =>
      listed([ended], {
        statuses: { residential: status({ startedAtMs }), mobile: status() },
        ended: new Map([[refOf(ended), { ...identity, v: 5, endedAtMs: NOW, how: 'terminated' }]]),
      });
    expect(overviewOf(at(NOW - 1), NOW).count).toBe(0);
    expect(overviewOf(at(NOW + 59_999), NOW).count).toBe(0);
    expect(overviewOf(at(NOW + 60_000), NOW).count).toBe(1);
  });
});

describe('what becomes of a session that somebody asked to end', () => {
  const asked = session();
  const ref = refOf(asked);
  const intent = intentFor(asked);
  const attempt = (fields: Partial<Attempt>): Attempt => ({
    v: 3,
    acceptedAtMs: null,
    askedAtMs: intent.askedAtMs,
    count: 1,
    triedAtMs: NOW,
    nextAtMs: NOW,
    problem: null,
    ...fields,
  });
  const fate = (nowMs: number, tried?: Attempt) => {
    const attempts = new Map(tried ? [[ref, tried]] : []);
    const given = listed([asked, session()], { intents: new Map([[ref, intent]]), attempts });
    const overview = overviewOf(given, nowMs);
    return { count: overview.count, fate: overview.rows.find((row) => row.ref === ref)?.fate };
  };

  test('counts on, and can be undone until it is due', () => {
    expect(fate(NOW)).toEqual({
      count: 2,
      fate: { kind: 'undoable', askedAtMs: NOW - 1_000, untilMs: NOW + 4_000 },
    });
    expect(fate(NOW + 4_000)).toMatchObject({ count: 2, fate: { kind: 'ending' } });
  });

  test('is being ended once tried; when that fails it says why', () => {
    expect(fate(NOW, attempt({}))).toMatchObject({ count: 2, fate: { kind: 'ending' } });
    expect(fate(NOW, attempt({ nextAtMs: NOW + 5_000, problem: offline }))).toEqual({
      count: 2,
      fate: { kind: 'ending', retry: { problem: offline, atMs: NOW + 5_000 } },
    });
  });

  test('is active when it was refused, with the reason', () => {
    expect(fate(NOW, attempt({ nextAtMs: null, problem: refused }))).toEqual({
      count: 2,
      fate: { kind: 'active', refusal: refused },
    });
  });

  test('during a pause says what it waits for', () => {
    const until = NOW + 60_000;
    const intents = new Map([[ref, intent]]);
    const given = listed([asked], {
      intents,
      pause: { v: 3, saidAtMs: NOW, untilMs: until, unnamed: 0 },
    });
    expect(overviewOf(given, NOW).count).toBe(1);
    expect(overviewOf(given, NOW + 4_000)).toMatchObject({
      count: 1,
      refreshFromMs: until,
      rows: [
        { fate: { kind: 'ending', retry: { problem: { kind: 'rate-limited' }, atMs: until } } },
      ],
    });
  });

  test('a try of an earlier wish says nothing of this one', () => {
    expect(fate(NOW, attempt({ askedAtMs: 1, nextAtMs: null, problem: refused }))).toMatchObject({
      count: 2,
      fate: { kind: 'undoable' },
    });
  });
});

describe('the numbers of an overview', () => {
  const mine = session({ bytesUsed: 1 });
  const also = session({ bytesUsed: 20 });
  const there = session({ product: 'mobile', bytesUsed: 300 });
  const all = [mine, also, there];
  const forbidden: ApiError = { kind: 'not-permitted', code: null, requestId: null };
  const odd = status({ notUnderstood: { count: 2, inPart: 0, ways: ['region: string expected'] } });

  test('count each product by itself, with what is being ended', () => {
    const intents = new Map([[refOf(also), intentFor(also, { dueAtMs: NOW })]]);
    expect(overviewOf(listed(all, { intents }), NOW)).toMatchObject({
      count: 3,
      ending: 1,
      bytesUsed: { total: 321, isAtLeast: false },
      products: [
        { product: 'residential', count: 2, problem: null, unidentified: 0 },
        { product: 'mobile', count: 1, problem: null, unidentified: 0 },
      ],
    });
  });

  test('are null for a product that was never read', () => {
    const statuses = { residential: status(), mobile: failing(offline, null) };
    const [residential, mobile] = overviewOf(listed(all, { statuses }), NOW).products;
    expect(residential).toMatchObject({ count: 2, asOfMs: NOW - 1_000, problem: null });
    expect(mobile).toMatchObject({ count: null, asOfMs: null, problem: offline });
  });

  test('are as old as the oldest list', () => {
    const statuses = { residential: status(), mobile: status({ atMs: NOW - 50_000 }) };
    expect(overviewOf(listed(all, { statuses }), NOW).asOfMs).toBe(NOW - 50_000);
    expect(overviewOf(state(), NOW).asOfMs).toBeNull();
  });

  test.each<[string, boolean, State['statuses']['mobile']]>([
    ['all is well', false, status()],
    ['a list failed that was read before', false, failing(offline)],
    ['a list was never read', true, null],
    ['a list may not be read', true, failing(forbidden)],
    ['some records have no id', true, odd],
    ['some were read in part', false, status({ notUnderstood: { count: 0, inPart: 9, ways: [] } })],
    ['a list goes on behind what was read', true, status({ isWhole: false })],
  ])('say whether there may be more: %s, %s', (_, isPartial, mobile) => {
    const statuses = { residential: status(), mobile };
    expect(overviewOf(listed(all, { statuses }), NOW).isPartial).toBe(isPartial);
  });

  test('list only the ends that their sessions forestalled by expiring', () => {
    const ended = new Map(
      (['terminated', 'expired', 'gone'] as const).map((how) => {
        const one = session();
        return [refOf(one), end(one, { how })] as const;
      }),
    );
    expect(overviewOf(listed(all, { ended }), NOW).expired.map(({ how }) => how)).toEqual([
      'expired',
    ]);
  });

  test('say when a list that failed is asked for again, which is not before a pause is over', () => {
    const statuses = { residential: status(), mobile: failing(offline) };
    const pause = { v: 3 as const, saidAtMs: NOW, untilMs: NOW + 60_000, unnamed: 0 };
    expect(overviewOf(listed(all), NOW).retryAtMs).toBeNull();
    expect(overviewOf(listed(all, { statuses }), NOW).retryAtMs).toBe(NOW + 5_000);
    expect(overviewOf(listed(all, { statuses, pause }), NOW).retryAtMs).toBe(NOW + 60_000);
  });
});

test('no passing of time changes what counts, but that a session ends by itself', () => {
  const one = session();
  const intent = intentFor(one, { askedAtMs: NOW, dueAtMs: NOW });
  const given = listed([one], { intents: new Map([[refOf(one), intent]]) });
  for (const ms of [0, 19_999, 20_000, 60_000]) {
    expect(overviewOf(given, NOW + ms).count).toBe(1);
  }
});

test('a session without an expiry lives until a list drops it', () => {
  const endless = session({ expiresAtMs: null });
  const given = listed([endless]);
  expect(overviewOf(given, NOW + 1e9)).toMatchObject({ count: 1, rows: [{ endsAtMs: null }] });
});

test('an expiry before the start is none', () => {
  const odd = session({ startedAtMs: NOW, expiresAtMs: NOW - 1_800_000 });
  expect(overviewOf(listed([odd]), NOW).rows).toMatchObject([{ endsAtMs: null, bornAtMs: NOW }]);
});

test('the sum of what is known says that it may be more', () => {
  const given = listed([session({ bytesUsed: 5 }), session({ bytesUsed: null })]);
  expect(overviewOf(given, NOW).bytesUsed).toEqual({ total: 5, isAtLeast: true });
  const unknown = listed([session({ bytesUsed: null })]);
  expect(overviewOf(unknown, NOW).bytesUsed).toEqual({ total: null, isAtLeast: true });
});
