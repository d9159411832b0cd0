import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

const PRODUCTION_API = 'https://api.helodata.com/v1';
/** The oldest browsers that are supported. */
const OLDEST = { chrome: '120', firefox: '142' };

/** Which API a build talks to. A production build is deaf to the environment: a variable left in a
 * shell must never send a user's key to another origin. Development builds use it where it is set;
 * a sandbox build demands it. */
function apiBaseUrl(mode: string): string {
  if (mode === 'production') return PRODUCTION_API;
  const fromEnvironment = process.env.WXT_API_BASE_URL;
  if (mode === 'sandbox' && !fromEnvironment) {
    throw new Error(
      'A sandbox build needs WXT_API_BASE_URL, for example ' +
        'WXT_API_BASE_URL=http://127.0.0.1:4010/v1 npm run build:sandbox',
    );
  }
  return (fromEnvironment ?? PRODUCTION_API).replace(/\/+$/, '');
}

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module', '@wxt-dev/auto-icons'],
  imports: false,
  // Journeys that run side by side have a build each.
  outDir: process.env.BUILD_DIR ?? '.output',
  manifestVersion: 3,
  // What Mozilla's reviewers build from: all that a build reads, and no tests.
  zip: {
    includeSources: [
      '{assets,components,entrypoints,lib,modules}/**',
      '*.md',
      'LICENSE',
      'package*.json',
      'tsconfig.json',
      'wxt.config.ts',
    ],
  },
  // `npm run dev` opens no browser: people load the build where they want it. (WXT would have web-ext
  // open one, since that is there for its linter.)
  webExt: { disabled: true },
  i18n: { localesDir: 'assets/locales' },
  autoIcons: { baseIconPath: 'assets/icon.svg', sizes: [16, 32, 48, 128] },
  hooks: {
    // Flags are pictures that are read when they are shown, a file each.
    'build:publicAssets': (_, files) => {
      const folder = fileURLToPath(new URL('node_modules/country-flag-icons/3x2', import.meta.url));
      const flags = readdirSync(folder).filter((name) => /^[A-Z]{2}\.svg$/.test(name));
      for (const name of flags) {
        files.push({ absoluteSrc: join(folder, name), relativeDest: `flags/${name}` });
      }
    },
    'build:manifestGenerated': async (wxt, { action, sidebar_action }) => {
      // @wxt-dev/auto-icons 1.1.2 starts to make this folder in its `build:done` and does not wait for
      // it, so a first build failed now and then. Delete this line once it says `await mkdir(…)` there.
      await mkdir(join(wxt.config.outDir, 'icons'), { recursive: true });
      // WXT takes the titles from those of the pages, which know one language.
      if (action) action.default_title = '__MSG_extension_name__';
      // Firefox hides the icon, and the number on it, in a menu unless it is told otherwise; a popup
      // that opens from there is half as wide.
      if (action && wxt.config.browser === 'firefox') action.default_area = 'navbar';
      if (sidebar_action) sidebar_action.default_title = '__MSG_extension_shortName__';
    },
  },
  manifest: ({ mode, browser, command }) => {
    const api = new URL(apiBaseUrl(mode));
    // The server of `npm run dev` has styles put in as elements, and tells of changes by a socket.
    const dev =
      command === 'serve'
        ? { styles: " 'unsafe-inline' http://localhost:*", connects: ' ws://localhost:*' }
        : { styles: '', connects: '' };
    return {
      name: '__MSG_extension_name__',
      short_name: '__MSG_extension_shortName__',
      description: '__MSG_extension_description__',
      default_locale: 'en',
      // Both browsers let people change it.
      commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+H' } } },
      permissions: ['storage', 'alarms', 'contextMenus'],
      optional_permissions: ['notifications'],
      // A match pattern of Firefox holds no port, so the sandbox's is left out here; the policy
      // below names it.
      host_permissions: [`${api.protocol}//${api.hostname}/*`],
      content_security_policy: {
        extension_pages: [
          "default-src 'none'",
          "script-src 'self'",
          `style-src 'self'${dev.styles}`,
          "img-src 'self'",
          `connect-src ${api.origin}${dev.connects}`,
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
        ].join('; '),
      },
      ...(browser === 'firefox'
        ? {
            browser_specific_settings: {
              gecko: {
                id: 'session-inspector@helodata.tools',
                strict_min_version: `${OLDEST.firefox}.0`,
                data_collection_permissions: { required: ['authenticationInfo'] },
              },
            },
          }
        : { minimum_chrome_version: OLDEST.chrome }),
    };
  },
  vite: ({ mode, browser }) => ({
    plugins: [preact()],
    define: { __API_BASE_URL__: JSON.stringify(apiBaseUrl(mode)) },
    build: {
      target: browser === 'firefox' ? `firefox${OLDEST.firefox}` : `chrome${OLDEST.chrome}`,
      modulePreload: false,
    },
  }),
});
