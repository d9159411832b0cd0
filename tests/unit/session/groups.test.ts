import { expect, test } from 'vitest';
import { linesOf } from '../../../lib/session/groups.ts';
import type { Slot } from '../../../lib/session/order.ts';
import type { Fate } from '../../../lib/session/overview.ts';
import { known, NOW } from '../support/samples.ts';

function slot(region: string, bytesUsed: number, fields: Partial<Slot> = {}): Slot {
  const row = known({ region, bytesUsed }, { facts: { bytesPerMinute: bytesUsed * 2 } });
  return { ref: row.ref, row, end: null, ...fields };
}

test('each group has a heading with its subtotals, over what is alive', () => {
  const slots = [slot('de', 5), slot('us', 1), slot('us', 2), slot('us', 9, { end: 'gone' })];
  const lines = linesOf(slots, 'region');
  expect(lines.map(({ kind }) => kind)).toEqual(['heading', 'row', 'heading', 'row', 'row', 'row']);
  expect(lines[2]).toMatchObject({
    count: 2,
    bytes: { total: 3, isAtLeast: false },
    bytesPerMinute: { total: 6, isAtLeast: false },
  });
});

test('a session counts for its group until its end is confirmed, as it does for the headline', () => {
  const fated = (fate: Fate) => {
    const row = known({ bytesUsed: 1 }, { fate });
    return { ref: row.ref, row, end: null };
  };
  const ending = fated({ kind: 'ending', retry: null });
  const undoable = fated({ kind: 'undoable', askedAtMs: NOW, untilMs: NOW });
  const active = fated({ kind: 'active', refusal: null });
  const [heading] = linesOf([undoable, ending, active], 'region');
  expect(heading).toMatchObject({ count: 3, bytes: { total: 3 } });
});

test('a row that has changed its group while it may not move stands under a heading of its own', () => {
  const lines = linesOf([slot('de', 1), slot('us', 1), slot('de', 1)], 'region');
  expect(lines.filter(({ kind }) => kind === 'heading')).toHaveLength(3);
});

test('two sub-users of one label are two groups', () => {
  const of = (id: string) => {
    const subuser = { id, name: id, label: 'Acme' };
    const row = known({ subuser: id }, { facts: { subuser } });
    return { ref: row.ref, row, end: null };
  };
  const lines = linesOf([of('sub_1'), of('sub_1'), of('sub_2')], 'subuser');
  expect(lines.filter(({ kind }) => kind === 'heading')).toHaveLength(2);
});

test('without groups there are no headings', () => {
  expect(linesOf([slot('de', 1)], null)).toHaveLength(1);
});
