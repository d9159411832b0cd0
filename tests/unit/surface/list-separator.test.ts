import { afterEach, expect, test, vi } from 'vitest';
import { listSeparator } from '../../../lib/surface/list-separator.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  [['de'], ';'],
  [['fr-FR'], ';'],
  [['pt-BR'], ';'],
  [['ru'], ';'],
  [['de-CH'], ';'],
  [['en-US'], ','],
  [['en-GB'], ','],
  [['es-MX'], ','],
  [['zh-CN'], ','],
  [['ja'], ','],
  [['en-US', 'de'], ';'],
  [['de', 'en-US'], ';'],
  [['not a tag'], ','],
  [[], ','],
] as const)('for a person of %j the separator is %j', (tags, separator) => {
  expect(listSeparator(tags)).toBe(separator);
});

test('the browser’s own language and the person’s first one count, and no later one', () => {
  vi.stubGlobal('navigator', { languages: ['en-US', 'de'] });
  expect(listSeparator()).toBe(',');
  vi.stubGlobal('navigator', { languages: ['de-AT', 'en-US'] });
  expect(listSeparator()).toBe(';');
  vi.stubGlobal('navigator', { languages: ['en-US'] });
  const german = new Intl.NumberFormat('de').resolvedOptions();
  vi.spyOn(Intl.NumberFormat.prototype, 'resolvedOptions').mockReturnValue(german);
  expect(listSeparator()).toBe(';');
});
