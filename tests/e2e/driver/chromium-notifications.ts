/** Notifications of the extension, and the browser's question whether it may show any. */
import type { ChromiumBrowser } from './chromium-browser.ts';
import type { CdpSession } from './chromium-targets.ts';
import type { Notification } from './driver.ts';
import { waitFor } from './wait.ts';

const PERMISSION = "{ permissions: ['notifications'] }";

/** Grants the permission, which the profile must let pass without a question, or takes it away. */
export async function setNotifications(
  { reader }: ChromiumBrowser,
  allowed: boolean,
): Promise<void> {
  const call = `chrome.permissions.${allowed ? 'request' : 'remove'}(${PERMISSION})`;
  // Asking takes a gesture. The question would never be answered, so it is not waited for.
  await reader.send('Runtime.evaluate', { expression: call, userGesture: true });
  await waitFor(
    `the permission to be ${allowed ? 'granted' : 'removed'}`,
    () => reader.evaluate<boolean>(`chrome.permissions.contains(${PERMISSION})`),
    (granted) => granted === allowed,
  );
}

/** Hears of each notification from the worker or the page that shows it: it stands for some seconds only,
 * and Chromium tells nobody its words. */
export class NotificationWitness {
  readonly seen: Notification[] = [];

  /** To be called with every target that appears, at once. */
  greet(session: CdpSession): void {
    session.on<{ payload: string }>('Runtime.bindingCalled', ({ payload }) => {
      this.seen.push(JSON.parse(payload) as Notification);
    });
    // A target outlives each worker and each page that a tab loads, so a session sees many contexts.
    session.on<{ context: { origin: string } }>(
      'Runtime.executionContextCreated',
      ({ context }) => {
        if (context.origin.startsWith('chrome-extension://')) void listenIn(session);
      },
    );
  }
}

/** A worker that has just begun has no APIs for a moment, so this tries again. It gives up on one that
 * was killed: its next life has a context of its own, which is listened to anew. */
async function listenIn(session: CdpSession): Promise<void> {
  const listen = async () => {
    if (!session.open) return true;
    await session.send('Runtime.addBinding', { name: 'tellShown' });
    return session.evaluate<boolean>(`(${tellEach})()`);
  };
  const tryToListen = () => listen().catch(() => false);
  await waitFor('the APIs to be there', tryToListen, Boolean, { everyMs: 5 }).catch(() => {});
}

/** In the worker or the page: tells of each that was made without an error, from when it may make any. */
const tellEach = `() => {
  const listen = () => {
    const api = chrome.notifications;
    if (!api || api.isTold) return;
    const { create } = api;
    api.isTold = true;
    api.create = async (id, options, then) => {
      const made = await create(id, options);
      tellShown(JSON.stringify({ id: made, title: options.title, message: options.message }));
      then?.(made);
      return made;
    };
  };
  listen();
  chrome.permissions.onAdded.addListener(listen);
  return true;
}`;

/** @returns whether anybody listened. */
export async function playClick(browser: ChromiumBrowser, id: string): Promise<boolean> {
  const worker = await browser.worker.session();
  return worker.evaluate(`(() => {
    if (!chrome.notifications?.onClicked.hasListeners()) return false;
    chrome.notifications.onClicked.dispatch(${JSON.stringify(id)});
    return true;
  })()`);
}

/** The question takes the keyboard from its window, and goes with it: the tab that asked moves to
 * another one. */
export async function dismissQuestion({ reader }: ChromiumBrowser): Promise<void> {
  await waitFor(
    'the browser to ask',
    () =>
      reader.evaluate<boolean>('chrome.windows.getLastFocused().then(({ focused }) => focused)'),
    (isFocused) => !isFocused,
  );
  await reader.evaluate(`(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const { id } = await chrome.windows.create({ tabId: tab.id });
    // There is a window left when that tab is closed.
    await chrome.tabs.create({ windowId: id, url: 'about:blank', active: false });
    const left = await chrome.tabs.query({ windowId: tab.windowId });
    if (left.length > 0) await chrome.windows.remove(tab.windowId);
  })()`);
}
