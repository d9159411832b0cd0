import { afterEach, expect, test } from 'vitest';
import { joined } from '../../../lib/surface/joined.ts';
import { speak } from '../support/browser.ts';

afterEach(() => speak('en'));

test('texts are joined as the language does it, without the empty ones', () => {
  expect(joined('sentences', ['One.', '', 'Two.'])).toBe('One. Two.');
  expect(joined('parts', ['a', 'b', 'c'])).toBe('a, b, c');
  speak('zh_CN');
  expect(joined('sentences', ['其一。', '', '其二。']).replace('\u200b', '')).toBe('其一。其二。');
  expect(joined('parts', ['a', 'b', 'c'])).toBe('a，b，c');
  expect(joined('names', ['a', 'b', 'c'])).toBe('a、b、c');
});

test('none are an empty text, one is itself, and none is taken for a place to fill in', () => {
  expect(joined('names', [])).toBe('');
  expect(joined('names', ['$2'])).toBe('$2');
  expect(joined('names', ['$2', '$1', 'x'])).toBe('$2, $1, x');
});
