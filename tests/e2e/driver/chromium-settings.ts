/** What a person changes on Chromium's own page of extensions. */
import type { ChromiumBrowser } from './chromium-browser.ts';
import { closeTab } from './chromium-view.ts';
import { isThere, waitFor } from './wait.ts';

/** Sets "This extension can read and change site data": on all sites it asks for, or on click. */
export async function setSiteAccess(browser: ChromiumBrowser, allowed: boolean): Promise<void> {
  const { rpc, targets } = browser;
  const params = { url: 'chrome://extensions/', hidden: true, background: true };
  const { targetId } = await rpc.send<{ targetId: string }>('Target.createTarget', params);
  try {
    const session = await waitFor(
      'the page of extensions to be attached',
      () => targets.sessions((info) => info.targetId === targetId)[0],
      isThere,
    );
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
    await closeTab(browser, targetId);
  }
}
