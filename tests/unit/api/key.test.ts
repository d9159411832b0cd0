import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Api } from '../../../lib/api/client.ts';
import type { ApiError } from '../../../lib/api/errors.ts';
import { readPastedKey, tryKey } from '../../../lib/api/key.ts';

describe('a pasted key', () => {
  test.each([
    ['hel_live_abc', 'hel_live_abc'],
    ['  hel_live_abc \n', 'hel_live_abc'],
    ['Bearer hel_live_abc', 'hel_live_abc'],
    ['bearer   hel_live_abc', 'hel_live_abc'],
    ['Authorization: Bearer hel_live_abc', 'hel_live_abc'],
    ['a-newer-format', 'a-newer-format'],
    ['x', 'x'],
  ])('%j is read as %j', (text, key) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key });
  });

  test.each(['', '   ', 'Bearer', 'Bearer  '])('%j is empty', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'empty' });
  });

  test.each(['hel_live_a b', 'hel_live_–', 'hel_live_\u200bx', 'ключ', 'a\nb'])(
    '%j can’t be sent',
    (text) => {
      expect(readPastedKey(text)).toEqual({ kind: 'unsendable' });
    },
  );

  test('whatever is read as a key can stand in a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const pasted = readPastedKey(text);
        if (pasted.kind !== 'key') return;
        const headers = new Headers({ authorization: `Bearer ${pasted.key}` });
        expect(headers.get('authorization')).toBe(`Bearer ${pasted.key}`);
      }),
    );
  });
});

describe('trying a key', () => {
  const account = { email: 'ada@example.com', plan: 'pro' };
  const refused: ApiError = { kind: 'key-refused', requestId: 'req_1' };
  const forbidden: ApiError = { kind: 'not-permitted', code: null, requestId: 'req_2' };
  const offline: ApiError = { kind: 'unreachable', requestId: null };
  const emptyPage = { items: [], unidentified: 0, readInPart: [], requests: 1, cutBy: null };

  function api(accountError: ApiError | null, listErrors: (ApiError | null)[] = []): Api {
    const unused = () => Promise.reject(new Error('not to be asked'));
    return {
      account: async () =>
        accountError ? { ok: false, error: accountError } : { ok: true, value: account },
      async *sessions() {
        const error = listErrors.shift();
        yield error ? { ok: false, error } : { ok: true, value: emptyPage };
      },
      subusers: unused,
      session: unused,
      terminate: unused,
    };
  }

  test('one that may read the account', async () => {
    expect(await tryKey(api(null))).toEqual({ kind: 'accepted', account });
  });

  test('one that may only list the sessions of one product', async () => {
    expect(await tryKey(api(forbidden, [forbidden, null]))).toEqual({
      kind: 'accepted',
      account: null,
    });
  });

  test.each([
    ['refused', api(refused), { kind: 'refused', error: refused }],
    [
      'may do nothing here',
      api(forbidden, [forbidden, forbidden]),
      { kind: 'refused', error: forbidden },
    ],
    ['vendor unreachable', api(offline), { kind: 'unchecked', error: offline }],
    ['vendor gone midway', api(forbidden, [offline]), { kind: 'unchecked', error: offline }],
  ])('%s', async (_, subject, verdict) => {
    expect(await tryKey(subject)).toEqual(verdict);
  });
});
