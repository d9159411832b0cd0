import { expect, test } from 'vitest';
import { i18n } from '#i18n';
import { around } from '../../../lib/surface/around.ts';

test('a message is parted where something stands in it, by whatever the browser leaves of its mark', () => {
  const bytes = around((place) => i18n.t('watching.bytes', [place]));
  expect(bytes).toEqual(['a session has used more than ', ' MB']);
  const quiet = around((place) => i18n.t('watching.quiet', [place, place]));
  expect(quiet).toEqual(['Quiet from ', ' to ', '']);
});
