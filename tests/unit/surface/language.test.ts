import { afterEach, describe, expect, test } from 'vitest';
import { language, locale } from '../../../lib/surface/language.ts';
import { speak } from '../support/browser.ts';

afterEach(() => speak('en'));

const NUMBER = 1_234_567.5;
/** A number and a date as `Intl` writes them for a tag. */
function samplesOf(tag: string): string[] {
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  return [new Intl.NumberFormat(tag).format(NUMBER), day.format(Date.UTC(2026, 10, 23))];
}

const AMERICAN = ['1,234,567.5', 'Nov 23, 2026'];
const CHINESE = ['1,234,567.5', '2026年11月23日'];

/** The words that a browser of this language takes, as measured, with the tags that it gives pages. */
test.each([
  ['Chromium in zh-TW', 'en', ['zh-TW', 'zh', 'en-US', 'en'], 'en-US', AMERICAN],
  ['Chromium in zh-HK', 'en', ['zh-TW', 'zh', 'en-US', 'en'], 'en-US', AMERICAN],
  ['Chromium in pt-BR', 'en', ['pt-BR', 'pt', 'en-US', 'en'], 'en-US', AMERICAN],
  ['Chromium in ar', 'en', ['ar', 'en-US', 'en'], 'en-US', AMERICAN],
  ['ar and nothing else', 'en', ['ar-EG'], 'en', AMERICAN],
  ['Firefox in zh-TW', 'zh_CN', ['zh-TW', 'zh', 'en-US', 'en'], 'zh', CHINESE],
  ['Firefox in zh-HK', 'zh_CN', ['zh-HK', 'zh-TW', 'en-US'], 'zh-CN', CHINESE],
  ['zh-CN', 'zh_CN', ['zh-CN', 'zh'], 'zh-CN', CHINESE],
  ['zh-SG', 'zh_CN', ['zh-SG', 'en-SG'], 'zh-SG', CHINESE],
  ['zh-Hans-CN', 'zh_CN', ['zh-Hans-CN'], 'zh-Hans-CN', CHINESE],
  ['zh-Hant-CN', 'zh_CN', ['zh-Hant-CN'], 'zh-CN', CHINESE],
  ['en-GB', 'en', ['en-GB', 'en'], 'en-GB', ['1,234,567.5', '23 Nov 2026']],
  ['en-AU after de', 'en', ['de', 'en-AU', 'en-GB'], 'en-AU', ['1,234,567.5', '23 Nov 2026']],
  ['en-IN', 'en', ['en-IN'], 'en-IN', ['12,34,567.5', '23 Nov 2026']],
  ['en-001', 'en', ['en-001'], 'en-001', ['1,234,567.5', '23 Nov 2026']],
  ['en in another script', 'en', ['en-Shaw'], 'en', AMERICAN],
  ['fr', 'en', ['fr-FR', 'fr'], 'en', AMERICAN],
  ['other digits', 'en', ['en-US-u-nu-arab'], 'en-US', AMERICAN],
  ['Chinese digits', 'zh_CN', ['zh-CN-u-nu-hanidec'], 'zh-CN', CHINESE],
  ['tags that are none', 'en', ['', 'en_US', 'en-!', '*', 'x-klingon', 'en-ZA'], 'en-ZA'],
  ['none', 'en', [], 'en', AMERICAN],
] as const)('%s: words in %s, with %j numbers as in %s', (_, words, preferred, tag, samples?) => {
  speak(words);
  expect(locale(preferred)).toBe(tag);
  if (samples) expect(samplesOf(tag)).toEqual(samples);
  for (const sample of samplesOf(tag)) expect(sample).not.toMatch(/(?![0-9])\p{Nd}/u);
});

describe('a page', () => {
  test.each([
    ['en', 'en'],
    ['zh_CN', 'zh-CN'],
  ] as const)('in the words of %s tells that it is in %s', (words, tag) => {
    speak(words);
    expect(language()).toBe(tag);
  });
});
