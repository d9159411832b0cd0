/** What a person changes on Chromium's own page of extensions. */
import type { ChromiumBrowser } from './chromium-browser.ts';
import { closeTab } from './chromium-view.ts';
import { waitFor } from './wait.ts';

/** Sets "This extension can read and change site data": on all sites it asks for, or on click. */
export async function setSiteAccess(browser: ChromiumBrowser, allowed: boolean): Promise<void> {
  const session = await browser.targets.openHidden('chrome://extensions/');
  try {
    await waitFor(
      'the page of extensions to load',
      () => session.evaluate<string>('typeof globalThis.chrome?.developerPrivate').catch(String),
      (state) => state === 'object',
      { timeoutMs: 15_000 },
    );
    const extensionId = new URL(browser.origin).host;
    const update = { extensionId, hostAccess: allowed ? 'ON_ALL_SITES' : 'ON_CLICK' };
    await session.evaluate(
      `chrome.developerPrivate.updateExtensionConfiguration(${JSON.stringify(update)})`,
    );
  } finally {
    await closeTab(browser, session.targetId);
  }
}
