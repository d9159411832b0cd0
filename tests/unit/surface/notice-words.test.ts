import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../../lib/store/choices.ts';
import type { Notice } from '../../../lib/store/schemas.ts';
import { DEFAULT_WATCHING } from '../../../lib/store/state.ts';
import { formatTime } from '../../../lib/surface/format.ts';
import { noticeMessage, noticeTitle, reminderWords } from '../../../lib/surface/notice-words.ts';
import { NOW, session } from '../support/samples.ts';

const crawl = session({
  sessionId: 'crawl9',
  bytesUsed: 512_000_000,
  exitIp: '198.51.100.4',
  expiresAtMs: NOW + 300_000,
});

function notice(fields: Partial<Notice>): Notice {
  return { cause: 'moved', atMs: NOW, session: crawl, fromIp: null, rate: null, ...fields };
}

describe('a notice says of whom, what and how much', () => {
  test.each([
    [{ fromIp: '203.0.113.9' }, 'crawl9: exit IP moved', '203.0.113.9 → 198.51.100.4'],
    [{}, 'crawl9: exit IP moved', '198.51.100.4'],
    [{ cause: 'bytes' }, 'crawl9: 512 MB used', 'US · CA · LA · 198.51.100.4'],
    [{ cause: 'rate', rate: 62e6 }, 'crawl9: 62.0 MB in a minute', 'US · CA · LA · 512 MB used'],
    [
      { cause: 'ending' },
      `crawl9: ends at ${formatTime(NOW + 300_000)}`,
      'US · CA · LA · 512 MB used',
    ],
  ] as [Partial<Notice>, string, string][])('%j', (fields, title, message) => {
    expect(noticeTitle(notice(fields))).toBe(title);
    expect(noticeMessage(notice(fields))).toBe(message);
  });

  test('of the key: that it was refused, and why that may be', () => {
    const key = notice({ cause: 'key', session: null });
    expect(noticeTitle(key)).toBe('The key was refused');
    expect(noticeMessage(key)).toMatch(/^helodata refused the key \(401\)/);
  });
});

describe('a choice to be told before the end', () => {
  const on = { ...DEFAULT_WATCHING, isOn: true };

  test.each([
    [true, on, 'You are told 5 minutes before crawl9 ends.'],
    [true, { ...on, ending: { withinMs: 60_000 } }, 'You are told 1 minute before crawl9 ends.'],
    [
      true,
      DEFAULT_WATCHING,
      'Watching is off in the settings: until it is on, you are not told before crawl9 ends.',
    ],
    [false, on, 'You are no longer told before crawl9 ends.'],
  ])('%j (%#)', (isOn, watching, words) => {
    expect(reminderWords(crawl, isOn, watching)).toBe(words);
    const barred = { ...crawl, sessionId: 'a | b' };
    expect(reminderWords(barred, isOn, watching)).toBe(words.replace('crawl9', 'a | b'));
  });
});

test('nothing that comes from outside hides in its words', () => {
  const outside = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('a\u202eb\u200bc'));
  fc.assert(
    fc.property(outside, fc.constantFrom(...CAUSES), (text, cause) => {
      const hostile = { ...crawl, sessionId: text, exitIp: text, region: text, city: text };
      const words = notice({ cause, session: hostile, fromIp: text, rate: 1 });
      expect(noticeTitle(words) + noticeMessage(words)).not.toMatch(/[\u202e\u200b]/);
    }),
    { numRuns: 1_000 },
  );
});
