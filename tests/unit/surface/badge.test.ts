import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { ApiError } from '../../../lib/api/errors.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import type { State } from '../../../lib/store/state.ts';
import { badgeOf, badgeText, paintBadge } from '../../../lib/surface/badge.ts';
import { BADGE_COLORS } from '../../../lib/surface/badge-colors.ts';
import { listed, NOW, session, state, status } from '../support/samples.ts';

beforeEach(() => fakeBrowser.reset());

describe('four characters for a number', () => {
  test.each([
    [0, ''],
    [1, '1'],
    [99, '99'],
    [100, '100'],
    [999, '999'],
    [1_000, '1k'],
    [1_099, '1k'],
    [1_100, '1.1k'],
    [9_999, '9.9k'],
    [10_000, '10k'],
    [12_999, '12k'],
    [99_999, '99k'],
    [100_000, '99k+'],
    [5_000_000, '99k+'],
  ])('%i is %j', (count, text) => {
    expect(badgeText(count)).toBe(text);
  });

  test.each([
    [0, '?'],
    [1, '1+'],
    [999, '999+'],
    [1_999, '1k+'],
    [99_999, '99k+'],
  ])('at least %i is %j', (count, text) => {
    expect(badgeText(count, true)).toBe(text);
  });

  test('it never says more than there are, says plainly that there may be more, and always fits', () => {
    const size = fc.oneof(fc.nat(2_000), fc.nat({ max: 10_000_000 }));
    fc.assert(
      fc.property(size, fc.boolean(), (count, isPartial) => {
        const text = badgeText(count, isPartial);
        const said = Number.parseFloat(text || '0') * (text.includes('k') ? 1_000 : 1);
        if (text !== '?') expect(said).toBeLessThanOrEqual(count);
        if (count < 1_000 && !isPartial) expect(said).toBe(count);
        if (isPartial) expect(text).toMatch(/[+?]$/);
        expect(text.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('what it shows', () => {
  const key = { tail: 'wxyz', keptIn: 'local' as const, checked: true };
  const offline: ApiError = { kind: 'unreachable', requestId: null };
  const refused: ApiError = { kind: 'key-refused', requestId: 'req_1' };
  const failing = (problem: ApiError) => ({
    residential: { ...status(), problem },
    mobile: { ...status(), problem },
  });
  const never = { ...status(), good: null, problem: offline };
  const old = status({ atMs: NOW - 120_000 });

  test.each<[string, State, string, string]>([
    ['no key', state(), 'key', BADGE_COLORS.unsure],
    ['first answer under way', state({ key }), '…', BADGE_COLORS.unsure],
    [
      'never loaded and failing',
      state({ key, statuses: { residential: never, mobile: never } }),
      '?',
      BADGE_COLORS.unsure,
    ],
    ['none', listed([]), '', BADGE_COLORS.sure],
    ['two', listed([session(), session()]), '2', BADGE_COLORS.sure],
    [
      'two, failing',
      listed([session(), session()], { statuses: failing(offline) }),
      '2',
      BADGE_COLORS.unsure,
    ],
    [
      'two, old',
      listed([session(), session()], { statuses: { residential: old, mobile: old } }),
      '2',
      BADGE_COLORS.unsure,
    ],
    [
      'none when last seen, failing',
      listed([], { statuses: failing(offline) }),
      '?',
      BADGE_COLORS.unsure,
    ],
    [
      'key refused',
      listed([session()], { statuses: failing(refused) }),
      'key',
      BADGE_COLORS.refused,
    ],
    ['no product with sessions', listed([], { products: [] }), '', BADGE_COLORS.sure],
  ])('%s', (_, given, text, color) => {
    expect(badgeOf(overviewOf(given, NOW))).toMatchObject({ text, color });
  });

  test('the tooltip says it in words: number, products, age, problem', () => {
    const problem: ApiError = { kind: 'server-fault', status: 502, requestId: 'req_9' };
    const given = listed([session(), session({ product: 'mobile' })], {
      statuses: { residential: status(), mobile: { ...status(), problem } },
    });
    const { title } = badgeOf(overviewOf(given, NOW));
    expect(title.split('\n')).toEqual([
      'Session Inspector for helodata',
      '2 active sessions',
      'Residential 1 · Mobile 1',
      expect.stringMatching(/^As of \d/),
      'Mobile: helodata has a fault (502). Request req_9.',
    ]);
  });

  test('a product that was never read is unknown, not 0', () => {
    const given = listed([session()], { statuses: { residential: status(), mobile: never } });
    const badge = badgeOf(overviewOf(given, NOW));
    expect(badge.title).toContain('Residential 1 · Mobile unknown');
  });
});

test('it is painted whole', async () => {
  await paintBadge({ text: '7', color: BADGE_COLORS.sure, title: 'seven' });
  expect(await fakeBrowser.action.getBadgeText({})).toBe('7');
  expect(await fakeBrowser.action.getTitle({})).toBe('seven');
});
