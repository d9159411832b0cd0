/** The driver for Firefox, over WebDriver BiDi. */
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
import { FirefoxBrowser, type News } from './firefox-browser.ts';
import { isAdvice, logEntry } from './firefox-logs.ts';
import type { ProcessOptions } from './firefox-process.ts';
import { EXTENSION_HOST, type FirefoxProfile, ORIGIN } from './firefox-profile.ts';
import { openView } from './firefox-view.ts';
import { isThere, waitFor } from './wait.ts';

/** What stays the same over all runs of one driver. */
export interface Settings extends Omit<ProcessOptions, 'profileDir' | 'env'> {
  /** The packed extension. */
  extensionFile: string;
}

/** As firefox-inside.js tells of it. */
interface ExtensionView {
  id: string;
  type: 'tab' | 'popup' | 'sidebar';
  url: string;
}

/** A container, as WebDriver BiDi names it. */
interface Container {
  userContext: string;
}

/** As in the manifest's name for it. */
const SITES = { origins: ['http://127.0.0.1/*'] };
const NOTIFICATIONS = { permissions: ['notifications'] };

export class FirefoxDriver implements Driver {
  readonly extensionId = EXTENSION_HOST;
  readonly #profile: FirefoxProfile;
  readonly #settings: Settings;
  readonly #logs: LogEntry[] = [];
  readonly #shown: Notification[] = [];
  #running: FirefoxBrowser | undefined;
  #isInstalled = false;
  #popup: View | undefined;
  #restarting = false;
  #ended: () => void = () => {};
  readonly ended = new Promise<void>((settle) => {
    this.#ended = settle;
  });

  constructor(profile: FirefoxProfile, settings: Settings) {
    this.#profile = profile;
    this.#settings = settings;
  }

  get #browser(): FirefoxBrowser {
    if (!this.#running) throw new Error('The browser is closed');
    return this.#running;
  }

  async start(): Promise<void> {
    const options = {
      ...this.#settings,
      profileDir: this.#profile.dir,
      env: this.#profile.env,
    };
    const install = this.#isInstalled ? undefined : this.#settings.extensionFile;
    const onNews = (news: News) => this.#note(news);
    this.#running = await FirefoxBrowser.start(options, { install, onNews });
    this.#isInstalled = true;
    void this.#running.process.exited.then(() => {
      if (!this.#restarting) this.#ended();
    });
  }

  async openPopup(): Promise<View> {
    if (await this.#popup?.isOpen()) throw new Error('The popup is open already');
    await this.#browser.ask('openPopup');
    this.#popup = await this.#view('the popup', ({ type }) => type === 'popup');
    return this.#popup;
  }

  openPage(path: string): Promise<View> {
    return this.visit(`${ORIGIN}/${path}`);
  }

  async openInContainer(path: string): Promise<View> {
    const container = await this.#browser.rpc.send<Container>('browser.createUserContext', {});
    return this.#open(`${ORIGIN}/${path}`, container);
  }

  visit(url: string): Promise<View> {
    return this.#open(url);
  }

  async #open(url: string, container?: Container): Promise<View> {
    const { rpc } = this.#browser;
    await this.#popup?.close(); // as by the hand that opens a tab; a driver's leaves it open
    const { context } = await rpc.send<{ context: string }>('browsingContext.create', {
      type: 'tab',
      ...container,
    });
    // Nobody tells when an extension's page has loaded.
    await rpc.send('browsingContext.navigate', { context, url, wait: 'none' });
    return this.#tab(context, url);
  }

  waitForPage(path: string): Promise<View> {
    const url = `${ORIGIN}/${path}`;
    return this.#view(url, (view) => view.type !== 'popup' && withoutHash(view.url) === url);
  }

  async badge(): Promise<Badge> {
    const { rgb, ...badge } = await this.#browser.ask<Badge & { rgb: number[] }>('badge');
    const hex = rgb.map((part) => part.toString(16).padStart(2, '0'));
    return { ...badge, color: `#${hex.join('')}` };
  }

  hasMenuItem(id: string): Promise<boolean> {
    return this.#browser.ask('hasMenuItem', id);
  }

  async clickMenu(id: string): Promise<void> {
    if (!(await this.hasMenuItem(id))) throw new Error(`The menu has no item "${id}"`);
    await this.#browser.ask('clickMenu', id);
  }

  allowNotifications(allowed: boolean): Promise<void> {
    return this.#browser.ask('allow', NOTIFICATIONS, allowed);
  }

  async dismissQuestion(): Promise<void> {
    const dismiss = () => this.#browser.ask<boolean>('dismissQuestion');
    await waitFor('a question of the browser', dismiss, (wasThere) => wasThere);
  }

  async notifications(): Promise<Notification[]> {
    return [...this.#shown];
  }

  clickNotification(id: string): Promise<void> {
    return this.#browser.ask('clickNotification', id);
  }

  async killBackground(): Promise<void> {
    await this.#browser.ask('killBackground');
  }

  async backgroundAlive(): Promise<boolean> {
    return (await this.#browser.ask<string>('backgroundState')) !== 'stopped';
  }

  allowSite(allowed: boolean): Promise<void> {
    return this.#browser.ask('allow', SITES, allowed);
  }

  online(connected: boolean): Promise<void> {
    return this.#browser.ask('online', connected);
  }

  clipboard(): Promise<string> {
    return this.#browser.ask('clipboard');
  }

  downloads(): Promise<Download[]> {
    return readDownloads(this.#profile.downloadDir);
  }

  storage(area: StorageArea): Promise<Record<string, unknown>> {
    return this.#browser.ask('storage', area);
  }

  async restart(how: 'quit' | 'crash'): Promise<void> {
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
    await this.#popup?.close();
    await this.#browser.remove();
    // Here, since the next background may log something, or notify, as soon as it is installed.
    this.#popup = undefined;
    this.#shown.length = 0;
    this.#logs.length = 0;
    await this.#browser.install(this.#settings.extensionFile);
    await this.#browser.ask('clearClipboard');
    await this.#profile.clearDownloads();
  }

  async logs(): Promise<LogEntry[]> {
    return [...this.#logs];
  }

  async close(): Promise<void> {
    if (this.#running) await this.#end(this.#profile.isTemporary ? 'crash' : 'quit');
    this.#profile.dispose();
    this.#ended();
  }

  #note(news: News): void {
    if ('shown' in news) this.#shown.push(news.shown);
    else if (!isAdvice(news.logged)) this.#logs.push(logEntry(news.logged));
  }

  async #end(how: 'quit' | 'crash'): Promise<void> {
    const ending = this.#browser;
    this.#running = undefined;
    await ending.end(how);
  }

  /** A tab of whatever page. */
  #tab(context: string, url: string): Promise<View> {
    const browser = this.#browser;
    const isOpen = async () => {
      if (!browser.rpc.open) return false;
      const tree = { root: context, maxDepth: 0 };
      return browser.rpc.send('browsingContext.getTree', tree).then(
        () => true,
        () => false,
      );
    };
    const close = async () => {
      const { contexts } = await browser.rpc.send<{ contexts: object[] }>(
        'browsingContext.getTree',
        { maxDepth: 0 },
      );
      // The window's last one can't be closed, and the settings take the place of an empty one.
      const another = { type: 'tab', background: true };
      if (contexts.length === 1) await browser.rpc.send('browsingContext.create', another);
      await browser.rpc.send('browsingContext.close', { context });
    };
    return openView(browser, { context, isOpen, close, isTab: true }, withoutHash(url));
  }

  /** A page of the extension that something else opened. */
  async #view(words: string, isIt: (view: ExtensionView) => boolean): Promise<View> {
    const browser = this.#browser;
    const views = async () => (browser.rpc.open ? await browser.ask<ExtensionView[]>('views') : []);
    const find = async () => (await views()).find(isIt);
    const { id, type, url } = await waitFor(`${words} to appear`, find, isThere);
    if (type === 'tab') return this.#tab(id, url);
    const isOpen = async () => (await views()).some((view) => view.id === id);
    const close = () => browser.ask(type === 'popup' ? 'closePopup' : 'closeSidebar', id);
    return openView(browser, { context: id, isOpen, close, isTab: false }, withoutHash(url));
  }
}

/** What stands behind the # leads a page, and may be gone once it was followed. */
function withoutHash(url: string): string {
  return url.split('#')[0] ?? url;
}
