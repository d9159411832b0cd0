import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protectedRef, protectionName, protectionOf } from '../../../lib/session/protection.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { session } from '../support/samples.ts';

describe('protection', () => {
  const cart = session();

  test('of a session is its own', () => {
    const names = new Set([protectionName('session', cart)]);
    expect(protectionOf(cart, names)).toBe('session');
    expect(protectionOf(session(), names)).toBeNull();
    expect(protectionOf({ ...cart, product: 'mobile' }, names)).toBeNull();
  });

  test('of a sub-user is that of all its sessions', () => {
    const names = new Set([protectionName('subuser', cart)]);
    expect(protectionOf(session(), names)).toBe('subuser');
    expect(protectionOf(session({ subuser: 'sub_2' }), names)).toBeNull();
  });

  test('has a name that is told from any other, whatever the API sends', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => each.isWellFormed());
    fc.assert(
      fc.property(text, text, (id, subuser) => {
        const hostile = session({ id, subuser });
        expect(protectedRef(protectionName('session', hostile))).toBe(refOf(hostile));
        expect(protectedRef(protectionName('subuser', hostile))).toBeNull();
        expect(protectionName('subuser', hostile)).toMatch(/^[ -~]+$/);
      }),
    );
  });
});
