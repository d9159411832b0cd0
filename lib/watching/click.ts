/* What a click on a notification does: it shows what that told of. */
import { browser } from 'wxt/browser';
import * as items from '../store/items.ts';
import { readState } from '../store/state.ts';
import { targetOfNotification, tellsOf } from '../surface/notifications.ts';
import { openPage } from '../surface/page.ts';
import { unseenOf } from './notice.ts';

/** One who was told of all that is new by this notification has seen all of it. */
export async function openNotification(id: string, nowMs: number): Promise<void> {
  await browser.notifications.clear(id);
  const unseen = unseenOf(await readState());
  if (unseen.every((notice) => tellsOf(id, notice))) await items.noticesSeen.write({ atMs: nowMs });
  const target = targetOfNotification(id);
  if (target === 'settings') await browser.runtime.openOptionsPage();
  else await openPage(target);
}
