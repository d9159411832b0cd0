import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientOf, sesstimeOf, usernameOf } from '../../../lib/session/username.ts';
import { NOW, session } from '../support/samples.ts';

const cart = session({ sessionId: 'cart7', asn: null, startedAtMs: NOW, expiresAtMs: NOW + 6e5 });

test('the username is the vendor’s recipe', () => {
  expect(usernameOf(cart, 'shop')).toBe(
    'helo_shop-type-res-region-us-state-ca-city-la-session-cart7-sesstime-10',
  );
  expect(
    usernameOf(
      { ...cart, product: 'mobile', region: 'de', state: null, city: null, asn: 3320 },
      's',
    ),
  ).toBe('helo_s-type-mob-region-de-asn-3320-session-cart7-sesstime-10');
});

test.each([
  [0, 10],
  [29_999, 10],
  [-29_999, 10],
  [60_000, 11],
])('a session that lives 10 min %+i ms was asked for %i min', (moreMs, minutes) => {
  expect(sesstimeOf({ ...cart, expiresAtMs: cart.expiresAtMs + moreMs })).toBe(minutes);
});

test('a client is known again by its username, and by nothing else', () => {
  const later = { id: 'ses_new', exitIp: '::1', bytesUsed: 0, requests: 0, repinned: true };
  const times = { startedAtMs: NOW + 7e6 + 400, expiresAtMs: NOW + 7e6 + 6e5 };
  expect(clientOf({ ...cart, ...later, ...times })).toBe(clientOf(cart));

  const others = fc.constantFrom(
    { sessionId: 'cart8' },
    { subuser: 'sub_2' },
    { product: 'mobile' as const },
    { region: 'de' },
    { state: 'ny' },
    { city: null },
    { asn: 7922 },
    { expiresAtMs: NOW + 66e4 },
  );
  fc.assert(
    fc.property(others, (other) => {
      expect(clientOf({ ...cart, ...other })).not.toBe(clientOf(cart));
    }),
    { numRuns: 100 },
  );
});
