import { describe, expect, test } from 'vitest';
import type { Api } from '../../../lib/api/client.ts';
import type { ApiError } from '../../../lib/api/errors.ts';
import { tryKey } from '../../../lib/api/key.ts';

describe('trying a key', () => {
  const account = { email: 'ada@example.com', plan: 'pro' };
  const refused: ApiError = { kind: 'key-refused', requestId: 'req_1' };
  const forbidden: ApiError = { kind: 'not-permitted', code: null, requestId: 'req_2' };
  const offline: ApiError = { kind: 'unreachable', requestId: null };
  const emptyPage = { items: [], unidentified: [], readInPart: [], requests: 1, cutBy: null };

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
