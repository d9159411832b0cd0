import { expect, test } from 'vitest';
import { endOf } from '../../../lib/session/end.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { end, listed, NOW, session, status } from '../support/samples.ts';

const one = session({ expiresAtMs: NOW + 60_000 });
const row = (of = one) => ({
  ref: refOf(of),
  session: of,
  endsAtMs: of.expiresAtMs,
  bornAtMs: of.startedAtMs,
  fate: { kind: 'active' as const, refusal: null },
});

test('one that is missing from the list before its time is gone', () => {
  expect(endOf(listed([]), row(), NOW)).toBe('gone');
});

test('one that is missing close to its time has expired, as the history says too', () => {
  const soon = session({ expiresAtMs: NOW + 4_000 });
  expect(endOf(listed([]), row(soon), NOW)).toBe('expired');
});

test('one that a person ended is not said to be gone', () => {
  const ended = new Map([[refOf(one), end(one)]]);
  expect(endOf(listed([], { ended }), row(), NOW)).toBe('terminated');
});

test('one that is missing from a list that lacks records may live', () => {
  const partial = status({ notUnderstood: { count: 1, inPart: 0, ways: [] } });
  const state = listed([], { statuses: { residential: partial, mobile: status() } });
  expect(endOf(state, row(), NOW)).toBe('unlisted');
});

test('nobody can tell without a list', () => {
  const state = listed([], { statuses: { residential: null, mobile: status() } });
  expect(endOf(state, row(), NOW)).toBeNull();
});
