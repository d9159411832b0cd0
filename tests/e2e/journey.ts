/* What every journey starts from: the production bundle built for a sandbox, a sandbox of its own,
 * and a browser with a fresh profile. Afterwards it holds for each of them that nothing was logged
 * and that the key was seen nowhere. */
import { test as base, expect } from '@playwright/test';
import { buildForSandbox } from '../run/build.ts';
import { freePort } from '../run/free-port.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import { type ChromiumOptions, launchChromium } from './driver/chromium.ts';
import type { Driver, Found, View, WaitLimit } from './driver/driver.ts';

export type { Found, View };
export { expect };

export interface Journey {
  sandbox: Sandbox;
  browser: Driver;
  /** Ends the sandbox and starts another on the same address: the API is back. */
  replaceSandbox(options?: SandboxOptions): Promise<void>;
}

type Launch = Pick<ChromiumOptions, 'installedBefore' | 'hasSaidYes' | 'lang' | 'zoom'>;

interface Fixtures {
  /** Starts a journey; at its end the browser and the sandbox are closed. */
  setOut: (options?: SandboxOptions, launch?: Launch) => Promise<Journey>;
}

/** The one port that the built extension talks to. */
interface Built {
  port: number;
  extensionDir: string;
}

export const test = base.extend<Fixtures, { built: Built }>({
  built: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern for dependencies
    async ({}, use, { parallelIndex }) => {
      const port = await freePort();
      const outDir = `.output/journeys-${parallelIndex}`;
      await use({
        port,
        extensionDir: await buildForSandbox(`http://127.0.0.1:${port}/v1`, outDir),
      });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  setOut: async ({ built: { port, extensionDir } }, use) => {
    const journeys: Journey[] = [];
    await use(async (options = {}, launch) => {
      const journey: Journey = {
        sandbox: await startSandbox({ ...options, port }),
        browser: await launchChromium({ extensionDir, ...launch }),
        async replaceSandbox(next = {}) {
          await journey.sandbox.close();
          journey.sandbox = await startSandbox({ ...next, port });
        },
      };
      journeys.push(journey);
      return journey;
    });
    for (const journey of journeys) {
      try {
        await expectNoNoise(journey);
        await expectKeyNowhere(journey);
      } finally {
        await journey.browser.close();
        await journey.sandbox.close();
      }
    }
  },
});

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
  await options.close();
}

async function expectNoNoise({ browser }: Journey): Promise<void> {
  const noise = (await browser.logs()).filter(
    // A failed request is noted by the browser itself; and while it quits, or stops the worker, it
    // turns down whatever the background asks of it, which is then done at the next start.
    ({ source, text }) =>
      source !== 'network' && !/browser is shutting down|Error: No SW$/.test(text),
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
