/** Starts a Firefox to drive. */
import { realpath } from 'node:fs/promises';
import type { BrowserOptions, Driver } from './driver.ts';
import { ADDON_ID } from './firefox-browser.ts';
import { FirefoxDriver } from './firefox-driver.ts';
import {
  EXTENSION_HOST,
  FirefoxProfile,
  LOOPBACK_ONLY,
  type Preferences,
} from './firefox-profile.ts';

export interface FirefoxOptions extends BrowserOptions {
  /** The packed extension; it is installed for good, as people do. */
  extensionFile: string;
  /** Default `FIREFOX_PATH`, or else `/usr/bin/firefox-esr`. */
  executablePath?: string;
}

/** Starts Firefox with the extension; ready once its background has been started for the first time. */
export async function launchFirefox(options: FirefoxOptions): Promise<Driver> {
  const { lang = 'en-US', zoom = 1 } = options;
  if (lang !== 'en-US') throw new Error('The driver starts Firefox in English only');
  if (zoom !== 1) throw new Error('The driver does not zoom Firefox');
  const profile = await FirefoxProfile.open(options.profileDir, preferencesFor(options));
  const driver = new FirefoxDriver(profile, {
    executablePath: options.executablePath || process.env.FIREFOX_PATH || '/usr/bin/firefox-esr',
    headless: options.headless ?? true,
    windowSize: options.windowSize ?? { width: 1_280, height: 800 },
    extensionFile: await realpath(options.extensionFile),
  });
  try {
    await driver.start();
    if (options.installedBefore) await driver.restart('quit');
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function preferencesFor(options: FirefoxOptions): Preferences {
  const { colorScheme = 'light', hasSaidYes = false, loopbackOnly = true } = options;
  const { asksWhereToSave = false, hasLocalStorage = true } = options;
  return {
    // The package of a fresh build has no signature of Mozilla's.
    'xpinstall.signatures.required': false,
    'extensions.webextensions.uuids': JSON.stringify({ [ADDON_ID]: EXTENSION_HOST }),
    'extensions.webextOptionalPermissionPrompts': !hasSaidYes,
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    // Offline is offline, for this machine's own addresses too.
    'network.disable-localhost-when-offline': true,
    'browser.download.useDownloadDir': !asksWhereToSave,
    'dom.storage.enabled': hasLocalStorage,
    ...(loopbackOnly ? LOOPBACK_ONLY : {}),
  };
}
