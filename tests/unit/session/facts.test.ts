import { describe, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { ageMsOf, type Facts, factsOf, told } from '../../../lib/session/facts.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { protectionName } from '../../../lib/session/protection.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Trace } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import { listed, NOW, session, status } from '../support/samples.ts';

const factsIn = (state: State, of: Session, nowMs = NOW): Facts => {
  const { expiresAtMs: endsAtMs, startedAtMs: bornAtMs } = of;
  const fate = { kind: 'active', refusal: null } as const;
  const { rows } = overviewOf(state, nowMs);
  return told(factsOf(state, rows)({ ref: refOf(of), session: of, fate, endsAtMs, bornAtMs }));
};

describe('what is known of a session', () => {
  test('is nothing more than its record at first sight', () => {
    const one = session();
    expect(factsIn(listed([one]), one)).toEqual({
      subuser: null,
      trace: null,
      bytesPerMinute: null,
      readAtMs: NOW - 1_000,
      isIdle: false,
      isTwin: false,
      sharesExit: false,
      protection: null,
      hasReminder: false,
    });
  });

  test('is whose it is and by what it is protected', () => {
    const one = session({ subuser: 'sub_7' });
    const acme = { id: 'sub_7', name: 'acme', label: 'Acme Ltd' };
    const fields = {
      subusers: new Map([['sub_7', acme]]),
      protections: new Set([protectionName('subuser', one)]),
    };
    expect(factsIn(listed([one], fields), one)).toMatchObject({
      subuser: acme,
      protection: 'subuser',
    });
  });

  test('is how fast it goes', () => {
    const one = session({ bytesUsed: 5_000, requests: 3 });
    const trace: Trace = {
      seenAtMs: NOW - 120_000,
      points: [NOW - 120_000, 1_000, 3, NOW, 5_000, 3],
      ips: [],
      returned: null,
    };
    const read = status({ atMs: NOW, earlierMs: [60, 90, 120].map((s) => NOW - s * 1_000) });
    const fields = {
      traces: { residential: new Map([[one.id, trace]]), mobile: new Map() },
      statuses: { residential: read, mobile: null },
    };
    expect(factsIn(listed([one], fields), one)).toMatchObject({
      trace,
      bytesPerMinute: 2_000,
      isIdle: true,
    });
  });

  test('is what it has in common with others, of either product', () => {
    const one = session({ sessionId: 'cart', exitIp: '::1' });
    const twin = session({ sessionId: 'cart', product: 'mobile' });
    const neighbour = session({ exitIp: '::1' });
    const state = listed([one, twin, neighbour]);
    expect(factsIn(state, one)).toMatchObject({ isTwin: true, sharesExit: true });
    expect(factsIn(state, twin)).toMatchObject({ isTwin: true, sharesExit: false });
    expect(factsIn(state, neighbour)).toMatchObject({ isTwin: false, sharesExit: true });
  });

  test('is not that it has a twin in the one that it came after', () => {
    const over = session({ sessionId: 'cart', exitIp: '::1' });
    const back = session({ sessionId: 'cart', exitIp: '::1' });
    const { product, id, sessionId } = over;
    const last = { session: over, wish: null, how: 'terminated', endedAtMs: NOW } as const;
    const ended = new Map([[refOf(over), { v: 5 as const, product, id, sessionId, ...last }]]);
    expect(factsIn(listed([over, back], { ended }), back)).toMatchObject({
      isTwin: false,
      sharesExit: false,
    });
  });

  test('is that it has a twin only as long as that lives, and not until the next list', () => {
    const over = session({ sessionId: 'cart', exitIp: '::1', expiresAtMs: NOW + 1 });
    const left = session({ sessionId: 'cart', exitIp: '::1' });
    const state = listed([over, left]);
    expect(factsIn(state, left)).toMatchObject({ isTwin: true, sharesExit: true });
    expect(factsIn(state, left, NOW + 1)).toMatchObject({ isTwin: false, sharesExit: false });
  });
});

test('the age is told by the server’s clock', () => {
  const one = session({ startedAtMs: NOW - 60_000 + 3_600_000, expiresAtMs: NOW + 3_900_000 });
  const statuses = { residential: status({ clockOffsetMs: 3_600_000 }), mobile: null };
  const [row] = overviewOf(listed([one], { statuses }), NOW).rows;
  expect(row && ageMsOf(row, NOW)).toBe(60_000);
});
