import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange, type Slot } from '../../../lib/session/order.ts';
import type { Row } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { session } from '../support/samples.ts';

function row(id: string, bytesUsed = 0): Row {
  const made = session({ id, bytesUsed });
  return { ref: refOf(made), session: made, fate: { kind: 'active', refusal: null }, leftMs: 1 };
}

const ids = (slots: Slot[]) => slots.map(({ row: shown }) => shown?.session.id ?? null);

describe('where rows stand', () => {
  test('most bytes first when the list is opened', () => {
    expect(ids(arrange([], [row('a', 1), row('b', 3), row('c', 2)], false))).toEqual([
      'b',
      'c',
      'a',
    ]);
  });

  test('later bytes move rows only while nobody is at the list', () => {
    const shown = arrange([], [row('a', 2), row('b', 1)], false);
    const later = [row('b', 9), row('c', 50), row('a', 2)];
    expect(ids(arrange(shown, later, true))).toEqual(['a', 'b', 'c']);
    expect(ids(arrange(shown, later, false))).toEqual(['c', 'b', 'a']);
  });

  test('the place of one that is gone stays open while it is held, and closes after', () => {
    const shown = arrange([], [row('a', 3), row('b', 2), row('c', 1)], false);
    const held = arrange(shown, [row('a', 3), row('c', 1)], true);
    expect(ids(held)).toEqual(['a', null, 'c']);
    expect(ids(arrange(held, [row('a', 3), row('c', 1)], false))).toEqual(['a', 'c']);
  });

  test('while it is held no row ever changes its place, and each row is shown once', () => {
    const someRows = fc
      .uniqueArray(fc.integer({ min: 0, max: 20 }))
      .map((numbers) => numbers.map((number) => row(`s${number}`, (number * 7) % 5)));
    fc.assert(
      fc.property(someRows, someRows, (first, second) => {
        const shown = arrange([], first, false);
        const held = arrange(shown, second, true);
        expect(held.slice(0, shown.length).map(({ ref }) => ref)).toEqual(
          shown.map(({ ref }) => ref),
        );
        expect(held.flatMap(({ row: at }) => at?.ref ?? []).sort()).toEqual(
          second.map(({ ref }) => ref).sort(),
        );
      }),
    );
  });
});
