/** Starts a Chromium to drive. */
import { realpath } from 'node:fs/promises';
import { ChromiumDriver } from './chromium-driver.ts';
import { ChromiumProfile } from './chromium-profile.ts';
import type { BrowserOptions, Driver } from './driver.ts';

export interface ChromiumOptions extends BrowserOptions {
  /** The built, unpacked extension. */
  extensionDir: string;
  /** Default `CHROMIUM_PATH`, or else `/usr/bin/chromium`. */
  executablePath?: string;
}

/** Starts Chromium with the extension; ready once its background has been started for the first time. */
export async function launchChromium(options: ChromiumOptions): Promise<Driver> {
  if (options.hasLocalStorage === false) throw new Error('Chromium’s pages have a localStorage');
  const { profileDir, extensionDir, installedBefore = false, hasSaidYes, zoom, ...rest } = options;
  const settings = { ...usualSettings(), ...rest, extensionDir: await realpath(extensionDir) };
  const profile = await ChromiumProfile.open(profileDir);
  if (zoom !== undefined) await profile.zoom(zoom);
  if (settings.asksWhereToSave) await profile.askWhereToSave();
  if (hasSaidYes) await profile.sayYes(settings.extensionDir);
  const driver = new ChromiumDriver(profile, settings);
  try {
    await driver.start();
    if (installedBefore) await driver.restart('quit');
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

export const usualSettings = () => ({
  executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
  headless: true,
  colorScheme: 'light' as const,
  windowSize: { width: 1_280, height: 800 },
  lang: 'en-US',
  loopbackOnly: true,
  asksWhereToSave: false,
});
