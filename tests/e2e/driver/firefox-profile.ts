/** A profile of Firefox, and the preferences that it starts with. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Profile } from './profile.ts';

export type Preferences = Record<string, string | number | boolean>;

/** Where the extension's pages live in each profile. Firefox would choose by chance. */
export const EXTENSION_HOST = '5e551045-1259-4ec7-8a7e-0123456789ab';

export const ORIGIN = `moz-extension://${EXTENSION_HOST}`;

export class FirefoxProfile extends Profile {
  /** The given directory, or a temporary one, with these preferences beside those that every profile
   * has. */
  static async open(dir: string | undefined, preferences: Preferences): Promise<FirefoxProfile> {
    const profile = new FirefoxProfile('firefox-', dir);
    await mkdir(profile.dir, { recursive: true });
    const all = { ...QUIET, ...saving(profile.downloadDir), ...preferences };
    const lines = Object.entries(all).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(profile.dir, 'user.js'), lines.join(''));
    return profile;
  }
}

/** No first-run pages, no calls home, no questions, nothing of an earlier run, no page or process in
 * reserve; WebDriver BiDi adds what tests want from itself. */
const QUIET: Preferences = {
  'browser.aboutwelcome.enabled': false,
  'browser.newtab.preload': false,
  'browser.newtabpage.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'devtools.jsonview.enabled': false,
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.webextensions.keepUuidOnUninstall': true,
  'toolkit.startup.max_resumed_crashes': -1,
};

function saving(dir: string): Preferences {
  return {
    'browser.download.dir': dir,
    'browser.download.folderList': 2,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
  };
}

/** What keeps it from everything but this machine: a proxy for all else, which nobody runs. */
export const LOOPBACK_ONLY: Preferences = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.allow_hijacking_localhost': false,
};
