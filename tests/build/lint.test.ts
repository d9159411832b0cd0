/* The bundle for Firefox, as Mozilla's reviewers see it first. */
import { beforeAll, expect, test } from 'vitest';
import { build } from './build.ts';
import { wrongByLinter } from './lint.ts';

beforeAll(() => build('build:firefox'));

test('web-ext lint finds nothing but one assignment of Preact’s', () => {
  expect(wrongByLinter('.output/firefox-mv3')).toEqual([]);
});
