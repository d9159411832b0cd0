import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allToggled,
  kept,
  type Marks,
  markedTo,
  NO_MARKS,
  toggled,
} from '../../../lib/session/marks.ts';
import type { Slot } from '../../../lib/session/order.ts';
import type { Ref } from '../../../lib/session/ref.ts';
import { known } from '../support/samples.ts';

const ref = (id: string): Ref => `residential:${id}`;
function slots(ids: string): Slot[] {
  return [...ids].map((letter) => {
    const id = letter.toLowerCase();
    const end = letter === id ? null : 'gone';
    return { ref: ref(id), row: known({ id }), end };
  });
}
const marksOn = (ids: string): Marks => [...ids].map(ref).reduce(toggled, NO_MARKS);
const names = ({ refs }: Marks) =>
  [...refs]
    .map((each) => each.split(':')[1])
    .sort()
    .join('');

/** In capitals: those that have ended. */
describe('marks', () => {
  test('are set and taken away one by one', () => {
    expect(names(toggled(marksOn('ab'), ref('a')))).toBe('b');
  });

  test('reach from the last one to where shift is pressed, over what has ended', () => {
    expect(names(markedTo(marksOn('b'), ref('e'), slots('abcDef')))).toBe('bce');
    expect(names(markedTo(marksOn('e'), ref('b'), slots('abcDef')))).toBe('bce');
    expect(names(markedTo(NO_MARKS, ref('c'), slots('abc')))).toBe('c');
  });

  test('of all are those that are shown and alive; once more, none', () => {
    const all = allToggled(NO_MARKS, slots('abC'));
    expect(names(all)).toBe('ab');
    expect(names(allToggled(all, slots('abC')))).toBe('');
    expect(names(allToggled(marksOn('a'), slots('abC')))).toBe('ab');
  });

  test('on what has ended or is hidden are dropped, and told apart until the next mark', () => {
    const marks = kept(marksOn('abc'), slots('aB'));
    expect(names(marks)).toBe('a');
    expect(marks.dropped).toEqual({ ended: 1, hidden: 1 });
    expect(kept(marks, slots('aB')).dropped).toEqual({ ended: 1, hidden: 1 });
    expect(toggled(marks, ref('a')).dropped).toEqual({ ended: 0, hidden: 0 });
  });

  test('whatever is done, only what is shown and alive is marked', () => {
    const shown = fc
      .uniqueArray(fc.constantFrom(...'abcdefABCDEF'), { selector: (c) => c.toLowerCase() })
      .map((letters) => letters.join(''));
    const act = fc.constantFrom('toggle', 'to', 'all', 'look');
    const step = fc.record({ act, at: fc.constantFrom(...'abcdef'), shown });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let marks = NO_MARKS;
        for (const { act: what, at, shown: ids } of steps) {
          const now = slots(ids);
          if (what === 'toggle') marks = toggled(marks, ref(at));
          if (what === 'to') marks = markedTo(marks, ref(at), now);
          if (what === 'all') marks = allToggled(marks, now);
          marks = kept(marks, now);
          for (const marked of names(marks)) expect(ids).toContain(marked);
        }
      }),
    );
  });
});
