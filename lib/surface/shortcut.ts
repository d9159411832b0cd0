/* The keys that open the popup from anywhere, as they are set in the browser: only a person can change
 * them, there. */
import { browser } from 'wxt/browser';

const OPEN = '_execute_action';

interface FirefoxCommands {
  openShortcutSettings?: () => Promise<void>;
}

/** `Alt+Shift+H`, in the browser's own words; null where none is set, since another extension had it
 * first, or a person took it away. */
export async function readShortcut(): Promise<string | null> {
  const commands = await browser.commands.getAll();
  return commands.find(({ name }) => name === OPEN)?.shortcut || null;
}

/** Leads to where they are set. Chromium has no way there but the address. */
export async function changeShortcut(): Promise<void> {
  const commands: typeof browser.commands & FirefoxCommands = browser.commands;
  if (commands.openShortcutSettings) return commands.openShortcutSettings();
  await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
