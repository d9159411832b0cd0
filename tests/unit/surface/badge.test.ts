import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { ApiError } from '../../../lib/api/errors.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import type { Notice } from '../../../lib/store/schemas.ts';
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

  test.each([
    [0, ''],
    [999, '999'],
    [1_234, '1k'],
    [12_999, '12k'],
    [100_000, '9k+'],
  ])('beside a dot, %i is %j', (count, text) => {
    expect(badgeText(count, false, 3)).toBe(text);
  });

  test.each([
    [0, '?'],
    [99, '99+'],
    [150, '99+'],
    [1_999, '1k+'],
    [12_999, '9k+'],
  ])('beside a dot, at least %i is %j', (count, text) => {
    expect(badgeText(count, true, 3)).toBe(text);
  });

  test('it never says more than there are, says plainly that there may be more, and always fits', () => {
    const size = fc.oneof(fc.nat(2_000), fc.nat({ max: 10_000_000 }));
    fc.assert(
      fc.property(size, fc.boolean(), fc.constantFrom(3, 4), (count, isPartial, room) => {
        const text = badgeText(count, isPartial, room);
        const said = Number.parseFloat(text || '0') * (text.includes('k') ? 1_000 : 1);
        if (text !== '?') expect(said).toBeLessThanOrEqual(count);
        if (count < 1_000 && !isPartial) expect(said).toBe(count);
        if (isPartial) expect(text).toMatch(/[+?]$/);
        if (count > 0) expect(text).not.toBe('');
        expect(text.length).toBeLessThanOrEqual(room);
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

describe('what nobody has seen yet', () => {
  const notice = (sessionId: string): Notice => {
    const of = session({ sessionId });
    return { cause: 'moved', atMs: NOW, session: of, fromIp: null, rate: null };
  };

  test('is a dot before whatever the badge says', () => {
    const key = { tail: 'wxyz', keptIn: 'local' as const, checked: true };
    const texts = [listed([]), listed([session(), session()]), state(), state({ key })].map(
      (given) => badgeOf(overviewOf(given, NOW), [notice('a')]).text,
    );
    expect(texts).toEqual(['•', '•2', '•key', '•…']);
  });

  test('is told in the tooltip, the latest in words', () => {
    const overview = overviewOf(listed([session()]), NOW);
    const tooltip = (unseen: Notice[]) => badgeOf(overview, unseen).title.split('\n');
    expect(tooltip([notice('a'), notice('crawl9')]).slice(-2)).toEqual([
      '2 things noticed since you looked',
      'crawl9: exit IP moved',
    ]);
    expect(tooltip([notice('a')])).toContain('1 thing noticed since you looked');
    expect(tooltip([])).toHaveLength(4);
  });

  test('leaves it room, whatever the number', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.boolean(), (count, isPartial) => {
        const overview = { ...overviewOf(listed([]), NOW), count, isPartial };
        const { text } = badgeOf(overview, [notice('a')]);
        expect(text).toMatch(/^•/);
        expect(text.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

test('it is painted whole', async () => {
  await paintBadge({ text: '7', color: BADGE_COLORS.sure, title: 'seven' });
  expect(await fakeBrowser.action.getBadgeText({})).toBe('7');
  expect(await fakeBrowser.action.getTitle({})).toBe('seven');
});
