/* What may be shipped: manifests, sizes and addresses. Tests hold each build to it, and the release
 * check each package. What is not listed here is not allowed. */

export const PRODUCTION_API = 'https://api.helodata.com';

/** Addresses that may stand in a bundle, without their paths. */
export const ADDRESSES = [
  PRODUCTION_API,
  'https://docs.helodata.com', // how to make a key
  'http://gate.helodata.io:7777', // the gateway and its target, in the `curl` line of a session
  'https://example.com',
  'http://www.w3.org', // names of SVG and MathML, never asked for
];

/** In bytes, as they are read from disk: minified, not compressed. */
export const SIZES = {
  /** What a popup reads before it shows anything. */
  opening: 137_000,
  background: 104_000,
  /** Each file that a page loads later. */
  later: 16_000,
};

export const ICONS = [16, 32, 48, 128];

const ACTION = { default_title: '__MSG_extension_name__', default_popup: 'popup.html' };

const PERMISSIONS = ['storage', 'alarms', 'contextMenus'];

const OF_BROWSER = {
  chrome: {
    minimum_chrome_version: '120',
    background: { service_worker: 'background.js' },
    permissions: [...PERMISSIONS, 'sidePanel'],
    side_panel: { default_path: 'sidepanel.html' },
  },
  firefox: {
    action: { ...ACTION, default_area: 'navbar' },
    browser_specific_settings: {
      gecko: {
        id: 'session-inspector@helodata.tools',
        strict_min_version: '142.0',
        data_collection_permissions: { required: ['authenticationInfo'] },
      },
    },
    background: { scripts: ['background.js'] },
    permissions: PERMISSIONS,
    sidebar_action: {
      default_panel: 'sidepanel.html',
      default_title: '__MSG_extension_shortName__',
      open_at_install: false,
    },
  },
};

export type Browser = keyof typeof OF_BROWSER;
export const BROWSERS = Object.keys(OF_BROWSER) as Browser[];

/** The one manifest for a browser. `api`: the origin that it may connect to. */
export function allowedManifest(browser: Browser, version: string, api = PRODUCTION_API) {
  const { protocol, hostname } = new URL(api);
  return {
    manifest_version: 3,
    name: '__MSG_extension_name__',
    short_name: '__MSG_extension_shortName__',
    description: '__MSG_extension_description__',
    version,
    default_locale: 'en',
    icons: Object.fromEntries(ICONS.map((size) => [size, `icons/${size}.png`])),
    action: ACTION,
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+H' } } },
    options_ui: { open_in_tab: true, page: 'options.html' },
    optional_permissions: ['notifications'],
    host_permissions: [`${protocol}//${hostname}/*`],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        `connect-src ${api}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
    ...OF_BROWSER[browser],
  };
}
