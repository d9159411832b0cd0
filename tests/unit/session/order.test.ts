import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import type { Facts, KnownRow } from '../../../lib/session/facts.ts';
import {
  type Arrangement,
  arrange,
  type Column,
  type End,
  GROUP_KEYS,
  UNARRANGED,
  type Wanted,
} from '../../../lib/session/order.ts';
import { COLUMNS, GROUPINGS } from '../../../lib/store/choices.ts';
import { known, NOW } from '../support/samples.ts';

const row = (id: string, bytesUsed = 0) => known({ id, bytesUsed });

function wanted(rows: KnownRow[], fields: Partial<Wanted> = {}): Wanted {
  return {
    rows,
    matches: () => true,
    view: { sort: { column: 'bytes', descending: true }, group: null },
    endOf: () => 'gone',
    ...fields,
  };
}

const withIp = (exitIp: string) => known({ exitIp });
const labelled = (label: string) =>
  known({}, { facts: { subuser: { id: 'sub_1', name: 'n', label } } });
const ids = ({ slots }: Arrangement) =>
  slots.map(({ row: { session }, end }) => (end ? `†${session.id}` : session.id));
const first = (rows: KnownRow[], fields?: Partial<Wanted>) =>
  arrange(UNARRANGED, wanted(rows, fields), false);

describe('where rows stand', () => {
  test('in the chosen order when the list is opened', () => {
    const rows = [row('a', 1), row('b', 3), row('c', 2)];
    expect(ids(first(rows))).toEqual(['b', 'c', 'a']);
    const sort = { column: 'bytes', descending: false } as const;
    expect(ids(first(rows, { view: { sort, group: null } }))).toEqual(['a', 'c', 'b']);
  });

  test('later bytes move rows only while nobody is at the list', () => {
    const shown = first([row('a', 2), row('b', 1)]);
    const later = wanted([row('b', 9), row('a', 2)]);
    expect(ids(arrange(shown, later, true))).toEqual(['a', 'b']);
    expect(ids(arrange(shown, later, false))).toEqual(['b', 'a']);
  });

  test('newcomers wait while somebody is at the list, and are counted', () => {
    const shown = first([row('a', 2)]);
    const later = wanted([row('a', 2), row('b', 9), row('c', 1)]);
    expect(arrange(shown, later, true).waiting).toBe(2);
    expect(ids(arrange(shown, later, true))).toEqual(['a']);
    expect(ids(arrange(shown, later, false))).toEqual(['b', 'a', 'c']);
  });

  test('one that has ended stays in its place with the reason, and lives again if it is listed again', () => {
    const shown = first([row('a', 3), row('b', 2), row('c', 1)]);
    const without = wanted([row('a', 3), row('c', 9)]);
    const held = arrange(shown, without, true);
    expect(ids(held)).toEqual(['a', '†b', 'c']);
    expect(ids(arrange(held, without, false))).toEqual(['c', 'a', '†b']);
    const again = wanted([row('a', 3), row('b', 2), row('c', 1)]);
    expect(ids(arrange(held, again, true))).toEqual(['a', 'b', 'c']);
  });

  test('the reason is found once, when the row is gone', () => {
    const shown = first([row('a')]);
    const ended = arrange(shown, wanted([], { endOf: () => 'expired' }), true);
    expect(arrange(ended, wanted([], { endOf: () => 'gone' }), true).slots[0]?.end).toBe('expired');
  });

  test('one of which nothing is known any more leaves', () => {
    const shown = first([row('a'), row('b')]);
    const later = wanted([row('b')], { endOf: () => null });
    expect(ids(arrange(shown, later, true))).toEqual(['b']);
  });

  test('one that the filter lets through no longer keeps its place until nobody is there', () => {
    const shown = first([row('a', 2), row('b', 1)]);
    const narrower = wanted([row('a', 2), row('b', 1)], {
      matches: ({ session }) => session.id === 'b',
    });
    expect(ids(arrange(shown, narrower, true))).toEqual(['a', 'b']);
    expect(ids(arrange(shown, narrower, false))).toEqual(['b']);
  });

  test('one that ended comes back to its place with a filter that lets it through again', () => {
    const shown = first([row('a', 3), row('b', 2), row('c', 1)]);
    const left = [row('a', 3), row('c', 1)];
    const others = wanted(left, { matches: ({ session }) => session.id === 'c' });
    for (const isHeldBefore of [true, false]) {
      const ended = arrange(shown, wanted(left), isHeldBefore);
      const hidden = arrange(ended, others, false);
      expect(ids(hidden)).toEqual(['c']);
      expect(ids(arrange(hidden, wanted(left), false))).toEqual(['a', '†b', 'c']);
    }
  });

  test('only the latest of many ended rows stay', () => {
    const many = first(Array.from({ length: 300 }, (_, index) => row(`s${index}`, index)));
    expect(arrange(many, wanted([]), true).slots).toHaveLength(300);
    expect(arrange(many, wanted([]), false).slots).toHaveLength(200);
  });

  test('those of a group stand together, in the order of the column', () => {
    const rows = [
      known({ id: 'a', region: 'us', bytesUsed: 1 }),
      known({ id: 'b', region: 'de', bytesUsed: 5 }),
      known({ id: 'c', region: 'us', bytesUsed: 9 }),
    ];
    const view = { sort: { column: 'bytes', descending: true }, group: 'region' } as const;
    expect(ids(first(rows, { view }))).toEqual(['b', 'c', 'a']);
  });

  test.each<[Column, Partial<Session>, Partial<Facts>]>([
    ['session', { sessionId: 'zz' }, {}],
    ['subuser', {}, { subuser: { id: 'sub_9', name: 'zz', label: null } }],
    ['place', { region: 'zw' }, {}],
    ['exitIp', { exitIp: '99.0.0.1' }, {}],
    ['left', { expiresAtMs: NOW + 999_000, startedAtMs: NOW - 1 }, {}],
    ['age', { startedAtMs: NOW - 999_000_000 }, {}],
    ['bytes', { bytesUsed: 9e9 }, {}],
    ['rate', {}, { bytesPerMinute: 1 }],
    ['requests', { requests: 9e9 }, {}],
  ])('by %s, both ways', (column, fields, facts) => {
    const high = known(fields, { facts });
    const lowest = { exitIp: '1.0.0.1', sessionId: 'aa' };
    const low = known(lowest, { facts: { bytesPerMinute: 0 } });
    const sorted = (descending: boolean) =>
      first([high, low], { view: { sort: { column, descending }, group: null } });
    expect(ids(sorted(true))).toEqual([high.session.id, low.session.id]);
    expect(ids(sorted(false))).toEqual([low.session.id, high.session.id]);
  });

  test.each<[Column, (text: string) => KnownRow, string[]]>([
    ['session', (sessionId) => known({ sessionId }), ['acme', 'job2', 'Job10', 'job10x', 'Zeta']],
    ['subuser', labelled, ['2 shops', '10 shops', 'acme', 'élan', 'Zeta']],
    ['place', (region) => known({ region }), ['de', 'US', 'zw']],
    ['exitIp', withIp, ['9.0.0.1', '198.51.100.9', '198.51.100.10', '203.0.113.7']],
    [
      'exitIp',
      withIp,
      ['203.0.113.7', '2001:db8::9', '2001:DB8::a', '2001:db8:0:0:0:0:0:10', '2a02::', '2a02::1'],
    ],
  ])('by %s, as people read it', (column, rowOf, texts) => {
    const rows = texts.map(rowOf);
    const view = { sort: { column, descending: false }, group: null };
    expect(ids(first(rows.toReversed(), { view }))).toEqual(rows.map(({ session: { id } }) => id));
  });

  test('in one order, however they came, and with those of a group together', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('a', 'A', 'a\0', 'a1', 'a01', '::1', '0:0::1', '1', '1.1'),
    );
    const someRows = fc.array(fc.tuple(text, text, text), { maxLength: 12 }).map((texts) =>
      texts.map(([region, sessionId, exitIp], index) => {
        const subuser = { id: region, name: sessionId, label: null };
        const fields = { id: `s${index}`, subuser: region, region, sessionId, exitIp };
        return known(fields, { facts: { subuser } });
      }),
    );
    const someView = fc.record({
      sort: fc.record({ column: fc.constantFrom(...COLUMNS), descending: fc.boolean() }),
      group: fc.constantFrom(null, ...GROUPINGS),
    });
    fc.assert(
      fc.property(someRows, someView, (rows, view) => {
        const arranged = first(rows, { view });
        expect(ids(first(rows.toReversed(), { view }))).toEqual(ids(arranged));
        const keyOf = view.group ? GROUP_KEYS[view.group] : () => '';
        const keys = arranged.slots.map((slot) => keyOf(slot.row));
        const runs = keys.filter((key, index) => key !== keys[index - 1]);
        expect(new Set(runs).size).toBe(runs.length);
      }),
    );
  });

  test('while it is held no row ever changes its place, and none is shown twice or lost', () => {
    const someRows = fc
      .uniqueArray(fc.integer({ min: 0, max: 20 }))
      .map((numbers) => numbers.map((number) => row(`s${number}`, (number * 7) % 5)));
    const someEnd = fc.constantFrom<End>('terminated', 'expired', 'gone');
    const someSort = fc.record({ column: fc.constantFrom(...COLUMNS), descending: fc.boolean() });
    fc.assert(
      fc.property(someRows, someRows, someEnd, someSort, (before, after, end, sort) => {
        const view = { sort, group: null };
        const shown = first(before, { view });
        const next = wanted(after, { view, endOf: () => end });
        const held = arrange(shown, next, true);
        expect(held.slots.map(({ ref }) => ref)).toEqual(shown.slots.map(({ ref }) => ref));
        const living = held.slots.filter((slot) => slot.end === null).length;
        expect(living + held.waiting).toBe(after.length);
        const free = arrange(held, next, false).slots;
        expect(new Set(free.map(({ ref }) => ref)).size).toBe(free.length);
        expect(free.filter((slot) => slot.end === null)).toHaveLength(after.length);
      }),
    );
  });
});
