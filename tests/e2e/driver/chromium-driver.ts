/** The driver for Chromium, over its DevTools protocol. */
import { ChromiumBrowser } from './chromium-browser.ts';
import { clearClipboard, pasteText } from './chromium-clipboard.ts';
import { LogCollector } from './chromium-logs.ts';
import { NetworkSwitch } from './chromium-network.ts';
import {
  dismissQuestion,
  NotificationWitness,
  playClick,
  setNotifications,
} from './chromium-notifications.ts';
import type { ProcessOptions } from './chromium-process.ts';
import type { ChromiumProfile } from './chromium-profile.ts';
import { setSiteAccess } from './chromium-settings.ts';
import type { TargetInfo } from './chromium-targets.ts';
import { openView } from './chromium-view.ts';
import { readDownloads } from './downloads.ts';
import type {
  Badge,
  Download,
  Driver,
  LogEntry,
  Notification,
  StorageArea,
  View,
} from './driver.ts';
import { isThere, waitFor } from './wait.ts';

/** What stays the same over all runs of one driver. */
export interface Settings extends Omit<ProcessOptions, 'profileDir' | 'env'> {
  /** The built, unpacked extension. */
  extensionDir: string;
  asksWhereToSave: boolean;
}

export class ChromiumDriver implements Driver {
  readonly #profile: ChromiumProfile;
  readonly #settings: Settings;
  readonly #logs = new LogCollector();
  readonly #notifications = new NotificationWitness();
  #running: ChromiumBrowser | undefined;
  #network = new NetworkSwitch();
  #popup: View | undefined;
  #restarting = false;
  #ended: () => void = () => {};
  readonly ended = new Promise<void>((settle) => {
    this.#ended = settle;
  });

  constructor(profile: ChromiumProfile, settings: Settings) {
    this.#profile = profile;
    this.#settings = settings;
  }

  get extensionId(): string {
    return new URL(this.#browser.origin).host;
  }

  get #browser(): ChromiumBrowser {
    if (!this.#running) throw new Error('The browser is closed');
    return this.#running;
  }

  async start(): Promise<void> {
    const { extensionDir } = this.#settings;
    const options = {
      ...this.#settings,
      profileDir: this.#profile.dir,
      env: this.#profile.env,
      isInstalled: await this.#profile.isInstalled(extensionDir),
    };
    const network = new NetworkSwitch();
    this.#network = network;
    try {
      this.#running = await ChromiumBrowser.start(options, (session, targets) => {
        network.greet(session);
        this.#notifications.greet(session);
        this.#logs.listen(session, () => placeOf(targets.info(session.targetId)));
      });
    } catch (error) {
      const logged = (await this.logs()).map(({ where, text }) => `\n${where} logged: ${text}`);
      throw new Error(`${(error as Error).message}${logged.join('')}`);
    }
    if (this.#settings.asksWhereToSave) await this.#answerWhereToSave(this.#running);
    void this.#running.process.exited.then(() => {
      if (!this.#restarting) this.#ended();
    });
  }

  async openPopup(): Promise<View> {
    if (await this.#popup?.isOpen()) throw new Error('The popup is open already');
    const { reader, targets } = this.#browser;
    const url = await reader.evaluate<string>('chrome.action.getPopup({})');
    const before = new Set(targets.sessions(() => true));
    await reader.evaluate('chrome.action.openPopup()');
    const session = await waitFor(
      'the popup to appear',
      () => targets.sessions((info) => info.url === url).find((it) => !before.has(it)),
      isThere,
    );
    this.#popup = await openView(this.#browser, session, { url, isPopup: true });
    return this.#popup;
  }

  openPage(path: string): Promise<View> {
    return this.visit(this.#url(path));
  }

  async openInContainer(): Promise<View> {
    throw new Error('Chromium has no container tabs');
  }

  async visit(url: string): Promise<View> {
    const { rpc } = this.#browser;
    const { targetId } = await rpc.send<{ targetId: string }>('Target.createTarget', { url });
    return this.#tab(url, (info) => info.targetId === targetId);
  }

  async waitForPage(path: string): Promise<View> {
    const url = this.#url(path);
    const isIt = (info: TargetInfo) => info.type === 'page' && info.url.split(/[?#]/)[0] === url;
    return this.#tab(url, isIt);
  }

  async badge(): Promise<Badge> {
    return this.#browser.reader.evaluate<Badge>(`(async () => {
      const [text, title, rgba] = await Promise.all([
        chrome.action.getBadgeText({}),
        chrome.action.getTitle({}),
        chrome.action.getBadgeBackgroundColor({}),
      ]);
      const hex = rgba.slice(0, 3).map((part) => part.toString(16).padStart(2, '0'));
      return { text, title, color: '#' + hex.join('') };
    })()`);
  }

  async hasMenuItem(id: string): Promise<boolean> {
    return this.#browser.reader.evaluate(
      `chrome.contextMenus.update(${JSON.stringify(id)}, {}).then(() => true, () => false)`,
    );
  }

  async clickMenu(id: string): Promise<void> {
    if (!(await this.hasMenuItem(id))) throw new Error(`The menu has no item "${id}"`);
    const worker = await this.#browser.worker.session();
    const heard = await worker.evaluate<boolean>(`(async () => {
      if (!chrome.contextMenus.onClicked.hasListeners()) return false;
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const info = { menuItemId: ${JSON.stringify(id)}, editable: false };
      chrome.contextMenus.onClicked.dispatch(info, tab);
      return true;
    })()`);
    if (!heard) throw new Error('The background listens to no click on the menu');
  }

  async allowNotifications(allowed: boolean): Promise<void> {
    await setNotifications(this.#browser, allowed);
  }

  async dismissQuestion(): Promise<void> {
    await dismissQuestion(this.#browser);
  }

  async notifications(): Promise<Notification[]> {
    return [...this.#notifications.seen];
  }

  async clickNotification(id: string): Promise<void> {
    const wasShown = this.#notifications.seen.some((shown) => shown.id === id);
    if (!wasShown) throw new Error(`No notification "${id}" was shown`);
    const heard = await playClick(this.#browser, id);
    if (!heard) throw new Error('The background listens to no click on a notification');
  }

  async killBackground(): Promise<void> {
    await this.#browser.worker.stop();
  }

  async backgroundAlive(): Promise<boolean> {
    return this.#browser.worker.isRunning();
  }

  async allowSite(allowed: boolean): Promise<void> {
    await setSiteAccess(this.#browser, allowed);
  }

  async online(connected: boolean): Promise<void> {
    const { targets, worker } = this.#browser;
    const isWorker = ({ type }: TargetInfo) => type === 'service_worker';
    await this.#network.turn(connected, {
      workers: targets.sessions(isWorker),
      areAwake: worker.isRunning(),
      pages: targets.sessions((info) => !isWorker(info)),
    });
  }

  clipboard(): Promise<string> {
    return pasteText(this.#browser);
  }

  downloads(): Promise<Download[]> {
    return readDownloads(this.#profile.downloadDir);
  }

  async storage(area: StorageArea): Promise<Record<string, unknown>> {
    return this.#browser.reader.evaluate(`chrome.storage.${area}.get(null)`);
  }

  async restart(how: 'quit' | 'crash'): Promise<void> {
    const { extensionDir } = this.#settings;
    if (how === 'crash' && !(await this.#profile.isInstalled(extensionDir))) {
      throw new Error('To crash it, launch with installedBefore, or restart politely first');
    }
    this.#restarting = true;
    try {
      await this.#end(how);
      await this.start();
    } finally {
      this.#restarting = false;
    }
  }

  async renew(): Promise<void> {
    await this.online(true);
    await this.#browser.remove();
    // Here, since the next background may log something, or notify, as soon as it is installed.
    this.#popup = undefined;
    this.#notifications.seen.length = 0;
    this.#logs.clear();
    await this.#browser.install(this.#settings.extensionDir);
    await clearClipboard(this.#browser);
    await this.#profile.clearDownloads();
  }

  logs(): Promise<LogEntry[]> {
    return this.#logs.entries();
  }

  async close(): Promise<void> {
    if (this.#running) await this.#end(this.#profile.isTemporary ? 'crash' : 'quit');
    this.#profile.dispose();
    this.#ended();
  }

  /** Headless Chromium has no dialog, and calls off each file that it would ask for. So DevTools answers
   * in its place, and the popup is closed as soon as Chromium says that there is a file to save: a real
   * dialog comes up later. */
  async #answerWhereToSave({ rpc }: ChromiumBrowser): Promise<void> {
    rpc.onEvent(({ method }) => {
      if (method === 'Browser.downloadWillBegin') void this.#popup?.close();
    });
    const { downloadDir: downloadPath } = this.#profile;
    const answer = { behavior: 'allow', downloadPath, eventsEnabled: true };
    await rpc.send('Browser.setDownloadBehavior', answer);
  }

  async #end(how: 'quit' | 'crash'): Promise<void> {
    const ending = this.#browser;
    this.#running = undefined;
    await ending.end(how);
    if (how === 'quit') await this.#profile.keepInstalled(this.#settings.extensionDir);
  }

  #url(path: string): string {
    return `${this.#browser.origin}/${path}`;
  }

  async #tab(url: string, matches: (info: TargetInfo) => boolean): Promise<View> {
    const { targets } = this.#browser;
    const tab = () => targets.sessions(matches)[0];
    const session = await waitFor(`a tab with ${url}`, tab, isThere);
    // What stands behind the # leads a page, and may be gone once it was followed.
    const [address = url] = url.split('#');
    return openView(this.#browser, session, { url: address, isPopup: false });
  }
}

/** How a log entry names a target; undefined for what is not the extension's, or is the driver's. */
function placeOf(info: TargetInfo | undefined): string | undefined {
  if (!info?.url.startsWith('chrome-extension://')) return undefined;
  if (info.type === 'service_worker') return 'background';
  const path = new URL(info.url).pathname.slice(1);
  return path === 'manifest.json' ? undefined : path;
}
