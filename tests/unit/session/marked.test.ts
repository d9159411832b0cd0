import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KnownRow } from '../../../lib/session/facts.ts';
import { markedOf, sumsOf, typedNumber } from '../../../lib/session/marked.ts';
import { known, NOW } from '../support/samples.ts';

const FATES = [
  { kind: 'active', refusal: null },
  { kind: 'undoable', askedAtMs: NOW, untilMs: NOW },
  { kind: 'ending', isLate: false, retry: null },
] as const;

const row = fc
  .record({
    id: fc.integer({ min: 0, max: 12 }).map((number) => `ses_${number}`),
    fate: fc.constantFrom(...FATES),
    protection: fc.constantFrom(null, null, 'session' as const, 'subuser' as const),
  })
  .map(({ id, fate, protection }) => known({ id }, { fate, facts: { protection } }));
const rows = fc.uniqueArray(row, { selector: ({ ref }) => ref });

const refs = (list: KnownRow[]) => list.map(({ ref }) => ref);
const isOpen = ({ fate, facts }: KnownRow) => fate.kind === 'active' && facts.protection === null;

test('whatever comes and goes: only what was open at first and is so now is ended', () => {
  fc.assert(
    fc.property(rows, rows, (opened, now) => {
      const { toEnd } = markedOf(opened, now);
      const openNow = new Set(refs(now.filter(isOpen)));
      expect(refs(toEnd)).toEqual(refs(opened.filter(isOpen)).filter((ref) => openNow.has(ref)));
    }),
  );
});

test('all that was marked is accounted for', () => {
  fc.assert(
    fc.property(rows, rows, (opened, now) => {
      const { toEnd, kept, ending, gone } = markedOf(opened, now);
      const told = refs([...toEnd, ...kept, ...ending]);
      expect(told.length + gone).toBe(opened.length);
      expect(new Set(told).size).toBe(told.length);
    }),
  );
});

test('what is told of a row is as it is now', () => {
  const opened = known({ id: 'ses_a', bytesUsed: 1 });
  const now = known({ id: 'ses_a', bytesUsed: 5 });
  expect(markedOf([opened], [now]).toEnd).toEqual([now]);
});

test('busy is what was at work when last listed; a first look tells nothing', () => {
  const rates = [null, 0, 1, 2_000_000];
  const list = rates.map((bytesPerMinute) =>
    known({ bytesUsed: 10 }, { facts: { bytesPerMinute } }),
  );
  expect(sumsOf(list)).toEqual({ bytes: { total: 40, isAtLeast: false }, busy: 2 });
});

describe('a typed number', () => {
  test.each([
    ['63', 63],
    [' 1,234 ', 1_234],
    ['1.234', 1_234],
    ['1\u202f234', 1_234],
    ['1’234', 1_234],
    ['', null],
    ['all', null],
    ['-63', null],
    ['6e1', null],
  ])('%j is %j', (text, number) => {
    expect(typedNumber(text)).toBe(number);
  });
});
