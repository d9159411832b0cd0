/* Nothing that the API sends can hide, act or grow on a surface that is not a page of ours: the
 * words, the toolbar icon's tooltip, its menu. */
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { formatFullPlace, formatIp, formatPlace } from '../../../lib/surface/format.ts';
import { menuOf } from '../../../lib/surface/menu.ts';
import { errorWords, refusalWords, twinWords } from '../../../lib/surface/words.ts';
import { brokenTexts, hidingIn, hostileTexts, reorders } from '../../sandbox/hostile.ts';
import { listed, NOW, session, status } from '../support/samples.ts';

const texts = { ...hostileTexts, ...brokenTexts };

function expectHarmless(shown: string, longest: number): void {
  // The time of day has a narrow blank of its own.
  expect(hidingIn(shown.replaceAll(/\u202f(?=[AP]M)/g, ' '))).toEqual([]);
  expect(reorders(shown)).toBe(false);
  expect(shown.length).toBeLessThan(longest);
}

const sessionOf = (text: string) =>
  session({ id: text, sessionId: text, exitIp: text, region: text, state: `s${text}`, city: text });

const errorsOf = (text: string): ApiError[] => [
  { kind: 'key-refused', requestId: text },
  { kind: 'not-permitted', code: text, requestId: text },
  { kind: 'rate-limited', untilMs: NOW, requestId: text },
  { kind: 'server-fault', status: 500, requestId: text },
  { kind: 'not-understood', status: 418, what: text, requestId: text },
];

describe.each(Object.entries(texts))('%s', (_, text) => {
  test('in the words for a session', () => {
    const given = sessionOf(text);
    expectHarmless(formatPlace(given), 500);
    expectHarmless(formatFullPlace(given), 500);
    expectHarmless(formatIp(text), 70);
    expectHarmless(twinWords(given), 1_500);
  });

  test('in a failure, and in the tooltip that tells it', () => {
    for (const problem of errorsOf(text)) {
      expectHarmless(errorWords(problem), 1_500);
      expectHarmless(refusalWords(problem), 1_500);
      const failing = { ...status(), problem };
      const given = listed([], { statuses: { residential: failing, mobile: status() } });
      const { title } = badgeOf(overviewOf(given, NOW));
      for (const line of title.split('\n')) expectHarmless(line, 1_500);
      expect(title.split('\n').length).toBeLessThanOrEqual(5);
    }
  });

  test('in the menu, where no mark of a title is left to act', () => {
    const id = text.toWellFormed();
    const twins = [id, `${id}2`].map((each) => ({ ...sessionOf(text), id: each }));
    const items = menuOf(overviewOf(listed(twins), NOW), new Set()).filter(
      ({ parentId }) => parentId,
    );
    expect(items.map(({ id }) => id)).toEqual(twins.map((twin) => `terminate:${refOf(twin)}`));
    for (const { title } of items) {
      // The menu's own word joiner keeps the browser from filling in a selection.
      expectHarmless(title.replaceAll('%\u2060s', '%'), 1_500);
      expect(title.replaceAll('&&', '')).not.toContain('&');
      expect(title).not.toContain('%s');
    }
  });
});
