/* Whatever JSON the API sends, each record with an id is a session, and no field costs another. */
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import {
  accountAnswer,
  errorBodySchema,
  pageSchema,
  readSession,
  readSessionDetail,
  readSubuser,
} from '../../../lib/api/wire.ts';
import { usernameOf } from '../../../lib/session/username.ts';
import { formatBytes, formatPlace } from '../../../lib/surface/format.ts';
import { brokenTexts, hostileTexts } from '../../sandbox/hostile.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...Object.values(hostileTexts), ...Object.values(brokenTexts), '.', '..', ''),
);
/** `1e400` is JSON, and reads as Infinity. */
const anyNumber = fc.constantFrom(1e308, -1, 0.5, Number.POSITIVE_INFINITY);
const anyValue = fc.oneof(fc.jsonValue(), anyText, anyNumber);
const instant = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
    .map((date) => date.toISOString()),
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
const isAddressable = (id: unknown) =>
  typeof id === 'string'
    ? id.isWellFormed() && !['', '.', '..'].includes(id)
    : Number.isSafeInteger(id) && (id as number) >= 0;

function expectSound(session: Session): void {
  for (const [name, value] of Object.entries(session)) {
    if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
    if (name.endsWith('Ms') && value !== null)
      expect(() => new Date(value).toISOString()).not.toThrow();
  }
  expect(session.bytesUsed ?? 0).toBeGreaterThanOrEqual(0);
  expect(session.requests ?? 0).toBeGreaterThanOrEqual(0);
  const { pathname } = new URL(`http://api.test/sessions/${encodeURIComponent(session.id)}`);
  expect(decodeURIComponent(pathname)).toBe(`/sessions/${session.id}`);
  expect(`${formatBytes(session.bytesUsed)}${formatPlace(session)}`).not.toMatch(/NaN|undefined/);
  expect(usernameOf(session, 'shop').text ?? '').not.toMatch(/null|undefined|NaN|sesstime--/);
}

test('each record with an id is a session that can be terminated, or one that has ended', () => {
  fc.assert(
    fc.property(product, anyRecord, (each, record) => {
      const read = readSession(each, record);
      const { id, status } = (record ?? {}) as Record<string, unknown>;
      if (read === undefined) {
        expect(isAddressable(id) && isAnObject(record)).toBe(false);
        return;
      }
      if (read.value === null) {
        expect(String(status).trim().toLowerCase()).toMatch(/^(terminated|expired|ended|closed)$/);
        return;
      }
      expect(read.value).toMatchObject({ product: each, id: String(id) });
      expectSound(read.value);
    }),
  );
});

test('a field that is not as documented costs that field alone', () => {
  const field = fc.constantFrom(...requiredKeys.filter((name) => name !== 'id'));
  fc.assert(
    fc.property(rightRecord, field, fc.jsonValue(), (record, name, value) => {
      fc.pre(isAddressable(record.id));
      const whole = readSession('mobile', { ...record, status: null });
      const spoilt = readSession('mobile', { ...record, status: null, [name]: value });
      const others = (session: Session | null | undefined) =>
        Object.entries({ ...session, unread: null }).filter(([, is]) => is !== undefined);
      const changed = others(spoilt?.value).filter(
        ([key, is], at) => !Object.is(others(whole?.value)[at]?.[1], is) && key !== 'unread',
      );
      expect(changed.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a bad neighbour costs no good record', () => {
  fc.assert(
    fc.property(fc.array(anyValue), (neighbours) => {
      const good = { id: 'ses_good', session_id: 'job' };
      const read = [...neighbours, good].flatMap(
        (each) => readSession('mobile', each)?.value ?? [],
      );
      expect(read.filter(({ id }) => id === 'ses_good')).toHaveLength(1);
    }),
  );
});

test('the answer to a look is the session that was asked for, or nothing', () => {
  fc.assert(
    fc.property(product, anyRecord, (each, record) => {
      const detail = readSessionDetail(each, 'ses_1', record);
      if (detail) expect((record as Record<string, unknown>).id).toBe('ses_1');
      const own = readSessionDetail(each, 'ses_1', { ...(record as object), id: 'ses_1' });
      expect(Array.isArray(own?.samples)).toBe(true);
      if (own) expectSound(own);
    }),
  );
});

test('a record as documented is read whole, whatever is added to it', () => {
  fc.assert(
    fc.property(product, rightRecord, (each, { asn: _, status: __, ...record }) => {
      fc.pre(isAddressable(record.id));
      const told = { ...record, subuser: 'sub_1', session_id: 'job', region: 'us', exit_ip: '::1' };
      expect(readSession(each, { ...told, state: 'ca', city: 'la' })).toMatchObject({
        value: { unread: [] },
        wrong: [],
      });
    }),
  );
});

test('accounts, sub-users, pages and errors are understood or set aside', () => {
  fc.assert(
    fc.property(anyRecord, (value) => {
      const account = v.safeParse(accountAnswer, value);
      if (account.success) {
        for (const text of [account.output.email, account.output.plan]) {
          expect(text === null || typeof text === 'string').toBe(true);
        }
      }
      const page = v.safeParse(pageSchema, value);
      if (page.success) expect(Array.isArray(page.output.data)).toBe(true);
      const subuser = readSubuser(value)?.value;
      if (subuser) expect([typeof subuser.id, typeof subuser.name]).toEqual(['string', 'string']);
      v.safeParse(errorBodySchema, value);
    }),
  );
});

function isAnObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
