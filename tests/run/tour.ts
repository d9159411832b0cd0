/* What `npm start` shows. With a display: a Chromium with the extension loaded and connected to a
 * living sandbox, the popup open, until the browser is closed. Without one: the same in a headless
 * browser, which lists, ends a session, and says what happened and where the pictures are. */
import { mkdir } from 'node:fs/promises';
import { launchChromium } from '../e2e/driver/chromium.ts';
import type { Driver, View } from '../e2e/driver/driver.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { buildForSandbox } from './build.ts';

const SHOTS = 'test-results/tour';
const hasDisplay =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const sandbox = await startSandbox({ churn: true });
console.log(`Sandbox API at ${sandbox.baseUrl}`);
const extensionDir = await buildForSandbox(sandbox.baseUrl);
console.log(`Extension built for it in ${extensionDir}`);
const browser = await launchChromium({ extensionDir, headless: !hasDisplay });
try {
  const popup = await connect(browser, sandbox);
  if (hasDisplay) await stay(browser, sandbox);
  else await show(browser, sandbox, popup);
} finally {
  await browser.close();
  await sandbox.close();
}

async function connect(driver: Driver, { keys, world }: Sandbox): Promise<View> {
  const popup = await driver.openPopup();
  await mkdir(SHOTS, { recursive: true });
  await popup.get('textbox', 'API key');
  await popup.screenshot(`${SHOTS}/1-no-key.png`);
  await (await popup.get('textbox', 'API key')).fill(keys.full);
  await (await popup.get('button', 'Save key')).click();
  await popup.get('grid', 'Active sessions');
  await badgeOf(driver, (text) => text === String(world.sessions().length));
  // As one finds it from then on.
  await popup.close();
  return driver.openPopup();
}

async function stay(driver: Driver, { keys }: Sandbox): Promise<void> {
  console.log(`Connected with the key ${keys.full}`);
  console.log('The popup is open. Close the browser to end.');
  await driver.ended;
}

async function show(driver: Driver, { journal }: Sandbox, popup: View): Promise<void> {
  const { text: before } = await driver.badge();
  await popup.get('grid', 'Active sessions');
  const rows = await popup.find('button', /^Terminate /);
  console.log(`The popup lists ${rows.length} sessions, the badge says ${before}.`);
  await popup.screenshot(`${SHOTS}/2-sessions.png`);
  await popup.colorScheme('dark');
  await popup.screenshot(`${SHOTS}/3-sessions-dark.png`);
  await popup.colorScheme('light');

  const button = await popup.get('button', /^Terminate /);
  console.log(`Clicked: ${button.name}`);
  await button.click();
  await popup.get('button', /^Undo /);
  await popup.screenshot(`${SHOTS}/4-undo.png`);
  const [end] = await waitFor(
    'the DELETE, once the time to undo has passed',
    () => journal.requests('delete'),
    (requests) => requests.some(({ status }) => status !== null),
    { timeoutMs: 15_000 },
  );
  console.log(`The API received: ${end?.method} ${end?.path}, and answered ${end?.status}.`);
  console.log(`The badge says ${await badgeOf(driver, (text) => text !== before)}.`);
  await popup.gone('button', button.name);
  await popup.screenshot(`${SHOTS}/5-ended.png`);
  console.log(`Pictures of each step are in ${SHOTS}.`);
}

async function badgeOf(driver: Driver, isRight: (text: string) => boolean): Promise<string> {
  const limit = { timeoutMs: 10_000 };
  const badge = await waitFor(
    'the badge',
    () => driver.badge(),
    (seen) => isRight(seen.text),
    limit,
  );
  return badge.text;
}
