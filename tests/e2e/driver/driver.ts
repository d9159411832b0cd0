/**
 * What a journey can do with a browser that carries the extension. Journeys say what a person does
 * and sees; a driver per browser does it. Nothing here names a browser or a protocol, so that a
 * journey written for one driver runs on the others.
 *
 * Reading (badge, storage, menu, logs) never wakes a dead background: a journey can kill it and then
 * watch what brings it back.
 */

export type StorageArea = 'local' | 'session' | 'sync';

export type ColorScheme = 'light' | 'dark';

export interface Badge {
  /** Text on the badge; empty when there is none. */
  text: string;
  /** Background as `#rrggbb`. Before any was set, what the browser reports. */
  color: string;
  /** Tooltip of the toolbar icon. */
  title: string;
}

export interface LogEntry {
  /** Which context spoke: `background`, or the path of the page, such as `popup.html`. */
  where: string;
  /** `console`: a console call; `exception`: uncaught, or an unhandled rejection; `network`: the
   * browser's own note on a failed request; `ending`: that it turned down what was asked of it while it
   * quit, or ended the background; `browser`: any other note of its (a violated policy, an unchecked
   * API error, a deprecation). */
  source: 'console' | 'exception' | 'network' | 'ending' | 'browser';
  level: 'debug' | 'info' | 'warning' | 'error';
  /** Everything that was logged, objects as JSON as deep as they go. */
  text: string;
  /** When, in milliseconds since 1970. */
  atMs: number;
}

/** How a browser is to be when a journey sets out. A driver throws for what its browser can't be. */
export interface LaunchOptions {
  /** Start as a browser does in which the extension was installed on an earlier day: its `onStartup`
   * fires and not its `onInstalled`. Costs some seconds; what `restart('crash')` needs. */
  installedBefore?: boolean;
  /** Whether a person let the extension show notifications on an earlier day, and took that back:
   * then it may have them again without the browser's question, which nobody can answer with yes
   * here. Default false. */
  hasSaidYes?: boolean;
  /** The browser asks where to save each file. Its question closes the popup, as one does that takes the
   * focus, and is answered with the usual folder once that is closed. Default false. */
  asksWhereToSave?: boolean;
  /** Whether pages have a `localStorage`; without, Firefox only. Default true. */
  hasLocalStorage?: boolean;
  /** The browser's language. Default `en-US`. */
  lang?: string;
  /** How much larger the person has all pages and popups shown; 2 for 200 %. Default 1. */
  zoom?: number;
}

/** Beside what journeys choose: what tours and measurements do. */
export interface BrowserOptions extends LaunchOptions {
  /** Kept at the end if given; by default a temporary one, removed by `close`. */
  profileDir?: string;
  /** Default true. */
  headless?: boolean;
  /** The system's, from the first paint on. Default light. */
  colorScheme?: ColorScheme;
  /** Default 1280 × 800. */
  windowSize?: { width: number; height: number };
  /** Whether the browser is kept from everything but this machine. Default true. */
  loopbackOnly?: boolean;
}

export interface Driver {
  readonly extensionId: string;
  /** Settles when the browser has ended for good: `close`, or a person closed it. */
  readonly ended: Promise<void>;

  /** Opens the real popup, as a click on the toolbar icon does. @throws if it is open already. */
  openPopup(): Promise<View>;
  /** Opens a page of the extension (`options.html`) in a new tab in front. */
  openPage(path: string): Promise<View>;
  /** The same in a container tab, whose storage and locks are its own. Firefox only. */
  openInContainer(path: string): Promise<View>;
  /** Waits for a tab with this page of the extension that something else opened (a menu item, a
   * link), or for the browser's side panel with it. */
  waitForPage(path: string): Promise<View>;

  /** Opens a page of the web in a new tab in front, as a person who has nothing to do with the
   * extension at that moment. */
  visit(url: string): Promise<View>;

  badge(): Promise<Badge>;
  /** Whether the toolbar icon's menu holds an item with this id. (Browsers let nobody list them.) */
  hasMenuItem(id: string): Promise<boolean>;
  /** Plays a click on an item of the toolbar icon's menu; wakes the background as the browser
   * would. @throws if there is no such item, or nobody listens to clicks. */
  clickMenu(id: string): Promise<void>;

  /** Lets the extension show notifications, as a person does who answers the browser's question with
   * yes, or takes that away again. @throws if the browser would ask: launch with `hasSaidYes`. */
  allowNotifications(allowed: boolean): Promise<void>;
  /** Waits until the tab in front is behind a question of the browser, whether the extension may
   * have a permission, and answers it with neither yes nor no, which means no. */
  dismissQuestion(): Promise<void>;
  /** All notifications that the extension has shown since the launch or the last `renew`, over its
   * deaths and restarts, in their order; one that was shown twice is there twice. */
  notifications(): Promise<Notification[]>;
  /** Plays a click on a notification; wakes the background as the browser would. @throws if no such
   * one was shown, or nobody listens to clicks. */
  clickNotification(id: string): Promise<void>;

  /** Kills the background (worker or event page) and returns once it is dead. Harmless if it is. */
  killBackground(): Promise<void>;
  backgroundAlive(): Promise<boolean>;

  /** Takes the extension's host permission away, or gives it back, as a person does in the browser's
   * settings. Outlasts a restart. */
  allowSite(allowed: boolean): Promise<void>;
  /** Whether the machine is online as far as the extension can tell: without, its requests fail
   * before they are sent. A restart brings the network back. */
  online(connected: boolean): Promise<void>;

  /** The text that a paste would bring, as the last copy left it; empty if there is none. */
  clipboard(): Promise<string>;
  /** The files that pages saved since the launch or the last `renew`, in the order of their arrival. */
  downloads(): Promise<Download[]>;

  /** Everything one storage area holds. */
  storage(area: StorageArea): Promise<Record<string, unknown>>;

  /** Ends the browser, politely (`quit`) or with SIGKILL (`crash`), and starts it again on the same
   * profile. Views from before are closed for good. */
  restart(how: 'quit' | 'crash'): Promise<void>;

  /** Makes all as it was right after the launch: one empty tab, the network there, the extension just
   * installed and nothing of an earlier one kept. Far quicker than another browser. Not for a browser
   * with launch options: they may be lost. */
  renew(): Promise<void>;

  /** All that the extension has logged in any context since the launch or the last `renew`, over
   * restarts. */
  logs(): Promise<LogEntry[]>;

  /** Ends the browser; removes the profile if the driver made it. */
  close(): Promise<void>;
}

export interface Notification {
  id: string;
  title: string;
  message: string;
}

/** A file that the browser saved; there once it is complete. */
export interface Download {
  /** As the browser made of the wished one what the file system takes: `sessions (1).csv`. */
  name: string;
  /** Read as UTF-8, with its byte order mark if it has one. */
  text: string;
}

/** By string: the whole accessible name. By RegExp: anywhere in it. */
export type Name = string | RegExp;

export interface WaitLimit {
  /** Milliseconds; default 15,000. */
  timeoutMs?: number;
}

/** A popup or a tab. Every method but `isOpen` and `close` throws once it is closed. */
export interface View {
  /** Elements by accessibility role and accessible name in document order, as the browser's own
   * accessibility tree has them: what is hidden from a screen reader is not found. */
  find(role: string, name?: Name, within?: Found): Promise<Found[]>;
  /** Waits until `find` finds something; the first. */
  get(role: string, name?: Name, within?: Found, limit?: WaitLimit): Promise<Found>;
  /** Waits until `find` finds nothing. */
  gone(role: string, name?: Name, within?: Found, limit?: WaitLimit): Promise<void>;
  /** The element that has the keyboard, if any has. */
  focused(): Promise<Found | undefined>;

  /** Visible text (innerText). */
  text(): Promise<string>;
  /** outerHTML of the document. */
  html(): Promise<string>;
  /** Writes a PNG of what is in view; `scale` pixels (default 1) per CSS pixel. */
  screenshot(path: string, scale?: number): Promise<void>;
  /** A key, or several: `Enter`, `a`, `?`, `Shift+Tab`, `ContextMenu`. It goes to the page: a
   * browser's own answer to a key (Escape closing a popup) is not played. */
  press(key: string): Promise<void>;
  /** Types into what has the keyboard, key by key, so that the page can answer to each. */
  type(text: string): Promise<void>;
  /** Types by an input method: `letters` are composed, one by one, and a key makes `text` of them. With
   * `late`, the page hears of that key once the text is there, as from WebKit. Chromium only. */
  compose(composition: Composition): Promise<void>;

  colorScheme(scheme: ColorScheme): Promise<void>;
  /** The system's few colours in place of the page's own, as some people need them. */
  forcedColors(areForced: boolean): Promise<void>;
  /** Whether the person wants nothing to move. */
  reducedMotion(isReduced: boolean): Promise<void>;
  /** The size of text that the person has chosen in the browser, in pixels; 16 by default. */
  textSize(px: number): Promise<void>;
  /** Size of the page in CSS pixels; for tabs, a popup has a size of its own. */
  viewport(widthPx: number, heightPx: number): Promise<void>;
  /** When it first painted something, in milliseconds after the page's start; waits for that. */
  firstPaintMs(): Promise<number>;
  /** Runs a script expression and returns its (awaited) value. For axe and measurements only. */
  evaluate<T>(expression: string): Promise<T>;

  /** Loads the page anew, and has a script run in it before its own, also whenever it is loaded later.
   * Chromium only. */
  reloadWith(script: string): Promise<void>;

  isOpen(): Promise<boolean>;
  /** Closes it: a popup as when a person goes elsewhere, a tab by its cross. Harmless if it is. */
  close(): Promise<void>;
}

export interface Composition {
  letters: string;
  text: string;
  /** Default `Enter`. */
  key?: 'Enter' | 'Space';
  late?: boolean;
}

export interface ClickOptions {
  /** Keys held meanwhile. */
  modifiers?: ('Control' | 'Shift')[];
  /** 2 for a double click. */
  count?: number;
}

/** An element as it was found. Its role and name do not follow later changes; the rest is read from
 * the page at each call, and throws if the element has left it. */
export interface Found {
  readonly role: string;
  readonly name: string;
  /** Visible text (innerText). */
  text(): Promise<string>;
  /** What a field holds; empty for what isn't a field. */
  value(): Promise<string>;
  attribute(name: string): Promise<string | null>;
  disabled(): Promise<boolean>;
  checked(): Promise<boolean>;
  /** Moves the mouse to its centre, scrolled into view. @throws if that is out of reach or covered,
   * or if it is disabled. */
  hover(): Promise<void>;
  /** Clicks at its centre with the mouse, scrolled into view. @throws if it is disabled, out of
   * reach or covered. */
  click(options?: ClickOptions): Promise<void>;
  /** The same with the right button, which opens the menu of what is under the mouse. */
  rightClick(): Promise<void>;
  /** Turns the mouse wheel over its centre, by CSS pixels, down if positive. What scrolls is on its
   * way then, not there. @throws if it is out of reach or covered. */
  scrollBy(deltaYPx: number): Promise<void>;
  /** Replaces what a field holds, as by typing. */
  fill(text: string): Promise<void>;
  /** Picks the option with this label in a drop-down list. */
  choose(label: string): Promise<void>;
}
