/* What is shipped: both production bundles, built here as `npm run build` does, with an
 * environment that tries to lead them astray. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from './build.ts';

const FOREIGN = 'http://evil.test:6666';

function filesOf(directory: string): { path: string; text: string }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

const manifestOf = (directory: string) =>
  JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));

const policy = (api: string) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
  `connect-src ${api}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const PERMISSIONS = ['storage', 'alarms', 'contextMenus'];

const shared = {
  manifest_version: 3,
  name: '__MSG_extension_name__',
  short_name: '__MSG_extension_shortName__',
  description: '__MSG_extension_description__',
  version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  default_locale: 'en',
  icons: {
    16: 'icons/16.png',
    32: 'icons/32.png',
    48: 'icons/48.png',
    128: 'icons/128.png',
  },
  action: { default_title: '__MSG_extension_name__', default_popup: 'popup.html' },
  commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+H' } } },
  options_ui: { open_in_tab: true, page: 'options.html' },
  permissions: PERMISSIONS,
  optional_permissions: ['notifications'],
  host_permissions: ['https://api.helodata.com/*'],
  content_security_policy: { extension_pages: policy('https://api.helodata.com') },
};

const builds = [
  {
    script: 'build',
    directory: '.output/chrome-mv3',
    own: {
      minimum_chrome_version: '120',
      background: { service_worker: 'background.js' },
      permissions: [...PERMISSIONS, 'sidePanel'],
      side_panel: { default_path: 'sidepanel.html' },
    },
  },
  {
    script: 'build:firefox',
    directory: '.output/firefox-mv3',
    own: {
      browser_specific_settings: {
        gecko: {
          id: 'session-inspector@helodata.tools',
          strict_min_version: '142.0',
          data_collection_permissions: { required: ['authenticationInfo'] },
        },
      },
      background: { scripts: ['background.js'] },
      sidebar_action: {
        default_panel: 'sidepanel.html',
        default_title: '__MSG_extension_shortName__',
        open_at_install: false,
      },
    },
  },
];

describe.each(builds)('npm run $script', ({ script, directory, own }) => {
  beforeAll(() => build(script, { WXT_API_BASE_URL: `${FOREIGN}/v1` }));

  test('makes a manifest that holds what is listed here and nothing else', () => {
    expect(manifestOf(directory)).toEqual({ ...shared, ...own });
  });

  test('talks to the vendor’s API, whatever the environment holds', () => {
    const files = filesOf(directory);
    expect(files.filter(({ text }) => text.includes('evil.test')).map(({ path }) => path)).toEqual(
      [],
    );
    expect(files.filter(({ text }) => text.includes('127.0.0.1')).map(({ path }) => path)).toEqual(
      [],
    );
    const scripts = files.filter(({ path }) => path.endsWith('.js'));
    expect(scripts.some(({ text }) => text.includes('https://api.helodata.com/v1'))).toBe(true);
  });

  test('runs nothing that the policy would refuse', () => {
    for (const { path, text } of filesOf(directory).filter(({ path }) => path.endsWith('.html'))) {
      expect(text, path).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style="/);
    }
  });

  test('draws icons of the sizes it names', () => {
    for (const size of [16, 32, 48, 128]) {
      const png = readFileSync(join(directory, `icons/${size}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test('stays small: what a popup opens with, what comes later, and the background', () => {
    const size = (file: string) => statSync(join(directory, file)).size;
    const first = [...opensWith(directory, 'popup.html')];
    expect(first.reduce((sum, file) => sum + size(file), 0)).toBeLessThanOrEqual(148_000);
    const later = ['chunks', 'assets']
      .flatMap((folder) => readdirSync(join(directory, folder)).map((name) => `${folder}/${name}`))
      .filter((file) => !first.includes(file));
    expect(later.some((file) => file.endsWith('.css'))).toBe(true);
    expect(later.filter((file) => size(file) > 14_000)).toEqual([]);
    expect(size('background.js')).toBeLessThanOrEqual(87_000);
  });
});

/** A page with all that is read before it shows anything: what it names, and what that imports. */
function opensWith(directory: string, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(directory, file), 'utf8');
  const named = text.matchAll(/(?:\b(?:src|href)="\/|\b(?:from|import)"\.\/)([^"]+\.(?:js|css))"/g);
  for (const [, name = ''] of named) {
    const isOfPage = file.endsWith('.html');
    opensWith(directory, isOfPage ? name : join(dirname(file), name), found);
  }
  return found;
}

describe('npm run build:sandbox', () => {
  test('is the production bundle for another API', () => {
    build('build:sandbox', { WXT_API_BASE_URL: 'http://127.0.0.1:4321/v1' });
    const { own } = builds[0] ?? {};
    expect(manifestOf('.output/chrome-mv3-sandbox')).toEqual({
      ...shared,
      ...own,
      host_permissions: ['http://127.0.0.1/*'],
      content_security_policy: { extension_pages: policy('http://127.0.0.1:4321') },
    });
  });

  test('demands to be told which', () => {
    expect(() => build('build:sandbox', { WXT_API_BASE_URL: '' })).toThrow(
      /A sandbox build needs WXT_API_BASE_URL/,
    );
  });
});
