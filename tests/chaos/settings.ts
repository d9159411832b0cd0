/* Changes that a person makes on the Settings page. */
import type { Driver, View } from '../e2e/driver/driver.ts';
import { stored } from '../e2e/driver/stored.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import type { Round } from './plan.ts';

/** By the setting of the rounds that have one. */
export const UNDO_MS = 5_000;

export async function chooseUndo(
  browser: Driver,
  options: View,
  undo: Round['undo'],
): Promise<void> {
  await (await options.get('radio', undo)).click();
  const undoMs = undo === 'Off' ? 0 : UNDO_MS;
  await waitFor(
    `the setting ${undo}`,
    () => stored(browser, 'settings'),
    (settings) => (settings as { undoMs?: number } | undefined)?.undoMs === undoMs,
  );
  await options.close();
}

/** The form goes away once the key has been tried and kept. */
export async function replaceKey(options: View, key: string): Promise<void> {
  await (await options.get('button', 'Replace key')).click();
  await (await options.get('textbox', 'API key')).fill(key);
  await (await options.get('button', 'Save key')).click();
  await options.gone('textbox', 'API key', undefined, { timeoutMs: 20_000 });
  await options.close();
}
