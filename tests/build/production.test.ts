/* What is shipped: both production bundles, built here as `npm run build` does, with an
 * environment that tries to lead them astray. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { allowedManifest, ICONS, PRODUCTION_API } from './allowed.ts';
import { build } from './build.ts';
import { filesOf, textOf } from './bundle.ts';
import { wrongAddresses, wrongInManifest, wrongLocales, wrongSizes } from './checks.ts';
import { wrongByLinter } from './lint.ts';

const FOREIGN = 'http://evil.test:6666';

const builds = [
  { script: 'build', browser: 'chrome' },
  { script: 'build:firefox', browser: 'firefox' },
] as const;

describe.each(builds)('npm run $script', ({ script, browser }) => {
  const directory = `.output/${browser}-mv3`;
  beforeAll(() => build(script, { WXT_API_BASE_URL: `${FOREIGN}/v1` }));

  test('makes a manifest that holds what is allowed and nothing else', () => {
    expect(wrongInManifest(directory, allowedManifest(browser, version))).toEqual([]);
  });

  test('talks to the vendor’s API, whatever the environment holds', () => {
    expect(wrongAddresses(directory)).toEqual([]);
    const scripts = filesOf(directory).filter((file) => file.endsWith('.js'));
    expect(scripts.some((file) => textOf(directory, file).includes(`${PRODUCTION_API}/v1`))).toBe(
      true,
    );
  });

  test('speaks every language in full', () => {
    expect(wrongLocales(directory)).toEqual([]);
  });

  test('runs nothing that the policy would refuse', () => {
    for (const page of filesOf(directory).filter((file) => file.endsWith('.html'))) {
      const text = textOf(directory, page);
      expect(text, page).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style="/);
    }
  });

  test('draws icons of the sizes it names', () => {
    for (const size of ICONS) {
      const png = readFileSync(join(directory, `icons/${size}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  if (browser === 'firefox') {
    test('holds nothing that Mozilla’s linter minds but one assignment of Preact’s', () => {
      expect(wrongByLinter(directory)).toEqual([]);
    });
  }

  test('stays small: what a popup opens with, what comes later, and the background', () => {
    expect(wrongSizes(directory)).toEqual([]);
  });
});

describe('npm run build:sandbox', () => {
  test('is the production bundle for another API', () => {
    const api = 'http://127.0.0.1:4321';
    const directory = '.output/chrome-mv3-sandbox';
    build('build:sandbox', { WXT_API_BASE_URL: `${api}/v1` });
    expect(wrongInManifest(directory, allowedManifest('chrome', version, api))).toEqual([]);
    expect(wrongAddresses(directory)).not.toEqual([]);
  });

  test('demands to be told which', () => {
    expect(() => build('build:sandbox', { WXT_API_BASE_URL: '' })).toThrow(
      /A sandbox build needs WXT_API_BASE_URL/,
    );
  });
});
