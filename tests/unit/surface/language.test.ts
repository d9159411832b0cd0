import { afterEach, expect, test } from 'vitest';
import { language, locale } from '../../../lib/surface/language.ts';
import { speak } from '../support/browser.ts';

afterEach(() => speak('en'));

test.each([
  ['en', ['en-GB', 'en'], 'en-GB'],
  ['en', ['de', 'en-AU', 'en-GB'], 'en-AU'],
  ['en', ['fr-FR', 'fr'], 'en'],
  ['en', ['eng-x'], 'en'],
  ['en', [], 'en'],
  ['zh_CN', ['zh-CN', 'zh'], 'zh-CN'],
  ['zh_CN', ['zh-TW', 'en-US'], 'zh-CN'],
] as const)(
  'where words are in %s and the person prefers %j, numbers are as in %s',
  (words, preferred, tag) => {
    speak(words);
    expect(locale(preferred)).toBe(tag);
  },
);

test('a page tells the language of its words', () => {
  expect(language()).toBe('en');
  speak('zh_CN');
  expect(language()).toBe('zh-CN');
});
