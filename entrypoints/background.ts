import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createEngine } from '../lib/background/engine.ts';
import { onOnline } from '../lib/background/on-online.ts';
import { onStorageChanged } from '../lib/background/on-storage-changed.ts';
import { check } from '../lib/store/checks.ts';
import { checkBy } from '../lib/store/item.ts';
import { isWake } from '../lib/wake.ts';

export default defineBackground({
  // Listeners are registered before anything is awaited, or the event that started the worker
  // would be lost.
  main() {
    checkBy(check);
    const engine = createEngine();
    const onWake = {
      poll: () => engine.poll('clock'),
      drain: () => engine.drain(),
      repaint: engine.repaint,
    };

    browser.storage.onChanged.addListener((changes) => onStorageChanged(engine, changes));
    browser.alarms.onAlarm.addListener(({ name }) => {
      if (isWake(name)) onWake[name]();
    });
    browser.contextMenus.onClicked.addListener(({ menuItemId }) => {
      engine.onMenuClick(String(menuItemId));
    });
    // There are notifications only once they may be shown.
    const onClicked = (id: string) => void engine.onNotificationClick(id);
    const listenToClicks = () => browser.notifications?.onClicked.addListener(onClicked);
    listenToClicks();
    browser.permissions.onAdded.addListener(() => {
      listenToClicks();
      engine.checkAccess();
    });
    browser.permissions.onRemoved.addListener(() => engine.checkAccess());
    onOnline(() => {
      engine.poll('online');
      engine.drain('impatient');
    });
    // Firefox starts the background with the browser only if somebody listens here; the boot
    // below is what it is started for.
    browser.runtime.onStartup.addListener(() => {});

    engine.boot();
  },
});
