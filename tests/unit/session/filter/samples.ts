/* Rows with what is known of them, and filters as people write them or never would. */
import fc from 'fast-check';
import type { Session } from '../../../../lib/api/schemas.ts';
import type { Facts, KnownRow } from '../../../../lib/session/facts.ts';
import { FIELD_NAMES, FIELDS, isOf } from '../../../../lib/session/filter/fields.ts';
import type { Comparison, Condition, Term } from '../../../../lib/session/filter/parse.ts';
import { SIGNS } from '../../../../lib/session/filter/scan.ts';
import type { Subuser } from '../../../../lib/store/state.ts';
import { known } from '../../support/samples.ts';

export const SUBUSERS: Subuser[] = [
  { id: 'sub_1', name: 'acme', label: 'Acme Corp' },
  { id: 'sub_2', name: 'acmewest', label: 'Acme "West"' },
  { id: 'sub_3', name: 'shop', label: null },
  { id: 'sub_4', name: 'shop2', label: 'SHOP' },
];

/** A row whose sub-user is known. */
export function knownRow(fields: Partial<Session> = {}, facts: Partial<Facts> = {}): KnownRow {
  const subuser = SUBUSERS.find(({ id }) => id === (fields.subuser ?? 'sub_1')) ?? null;
  return known(fields, { facts: { subuser, ...facts } });
}

/** Few values of each, so that filters hit and miss. */
export const someRows: fc.Arbitrary<KnownRow[]> = fc.array(
  fc
    .record({
      session: fc.record({
        product: fc.constantFrom('residential' as const, 'mobile' as const),
        subuser: fc.constantFrom('sub_1', 'sub_2', 'sub_3', 'sub_4', 'sub_5'),
        sessionId: fc.constantFrom('job1', 'job2', 'cart7'),
        region: fc.constantFrom('us', 'de'),
        state: fc.constantFrom('ca', 'tokyo', null),
        city: fc.constantFrom('la', 'São Paulo', '', null),
        asn: fc.constantFrom(7922, 701, null),
        exitIp: fc.constantFrom('198.51.100.7', '203.0.113.7', '2001:db8::1'),
        bytesUsed: fc.constantFrom(0, 50e6, 2e9),
        requests: fc.constantFrom(0, 100, 5_000),
        repinned: fc.boolean(),
      }),
      facts: fc.record({
        bytesPerMinute: fc.constantFrom(null, 0, 1e6, 5e6),
        isIdle: fc.boolean(),
        isTwin: fc.boolean(),
        sharesExit: fc.boolean(),
        protection: fc.constantFrom(null, 'session' as const),
      }),
    })
    .map(({ session: fields, facts }) => knownRow(fields, facts)),
  { maxLength: 30 },
);

/** Any text, and one of what has a meaning somewhere in the language. */
const someText = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('"', '-', ' ', ':', '=', '>', '<', 'a', 'ip', 'us', '\u00a0', '5', 'É'),
      {
        minLength: 1,
      },
    )
    .map((pieces) => pieces.join('')),
  fc.constantFrom('us', 'US', 'acme', 'job', 'job1', 'sub_1', 'shop', 'ca', 'são paulo', '2001:'),
  // What would be an amount if it were read with what stands before it.
  fc.constantFrom('bytes', 'left', '>', '<=5', '5', 'mb', 'm', 'k'),
);

const conditionOf = fc.constantFrom(...FIELD_NAMES).chain((name): fc.Arbitrary<Condition> => {
  if (isOf(name, 'text')) {
    const { match, read } = FIELDS[name];
    return fc.record({
      kind: fc.constant('text'),
      field: fc.constant(name),
      isExact: match === 'exact' ? fc.constant(true) : fc.boolean(),
      text: fc.oneof(someText, fc.nat().map(String)).filter((text) => read(text) === text),
    });
  }
  if (isOf(name, 'choice')) {
    return fc.record({
      kind: fc.constant('choice'),
      field: fc.constant(name),
      choice: fc.constantFrom(...FIELDS[name].samples),
    });
  }
  const field = fc.constant(name as 'bytes');
  return fc.oneof(
    fc.record({ kind: fc.constant('top'), field }),
    fc.record({
      kind: fc.constant('amount'),
      field,
      comparison: fc.constantFrom<Comparison>('<', '>', '<=', '>='),
      amount: fc
        .oneof(
          fc.nat(),
          fc.nat().map((n) => n * 1000),
          fc.maxSafeNat(),
        )
        .map((n) => n % 1e15),
    }),
  );
});

export const someTerm: fc.Arbitrary<Term> = fc
  .tuple(
    fc.oneof(fc.record({ kind: fc.constant('word'), text: someText }) as fc.Arbitrary<Condition>, {
      arbitrary: conditionOf,
      weight: 3,
    }),
    fc.boolean(),
  )
  .map(([condition, isExcluded]) => ({ ...condition, isExcluded }));

export const someTerms = fc.array(someTerm, { maxLength: 6 });

/** What a cat types, and what comes close to the language. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...FIELD_NAMES, ...SIGNS, ' ', ' ', '-', '"', '""', 'top', 'yes', 'n'),
        fc.constantFrom('5', '1.5', 'GB', 'm', '30s', '/min', '/', 'us', 'regoin', 'fe80::1', 'é'),
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join('')),
);
