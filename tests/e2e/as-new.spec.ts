/* A browser that the driver has made as new: all that journeys rely on is held by this. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { launchChromium } from './driver/chromium.ts';
import type { Driver } from './driver/driver.ts';
import { launchFirefox } from './driver/firefox.ts';
import { ADDON_ID } from './driver/firefox-browser.ts';
import { expect, test } from './journey.ts';

/** An extension whose background says whenever it starts. */
const FILES = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Loud',
    version: '1',
    background: { service_worker: 'background.js', scripts: ['background.js'] },
    browser_specific_settings: { gecko: { id: ADDON_ID } },
  }),
  'background.js': "console.error('It starts');",
};

test('hears the background of the new installation, and forgets the earlier one', async ({
  browserName,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'loud-'));
  const driver = await (browserName === 'firefox' ? inFirefox(folder) : inChromium(folder));
  try {
    const heard = async () => (await driver.logs()).map(({ where, text }) => `${where}: ${text}`);
    await expect.poll(heard).toEqual(['background: It starts']);
    await driver.renew();
    await expect.poll(heard).toEqual(['background: It starts']);
  } finally {
    await driver.close();
    await rm(folder, { recursive: true });
  }
});

async function inChromium(extensionDir: string): Promise<Driver> {
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(extensionDir, name), text);
  return launchChromium({ extensionDir });
}

async function inFirefox(folder: string): Promise<Driver> {
  const encoder = new TextEncoder();
  const packed = Object.entries(FILES).map(([name, text]) => [name, encoder.encode(text)]);
  const extensionFile = join(folder, 'loud.xpi');
  await writeFile(extensionFile, zipSync(Object.fromEntries(packed)));
  return launchFirefox({ extensionFile });
}
