import type { View } from './driver/driver.ts';

/** Closes the settings once all that was chosen there is stored (lib/store/change.ts). A driver closes
 * a page sooner after a click than any hand does. */
export async function closeSettings(settings: View): Promise<void> {
  await settings.evaluate("navigator.locks.request('settings', () => null)");
  await settings.close();
}
