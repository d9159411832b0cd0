import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import { parseRef, refOf } from '../../../lib/session/ref.ts';

test('a ref reads back as what it was made from, whatever the id holds', () => {
  const identity = fc.record({
    product: fc.constantFrom(...PRODUCTS),
    id: fc.string({ unit: 'binary', minLength: 1 }).filter((id) => id.isWellFormed()),
  });
  fc.assert(
    fc.property(identity, (given) => {
      expect(parseRef(refOf(given))).toEqual(given);
      expect(refOf(given)).toMatch(/^[ -~]+$/);
    }),
  );
});

test.each([
  '',
  'mobile:%',
  'mobile:%ff',
  'residential',
  'residential:',
  'isp:ses_1',
  'ses_1',
  ':ses_1',
])('%j is no ref', (text) => {
  expect(parseRef(text)).toBeNull();
});
