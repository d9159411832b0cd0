/* What every journey starts from: the production bundle built for a sandbox, a sandbox of its own,
 * and a browser as right after its first launch. Afterwards it holds for each of them that nothing was logged
 * and that the key was seen nowhere. */
import { expect } from '@playwright/test';
import { buildForSandbox, packForSandbox } from '../run/build.ts';
import { freePort } from '../run/free-port.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import { closeSettings } from './close-settings.ts';
import { launchChromium } from './driver/chromium.ts';
import type { Driver, Found, LaunchOptions, View, WaitLimit } from './driver/driver.ts';
import { launchFirefox } from './driver/firefox.ts';
import { stored } from './driver/stored.ts';
import { KeptBrowser, type Lent } from './kept-browser.ts';
import { test as recorded } from './watchdog/record.ts';

export type { Found, View };
export { expect, stored };

export interface Journey {
  sandbox: Sandbox;
  browser: Driver;
  /** Ends the sandbox and starts another on the same address: the API is back. */
  replaceSandbox(options?: SandboxOptions): Promise<void>;
}

interface Fixtures {
  /** Starts a journey; at its end the browser and the sandbox are closed. */
  setOut: (options?: SandboxOptions, launch?: LaunchOptions) => Promise<Journey>;
}

/** Marks a journey that Firefox does not play, because all that it shows depends on the page alone, or
 * other journeys show it in both browsers. Any other reason stands beside the journey. */
export const inChromiumOnly = { tag: '@chromium' };

/** Likewise for a journey through something that only Firefox has. */
export const inFirefoxOnly = { tag: '@firefox' };

/** The extension, built to talk to one port, and browsers that hold it. */
interface Built {
  port: number;
  launch(options?: LaunchOptions): Promise<Driver>;
  kept: KeptBrowser;
}

export const test = recorded.extend<Fixtures, { built: Built }>({
  built: [
    async ({ browserName }, use, { parallelIndex }) => {
      const port = await freePort();
      const launch = await build(browserName, `http://127.0.0.1:${port}/v1`, parallelIndex);
      const kept = new KeptBrowser(launch);
      await use({ port, launch, kept });
      await kept.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  setOut: async ({ built: { port, kept } }, use, testInfo) => {
    const journeys: { journey: Journey; lent: Lent }[] = [];
    await use(async (options = {}, wishes) => {
      const sandbox = await startSandbox({ ...options, port });
      const lent = await kept.lend(wishes);
      const journey: Journey = {
        sandbox,
        browser: lent.browser,
        async replaceSandbox(next = {}) {
          await journey.sandbox.close();
          journey.sandbox = await startSandbox({ ...next, port });
        },
      };
      journeys.push({ journey, lent });
      return journey;
    });
    for (const { journey, lent } of journeys) {
      let isFine = false;
      try {
        await expectNoNoise(journey);
        await expectKeyNowhere(journey);
        isFine = testInfo.status === testInfo.expectedStatus;
      } finally {
        await lent.giveBack(isFine);
        await journey.sandbox.close();
      }
    }
  },
});

/** Builds for one address, in a folder for one of the workers that run side by side. */
async function build(
  browserName: string,
  baseUrl: string,
  worker: number,
): Promise<Built['launch']> {
  const outDir = `.output/journeys-${worker}`;
  if (browserName === 'firefox') {
    const extensionFile = await packForSandbox(baseUrl, outDir);
    return (options) => launchFirefox({ extensionFile, ...options });
  }
  const extensionDir = await buildForSandbox(baseUrl, outDir);
  return (options) => launchChromium({ extensionDir, ...options });
}

/** Opens the popup and saves a key there, as a person does first of all. */
export async function connect(
  { browser, sandbox }: Journey,
  key: keyof Sandbox['keys'] = 'full',
): Promise<View> {
  const popup = await browser.openPopup();
  await saveKey(popup, sandbox.keys[key]);
  await listOf(popup);
  expect(await popup.html(), 'no key in the page').not.toContain(sandbox.keys[key]);
  return popup;
}

/** The list of sessions, once it is there. */
export function listOf(view: View, limit?: WaitLimit): Promise<Found> {
  return view.get('grid', 'Active sessions', undefined, limit);
}

/** How many rows the list has, in the page or not, with those that have ended. */
export async function rowCount(view: View): Promise<number> {
  return Number(await (await listOf(view)).attribute('aria-rowcount')) - 1;
}

/** The buttons of the sessions that are in the page and alive, in their order. */
export function liveRows(view: View): Promise<Found[]> {
  return view.find('button', /^(Terminate|Undo ending|Ending) .+, /);
}

/** The id of the session that a row's button ends. */
export function idOf(button: Found | undefined): string {
  return button?.name.split(', ').at(-1) ?? '';
}

export async function saveKey(view: View, key: string): Promise<void> {
  await (await view.get('textbox', 'API key')).fill(key);
  await (await view.get('button', 'Save key')).click();
}

export async function press(view: View, button: string | RegExp, within?: Found): Promise<void> {
  await (await view.get('button', button, within)).click();
}

/** Waits until the view warns of something in these words. */
export async function expectAlert(view: View, words: RegExp, timeout = 15_000): Promise<void> {
  await expect.poll(() => alerts(view), { timeout }).toMatch(words);
}

/** Waits until the view warns of nothing more. */
export async function expectNoAlert(view: View, timeout = 15_000): Promise<void> {
  await expect.poll(async () => (await view.find('alert')).length, { timeout }).toBe(0);
}

async function alerts(view: View): Promise<string> {
  const found = await view.find('alert');
  // One that has left the page since it was found warns of nothing.
  const texts = await Promise.all(found.map((alert) => alert.text().catch(() => '')));
  return texts.join('\n');
}

/** Waits until the badge reads so. */
export async function expectBadge({ browser }: Journey, text: string, timeout = 10_000) {
  await expect.poll(async () => (await browser.badge()).text, { timeout }).toBe(text);
}

/** Waits until the sandbox was asked to end these sessions, in this order, and nothing else. */
export async function expectEnded({ sandbox }: Journey, ids: string[], timeout = 15_000) {
  await expect
    .poll(() => sandbox.journal.requests('delete').map(({ id }) => id), { timeout })
    .toEqual(ids);
  expect(sandbox.world.endings.map(({ id }) => id)).toEqual(ids);
}

export async function chooseUndo({ browser }: Journey, label: string): Promise<void> {
  const options = await browser.openPage('options.html');
  await (await options.get('radio', label)).click();
  await closeSettings(options);
}

async function expectNoNoise({ browser }: Journey): Promise<void> {
  // A failed request is noted by the browser itself; and while it quits, or ends the background, it
  // turns down whatever that asks of it, which is then done at the next start.
  const noise = (await browser.logs()).filter(
    ({ source }) => source !== 'network' && source !== 'ending',
  );
  expect(noise, 'nothing is logged').toEqual([]);
}

async function expectKeyNowhere({ browser, sandbox }: Journey): Promise<void> {
  const logs = JSON.stringify(await browser.logs());
  const synced = JSON.stringify(await browser.storage('sync'));
  for (const key of Object.values(sandbox.keys)) {
    expect(logs, 'no key in a log').not.toContain(key);
    expect(synced, 'no key in storage.sync').not.toContain(key);
  }
}
