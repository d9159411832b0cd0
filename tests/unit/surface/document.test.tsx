import { afterEach, expect, test } from 'vitest';
import { nameDocument } from '../../../lib/surface/language.ts';
import { speak } from '../support/browser.ts';

afterEach(() => speak('en'));

test.each([
  ['en', 'en'],
  ['zh_CN', 'zh-CN'],
] as const)('a page in the words of %s is marked as %s, from left to right', (words, lang) => {
  document.documentElement.dir = 'rtl';
  speak(words);
  nameDocument('title');
  const { lang: marked, dir } = document.documentElement;
  expect([marked, dir, document.title]).toEqual([lang, 'ltr', 'title']);
});
