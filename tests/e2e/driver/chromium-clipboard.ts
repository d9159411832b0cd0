/**
 * Reads Chromium's clipboard as a person would: by pasting. The paste happens in a page of our own,
 * out of sight, so that the extension gets no permission that it doesn't have, the popup stays open,
 * and nothing in it is touched.
 */
import type { ChromiumBrowser } from './chromium-browser.ts';
import { closeTab } from './chromium-view.ts';

const EMPTY_FIELD = `document.body.innerHTML = '<textarea>'; document.body.firstChild.focus()`;

export async function pasteText(browser: ChromiumBrowser): Promise<string> {
  const session = await browser.targets.openHidden('about:blank');
  try {
    // Only a focused page takes a paste, and none that is hidden has the focus.
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await session.evaluate(EMPTY_FIELD);
    const paste = { type: 'rawKeyDown', key: 'v', modifiers: 2, commands: ['paste'] };
    await session.send('Input.dispatchKeyEvent', paste);
    return await session.evaluate('document.body.firstChild.value');
  } finally {
    await closeTab(browser, session.targetId);
  }
}

/** Empties the clipboard. */
export async function clearClipboard({ reader }: ChromiumBrowser): Promise<void> {
  await reader.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await reader.evaluate("navigator.clipboard.writeText('')", { userGesture: true });
  await reader.send('Emulation.setFocusEmulationEnabled', { enabled: false });
}
