/* Whatever JSON the API sends, it is either understood as documented or set aside. */
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { accountSchema } from '../../../lib/api/account.ts';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import {
  errorBodySchema,
  pageSchema,
  sessionDetail,
  sessionRecord,
  subuserSchema,
} from '../../../lib/api/wire.ts';
import { brokenTexts, hostileTexts } from '../../sandbox/hostile.ts';
import { RUNS } from '../support/runs.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...Object.values(hostileTexts), ...Object.values(brokenTexts), '.', '..', ''),
);
/** `1e400` is JSON, and reads as Infinity. */
const anyNumber = fc.constantFrom(1e308, -1, 0.5, Number.POSITIVE_INFINITY);
const anyValue = fc.oneof(fc.jsonValue(), anyText, anyNumber);
const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2026-11-23T12:00:00Z', '2026-11-23T13:00:00+01:00'),
);
const right = {
  id: anyText,
  subuser: anyText,
  session_id: anyText,
  region: anyText,
  exit_ip: anyText,
  started_at: instant,
  expires_at: instant,
  bytes_used: fc.nat(),
  requests: fc.nat(),
  repinned: fc.boolean(),
};
/** Optional in the contract: may be absent, null, or right. */
const optional = {
  state: fc.option(anyText),
  city: fc.option(anyText),
  asn: fc.option(fc.oneof(fc.nat(), anyNumber)),
  status: fc.option(fc.oneof(anyText, fc.constantFrom('active', 'terminated'))),
  samples: anyValue,
  extra: anyValue,
};
const requiredKeys = Object.keys(right) as (keyof typeof right)[];
const rightRecord = fc.record({ ...right, ...optional }, { requiredKeys });
/** Right but for a field or two. */
const nearlyRight = fc
  .tuple(rightRecord, fc.dictionary(fc.constantFrom(...requiredKeys), anyValue, { maxKeys: 2 }))
  .map(([record, wrong]) => ({ ...record, ...wrong }));
const anyRecord: fc.Arbitrary<unknown> = fc.oneof(anyValue, rightRecord, nearlyRight);

const product = fc.constantFrom(...PRODUCTS);
function expectSound(session: object & { id: string }): void {
  for (const [name, value] of Object.entries(session)) {
    if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
  }
  expect(() => encodeURIComponent(session.id)).not.toThrow();
  const { pathname } = new URL(`http://api.test/sessions/${encodeURIComponent(session.id)}`);
  expect(decodeURIComponent(pathname)).toBe(`/sessions/${session.id}`);
}

test('a record of a list is a session with sound numbers and an id for a path, or none', () => {
  let understood = 0;
  fc.assert(
    fc.property(product, anyRecord, (each, record) => {
      const parsed = v.safeParse(sessionRecord(each), record);
      if (!parsed.success || parsed.output === null) return;
      understood += 1;
      expect(parsed.output.product).toBe(each);
      expectSound(parsed.output);
      expect(parsed.output.bytesUsed).toBeGreaterThanOrEqual(0);
      expect(parsed.output.requests).toBeGreaterThanOrEqual(0);
      const { id, session_id } = record as Record<string, unknown>;
      expect([parsed.output.id, parsed.output.sessionId]).toEqual([id, session_id]);
    }),
  );
  expect(understood).toBeGreaterThan(RUNS / 10);
});

test('so is the record of one session', () => {
  fc.assert(
    fc.property(product, anyRecord, (each, record) => {
      const parsed = v.safeParse(sessionDetail(each), record);
      if (!parsed.success) return;
      expectSound(parsed.output);
      expect(Array.isArray(parsed.output.samples)).toBe(true);
    }),
  );
});

test('a record as documented is understood, whatever is added to it', () => {
  fc.assert(
    fc.property(product, rightRecord, (each, { asn, ...record }) => {
      const { success } = v.safeParse(sessionRecord(each), record);
      const isAddressable = record.id.isWellFormed() && !['', '.', '..'].includes(record.id);
      expect(success).toBe(isAddressable || record.status === 'terminated');
    }),
  );
});

test('accounts, sub-users, pages and errors are understood or set aside', () => {
  fc.assert(
    fc.property(anyRecord, (value) => {
      const account = v.safeParse(accountSchema, value);
      if (account.success) {
        for (const text of [account.output.email, account.output.plan]) {
          expect(text === null || typeof text === 'string').toBe(true);
        }
      }
      const page = v.safeParse(pageSchema, value);
      if (page.success) expect(Array.isArray(page.output.data)).toBe(true);
      v.safeParse(subuserSchema, value);
      v.safeParse(errorBodySchema, value);
    }),
  );
});
