import { describe, expect, test } from 'vitest';
import { returnsOf, withReturns } from '../../../lib/polling/returns.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Past } from '../../../lib/store/schemas.ts';
import { NOW, past, session } from '../support/samples.ts';

const MINUTE_MS = 60_000;
const times = { atMs: NOW, previousMs: NOW - MINUTE_MS, clockOffsetMs: 0 };

const lasting = (startedAtMs: number) => ({ startedAtMs, expiresAtMs: startedAtMs + 600_000 });
const cart = (startedAtMs: number) => session({ sessionId: 'cart', ...lasting(startedAtMs) });

/** The end of a session of the same client, so long ago. */
function ended(agoMs: number, fields: Partial<Past> = {}): Past {
  const over = { ...cart(NOW - 600_000), exitIp: '198.51.100.1' };
  return past({ session: over, how: 'terminated', endedAtMs: NOW - agoMs, ...fields });
}

describe('a session under the proxy username of one that was ended', () => {
  const back = cart(NOW - 8_000);
  const of = (...ends: Past[]) => returnsOf([back], ends, times).get(refOf(back));

  test('is its return, so long after', () => {
    const end = ended(20_000);
    expect(of(end)).toEqual({
      ref: refOf(end.session),
      afterMs: 12_000,
      fromIp: '198.51.100.1',
    });
  });

  test('is told by one clock', () => {
    const clockOffsetMs = 3_600_000;
    const later = cart(NOW - 8_000 + clockOffsetMs);
    const found = returnsOf([later], [ended(20_000)], { ...times, clockOffsetMs });
    expect(found.get(refOf(later))?.afterMs).toBe(12_000);
  });

  test('is that of the latest end', () => {
    const [first, last] = [ended(90_000), ended(30_000)];
    expect(of(last, first)?.ref).toBe(refOf(last.session));
    expect(of(first, last)?.ref).toBe(refOf(last.session));
  });

  test('comes after it, but for a clock that is a little wrong', () => {
    expect(of(ended(3_000))?.afterMs).toBe(0);
    expect(of(ended(2_000))).toBeUndefined();
  });

  test('may have begun before the other was found gone, but not before it was last seen', () => {
    expect(of(ended(0, { how: 'gone' }))?.afterMs).toBe(0);
    const early = cart(NOW - MINUTE_MS - 6_000);
    expect(returnsOf([early], [ended(0, { how: 'gone' })], times).size).toBe(0);
  });

  test.each<[string, Past]>([
    ['expired', ended(20_000, { how: 'expired' })],
    ['ended a day ago', ended(24 * 3_600_000)],
    ['came back already', ended(20_000, { cameBackAs: 'residential:ses_x' })],
    ['had another name', ended(20_000, { session: session(lasting(NOW - 600_000)) })],
  ])('is not the return of one that %s', (_, other) => {
    expect(of(other)).toBeUndefined();
  });

  test('one end has one return', () => {
    expect(returnsOf([back, cart(NOW - 7_000)], [ended(20_000)], times).size).toBe(1);
  });
});

test('a session that came back stays linked to the first session it came back as', () => {
  const linked = ended(20_000, { cameBackAs: 'residential:ses_first' });
  const open = ended(30_000);
  const other = ended(40_000);
  const heirs = new Map([linked, open].map(({ session: of }) => [refOf(of), refOf(cart(NOW))]));
  const after = withReturns([linked, open, other], heirs);
  expect(after[0]).toBe(linked);
  expect(after[1]?.cameBackAs).toBe(heirs.get(refOf(open.session)));
  expect(after[2]).toBe(other);
});
