import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../sandbox/clock.ts';
import type { Session } from '../../sandbox/session.ts';
import { latest, meter, type Traffic } from '../../sandbox/traffic.ts';
import { World, type WorldOptions } from '../../sandbox/world.ts';
import { firstOf } from './support.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 15, 9, 30);

function worldOf(options: Partial<WorldOptions> & { nowMs?: number } = {}) {
  const clock = new Clock({ nowMs: options.nowMs ?? START_MS, speed: 0 });
  const world = new World({
    clock,
    seed: 1,
    sessions: 24,
    products: ['residential', 'mobile', 'isp'],
    churn: false,
    minutesLeft: [2, 29],
    listTerminated: false,
    samplesAs: 'samples',
    clients: false,
    ...options,
  });
  return { clock, world };
}

describe('the same seed', () => {
  test('gives the same world', () => {
    expect(worldOf().world.sessions()).toEqual(worldOf().world.sessions());
    expect(worldOf({ seed: 2 }).world.sessions()).not.toEqual(worldOf().world.sessions());
  });

  test('gives the same sessions at another time, moved in time', () => {
    const shape = ({ started_at, expires_at, ...rest }: Session) => rest;
    const later = worldOf({ nowMs: START_MS + 86_400_000 }).world.sessions();
    expect(later.map(shape)).toEqual(worldOf().world.sessions().map(shape));
  });

  test('gives the same future, however often somebody looks', () => {
    const [watched, left] = [worldOf({ churn: true }), worldOf({ churn: true })];
    for (let minute = 0; minute < 90; minute += 1) {
      watched.clock.advance(MINUTE_MS);
      watched.world.sessions();
    }
    left.clock.advance(90 * MINUTE_MS);
    expect(left.world.sessions()).toEqual(watched.world.sessions());
  });
});

describe('the cast', () => {
  const sessions = worldOf().world.sessions();

  test('holds the cases that matter', () => {
    expect(sessions).toHaveLength(24);
    expect(sessions.filter(({ session_id }) => session_id === 'cart7f3')).toHaveLength(4);
    expect(sessions.some(({ session_id }) => session_id.length === 32)).toBe(true);
    expect(sessions.some(({ exit_ip }) => exit_ip.includes(':'))).toBe(true);
    expect(sessions.some(({ bytes_used }) => bytes_used === 0)).toBe(true);
    expect(sessions.some(({ bytes_used }) => bytes_used > 300_000_000)).toBe(true);
    expect(sessions.some(({ repinned }) => repinned)).toBe(true);
    expect(sessions.some(({ state, city }) => state !== null && city === null)).toBe(true);
    expect(sessions.some(({ state }) => state === null)).toBe(true);
    expect(sessions.some(({ asn }) => asn === null)).toBe(true);
    expect(sessions.some(({ asn }) => asn !== null)).toBe(true);
  });

  test('keeps to what the contract says about a session', () => {
    const { world } = worldOf({ sessions: 500 });
    const owners = new Map(world.subusers.map((subuser) => [subuser.id, subuser]));
    for (const session of world.sessions()) {
      expect(session.session_id).toMatch(/^[a-z0-9]{1,32}$/);
      if (session.city !== null) expect(session.state).not.toBeNull();
      expect(session.requests).toBeGreaterThanOrEqual(1);
      const lengthMs = Date.parse(session.expires_at) - Date.parse(session.started_at);
      expect(lengthMs % MINUTE_MS).toBe(0);
      expect(lengthMs).toBeLessThanOrEqual(30 * MINUTE_MS);
      const owner = owners.get(session.subuser);
      expect(owner?.status).toBe('active');
      expect(owner?.products).toContain(session.product);
    }
    const ids = world.sessions().map(({ id }) => id);
    expect(new Set(ids).size).toBe(500);
  });

  test('has the time left that was asked for', () => {
    const { world } = worldOf({ sessions: 100, minutesLeft: [3, 5] });
    for (const { expires_at } of world.sessions()) {
      const leftMs = Date.parse(expires_at) - START_MS;
      expect(leftMs).toBeGreaterThanOrEqual(3 * MINUTE_MS);
      expect(leftMs).toBeLessThanOrEqual(5 * MINUTE_MS + 1000);
    }
  });

  test('is there only for products that were bought', () => {
    const { world } = worldOf({ products: ['mobile'] });
    expect(world.sessions('mobile')).toHaveLength(24);
    expect(worldOf({ products: ['isp'] }).world.sessions()).toEqual([]);
  });
});

describe('life', () => {
  test('figures only grow, IPs change only when re-pinned, and the end comes on time', () => {
    const { clock, world } = worldOf();
    let before = new Map(world.sessions().map((session) => [session.id, session]));
    let moves = 0;
    for (let minute = 0; minute < 31; minute += 1) {
      clock.advance(MINUTE_MS);
      const now = world.sessions();
      for (const session of now) {
        const earlier = before.get(session.id);
        if (!earlier) throw new Error('a session came from nowhere');
        expect(session.bytes_used).toBeGreaterThanOrEqual(earlier.bytes_used);
        expect(session.requests).toBeGreaterThanOrEqual(earlier.requests);
        if (session.exit_ip !== earlier.exit_ip) {
          moves += 1;
          expect(session.repinned).toBe(true);
        }
        expect(Date.parse(session.expires_at)).toBeGreaterThan(clock.now());
      }
      before = new Map(now.map((session) => [session.id, session]));
    }
    expect(moves).toBeGreaterThan(0);
    expect(world.sessions()).toEqual([]);
  });

  test('with churn, others start where some have ended', () => {
    const { clock, world } = worldOf({ churn: true });
    const atFirst = new Set(world.sessions().map(({ id }) => id));
    clock.advance(45 * MINUTE_MS);
    const later = world.sessions();
    expect(later.length).toBeGreaterThan(15);
    for (const { id } of later) expect(atFirst).not.toContain(id);
    clock.advance(400 * 24 * 60 * MINUTE_MS);
    expect(world.sessions().length).toBeGreaterThan(15);
  });

  test('with churn, a job whose session was terminated comes back under the same username', () => {
    const { clock, world } = worldOf({ churn: true, minutesLeft: [20, 25] });
    const old = firstOf(world.sessions('residential'));
    world.terminate('residential', old.id);
    clock.advance(41_000);
    const { subuser, session_id, region, state, city, asn } = old;
    const twin = { subuser, session_id, region, state, city, asn };
    const back = world.sessions().filter((session) => session.id !== old.id);
    expect(back).toContainEqual(expect.objectContaining(twin));
  });

  describe('whose client goes on', () => {
    const usernameOf = ({ product, subuser, session_id, region, state, city, asn }: Session) => {
      return { product, subuser, session_id, region, state, city, asn };
    };
    const lengthOf = ({ started_at, expires_at }: Session) =>
      Date.parse(expires_at) - Date.parse(started_at);

    test('comes back under the same username, with a new id and a new exit IP', () => {
      const { clock, world } = worldOf({ minutesLeft: [20, 25] });
      const [old, other] = world.sessions();
      if (!old || !other) throw new Error('there are sessions');
      expect(world.keepRunning(old.product, old.id)).toBe(true);
      const others = world.sessions().filter(({ id }) => id !== old.id);
      world.terminate(old.product, old.id);
      world.terminate(other.product, other.id);
      clock.advance(11_999);
      expect(world.sessions()).toHaveLength(22);
      clock.advance(1);
      const back = firstOf(world.sessions().slice(-1));
      expect(world.sessions()).toHaveLength(23);
      expect(usernameOf(back)).toEqual(usernameOf(old));
      expect(lengthOf(back)).toBe(lengthOf(old));
      expect(Date.parse(back.started_at)).toBe(clock.now());
      expect([old, ...others].map(({ id }) => id)).not.toContain(back.id);
      expect(back.exit_ip).not.toBe(old.exit_ip);
      expect(back).toMatchObject({ requests: 1, repinned: false });
      expect(world.session(old.product, old.id)).toMatchObject({ status: 'terminated' });
    });

    test('comes back as often as it is ended, after the time that was asked for', () => {
      const { clock, world } = worldOf({ sessions: 0 });
      let { product, id } = world.add('mobile', { bytes_used: 0 });
      const ids = new Set([id]);
      world.keepRunning(product, id, { afterMs: 3_000 });
      for (let ended = 1; ended <= 4; ended += 1) {
        world.terminate(product, id);
        expect(world.sessions()).toEqual([]);
        clock.advance(3_000);
        ({ product, id } = firstOf(world.sessions()));
        ids.add(id);
      }
      expect(ids.size).toBe(5);
    });

    test('may be each one, and is none that has ended', () => {
      const { clock, world } = worldOf({ minutesLeft: [20, 25], clients: true });
      const { product, id } = firstOf(world.sessions());
      for (const each of world.sessions()) world.terminate(each.product, each.id);
      expect(world.sessions()).toEqual([]);
      expect(world.keepRunning(product, id)).toBe(false);
      clock.advance(12_000);
      expect(world.sessions()).toHaveLength(24);
    });
  });

  test('expire and repin act once and on active sessions alone', () => {
    const { world } = worldOf();
    const { product, id, exit_ip } = firstOf(world.sessions());
    expect(world.repin(product, id)).toBe(true);
    expect(world.session(product, id)).toMatchObject({ repinned: true });
    expect(world.session(product, id)?.exit_ip).not.toBe(exit_ip);
    expect(world.expire(product, id)).toBe(true);
    expect(world.session(product, id)).toBeUndefined();
    expect(world.expire(product, id)).toBe(false);
    expect(world.repin(product, id)).toBe(false);
    expect(world.terminate(product, id)).toBe(false);
    expect(world.endings).toEqual([]);
  });
});

test('lists that lag hold an ended session, as it was, until the lag is over', () => {
  const { clock, world } = worldOf({ sessions: 3 });
  world.listLagMs = MINUTE_MS;
  const [{ product, id } = world.add('mobile')] = world.sessions();
  clock.advance(MINUTE_MS);
  const before = world.session(product, id);
  world.terminate(product, id);
  clock.advance(MINUTE_MS - 1);
  const listed = () => world.listed(product).map((life) => world.read(life));
  expect(listed().find((session) => session.id === id)).toEqual(before);
  expect(world.session(product, id)).toMatchObject({ status: 'terminated' });
  expect(world.sessions().map((session) => session.id)).not.toContain(id);
  clock.advance(1);
  expect(listed().map((session) => session.id)).not.toContain(id);
  // Set back to before the end, where a lag would last as long again.
  clock.advance(-2 * MINUTE_MS);
  expect(listed().map((session) => session.id)).not.toContain(id);
});

describe('an added session', () => {
  test('is what was wished for, and made up for the rest', () => {
    const { world } = worldOf({ sessions: 0 });
    const wish = {
      id: 'ses_mine',
      session_id: 'login09',
      region: 'de',
      exit_ip: '203.0.113.9',
      bytes_used: 5_000_000,
      requests: 12,
      repinned: true,
    };
    const session = world.add('mobile', wish);
    expect(session).toMatchObject({ ...wish, product: 'mobile', state: null, city: null });
    expect(world.sessions('mobile')).toEqual([session]);
    expect(world.detail('mobile', 'ses_mine')).toHaveProperty('samples.length', 10);
    expect(() => world.add('mobile', { id: 'ses_mine' })).toThrow('ses_mine');
    expect(world.add('residential', { id: 'ses_mine' }).id).toBe('ses_mine');
    expect(() => world.add('mobile', { expires_at: 'soon' })).toThrow('soon');
  });

  test('moves only if told to when its figures were given', () => {
    const { clock, world } = worldOf({ sessions: 0 });
    world.add('mobile', { id: 'ses_still', bytes_used: 1000, requests: 3 });
    world.add('mobile', { id: 'ses_fast', bytes_used: 1000, bytesPerSecond: 1_000_000 });
    world.add('mobile', { id: 'ses_any' });
    clock.advance(5 * MINUTE_MS);
    expect(world.session('mobile', 'ses_still')).toMatchObject({ bytes_used: 1000, requests: 3 });
    const fast = world.session('mobile', 'ses_fast')?.bytes_used ?? 0;
    expect(fast / 300_000_000).toBeCloseTo(1, 1);
    expect(world.session('mobile', 'ses_any')?.requests).toBeGreaterThan(1);
  });

  test('stands at the given figures now, however long ago it started', () => {
    const { world } = worldOf({ sessions: 0 });
    const started_at = new Date(START_MS - 5 * MINUTE_MS).toISOString();
    const figures = { bytes_used: 7_000, requests: 4 };
    expect(world.add('mobile', { started_at, ...figures, bytesPerSecond: 500 })).toMatchObject(
      figures,
    );
  });

  test('that starts later is not there yet', () => {
    const { clock, world } = worldOf({ sessions: 0 });
    world.add('mobile', { started_at: new Date(START_MS + 1000).toISOString() });
    expect(world.sessions()).toEqual([]);
    clock.advance(1000);
    expect(world.sessions()).toHaveLength(1);
  });
});

test('traffic never runs backwards, and its transfers add up to the meter', () => {
  const traffic: fc.Arbitrary<Traffic> = fc.record({
    seed: fc.integer(),
    sinceMs: fc.integer({ min: 0, max: 5000 }),
    bytesBefore: fc.constant(0),
    requestsBefore: fc.constant(0),
    intervalMs: fc.oneof(fc.integer({ min: 20, max: 20_000 }), fc.constant(Infinity)),
    bytesPerRequest: fc.integer({ min: 0, max: 1_000_000 }),
  });
  const spans = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }));
  fc.assert(
    fc.property(traffic, spans, (each, [from, further]) => {
      const early = meter(each, from);
      const late = meter(each, from + further);
      expect(late.requests).toBeGreaterThanOrEqual(early.requests);
      expect(late.bytes).toBeGreaterThanOrEqual(early.bytes);
      const transfers = latest(each, from, Infinity);
      expect(transfers).toHaveLength(early.requests);
      expect(transfers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(early.bytes);
      for (const { atMs } of transfers) expect(atMs).toBeLessThanOrEqual(from);
    }),
  );
});
