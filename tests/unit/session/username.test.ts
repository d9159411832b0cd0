import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientOf, sesstimeOf, usernameOf } from '../../../lib/session/username.ts';
import { NOW, session } from '../support/samples.ts';

/** The recipe of the contract, read backwards. A sub-user's name may hold anything, dashes too. */
const RECIPE =
  /^helo_(?<name>.+)-type-(?<type>res|mob)-region-(?<region>[a-z]{2})(?:-state-(?<state>[a-z]+))?(?:-city-(?<city>[a-z]+))?(?:-asn-(?<asn>\d+))?-session-(?<sessionId>[a-z0-9]+)-sesstime-(?<minutes>\d+)$/;

const letters = fc.stringMatching(/^[a-z]{1,12}$/);
const name = fc.oneof(
  fc.stringMatching(/^[a-z0-9_.-]{1,20}$/),
  fc.constantFrom('a-type-res-region-us', 'x-session-y-sesstime-3'),
);
const minutes = fc.integer({ min: 1, max: 1440 });
const documented = fc
  .record({
    product: fc.constantFrom('residential' as const, 'mobile' as const),
    region: fc.stringMatching(/^[a-z]{2}$/),
    state: fc.option(letters),
    city: fc.option(letters),
    asn: fc.option(fc.nat()),
    sessionId: fc.stringMatching(/^[a-z0-9]{1,32}$/),
  })
  // The contract: a city needs a state.
  .map((parts) => ({ ...parts, city: parts.state === null ? null : parts.city }));

describe('a proxy username', () => {
  test('is put together as the vendor documents it', () => {
    const full = session({ sessionId: 'cart7', startedAtMs: NOW, expiresAtMs: NOW + 600_000 });
    expect(usernameOf(full, 'shop')).toEqual({
      text: 'helo_shop-type-res-region-us-state-ca-city-la-asn-7922-session-cart7-sesstime-10',
    });
    const bare = { ...full, product: 'mobile', state: null, city: null, asn: null } as const;
    expect(usernameOf(bare, 'shop')).toEqual({
      text: 'helo_shop-type-mob-region-us-session-cart7-sesstime-10',
    });
  });

  test('reads back into its parts', () => {
    fc.assert(
      fc.property(documented, name, minutes, (parts, subuserName, sesstime) => {
        const given = session({
          ...parts,
          startedAtMs: NOW,
          expiresAtMs: NOW + sesstime * 60_000,
        });
        const read = RECIPE.exec(usernameOf(given, subuserName).text ?? '')?.groups ?? {};
        expect({ ...read }).toEqual({
          name: subuserName,
          type: parts.product === 'residential' ? 'res' : 'mob',
          region: parts.region,
          state: parts.state ?? undefined,
          city: parts.city ?? undefined,
          asn: parts.asn === null ? undefined : String(parts.asn),
          sessionId: parts.sessionId,
          minutes: String(sesstime),
        });
      }),
    );
  });
});

const CART = session({ sessionId: 'cart7', asn: null, startedAtMs: NOW, expiresAtMs: NOW + 6e5 });

test.each([
  [0, 10],
  [1_000, 10],
  [-1_000, 10],
  [60_000, 11],
  [29_999, null],
  [-600_000, null],
  [-700_000, null],
])('a session that lives 10 min %+i ms was asked for %s min', (moreMs, minutes) => {
  expect(sesstimeOf({ ...CART, expiresAtMs: CART.expiresAtMs + moreMs })).toBe(minutes);
});

test('a client is known again by its username, and by nothing else', () => {
  const later = { id: 'ses_new', exitIp: '::1', bytesUsed: 0, requests: 0, repinned: true };
  const times = { startedAtMs: NOW + 7e6 + 400, expiresAtMs: NOW + 7e6 + 6e5 };
  expect(clientOf({ ...CART, ...later, ...times })).toBe(clientOf(CART));

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
      expect(clientOf({ ...CART, ...other })).not.toBe(clientOf(CART));
    }),
    { numRuns: 100 },
  );
});
