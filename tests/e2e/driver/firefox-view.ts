/** A popup, a sidebar or a tab of Firefox: its life, its look, its keyboard. */
import { writeFile } from 'node:fs/promises';
import type { ColorScheme, Found, Name, View } from './driver.ts';
import type { FirefoxBrowser } from './firefox-browser.ts';
import { FirefoxFound, type Outline } from './firefox-found.ts';
import { typing, WITHOUT_CODE } from './firefox-input.ts';
import { parseKey, strokesFor } from './keys.ts';
import { waitFor } from './wait.ts';
import { nameMatches, WaitingView } from './waiting-view.ts';

/** What holds the page of a view, and what an element needs of it. */
export interface FirefoxWindow {
  /** BiDi's name for it. */
  context: string;
  /** Brings it where input can reach it. */
  bringToFront(): Promise<void>;
  /** Plays input of one device. */
  perform(source: object): Promise<void>;
  /** Asks firefox-in-view.js. */
  ask<T>(question: string, args: unknown[]): Promise<T>;
  isOpen(): Promise<boolean>;
  close(): Promise<void>;
}

export class FirefoxView extends WaitingView implements View {
  readonly #browser: FirefoxBrowser;
  readonly #window: FirefoxWindow;

  constructor(browser: FirefoxBrowser, window: FirefoxWindow) {
    super();
    this.#browser = browser;
    this.#window = window;
  }

  async find(role: string, name?: Name, within?: Found): Promise<Found[]> {
    await this.#window.bringToFront(); // a hidden tab draws no frames, and its tree stands still
    const outlines = await this.#window.ask<Outline[]>('find', [role, numberOf(within)]);
    return outlines
      .filter((outline) => nameMatches(outline.name, name))
      .map((outline) => new FirefoxFound(this.#window, outline));
  }

  async focused(): Promise<Found | undefined> {
    const outline = await this.#window.ask<Outline | null>('focused', []);
    return outline ? new FirefoxFound(this.#window, outline) : undefined;
  }

  async screenshot(path: string, scale = 1): Promise<void> {
    if (scale !== 1) throw new Error('Firefox takes its pictures at their own size');
    await this.#window.bringToFront();
    const { context } = this.#window;
    const { data } = await this.#browser.rpc.send<{ data: string }>(
      'browsingContext.captureScreenshot',
      { context },
    );
    await writeFile(path, Buffer.from(data, 'base64'));
  }

  async press(description: string): Promise<void> {
    await this.#window.bringToFront();
    const stroke = parseKey(description);
    if (WITHOUT_CODE.includes(stroke.key)) await this.#playKey(stroke.key);
    else await this.#window.perform(typing([stroke]));
  }

  async type(text: string): Promise<void> {
    await this.#window.bringToFront();
    await this.#window.perform(typing(strokesFor(text)));
  }

  async compose(): Promise<void> {
    throw new Error('The driver has no input method for Firefox');
  }

  colorScheme(scheme: ColorScheme): Promise<void> {
    return this.#prefer('layout.css.prefers-color-scheme.content-override', +(scheme === 'light'));
  }

  async forcedColors(): Promise<void> {
    throw new Error('The driver forces no colours in Firefox');
  }

  reducedMotion(isReduced: boolean): Promise<void> {
    return this.#prefer('ui.prefersReducedMotion', Number(isReduced));
  }

  textSize(px: number): Promise<void> {
    return this.#prefer('font.size.variable.x-western', px);
  }

  async viewport(width: number, height: number): Promise<void> {
    const { context } = this.#window;
    await this.#browser.rpc.send('browsingContext.setViewport', {
      ...{ context, viewport: { width, height } },
    });
  }

  evaluate<T>(expression: string): Promise<T> {
    return this.#browser.evaluate<T>(this.#window.context, expression);
  }

  async reloadWith(): Promise<void> {
    throw new Error('The driver runs no scripts before those of a page in Firefox');
  }

  isOpen(): Promise<boolean> {
    return this.#window.isOpen();
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  /** Of the whole browser: nothing less can be told to Firefox. */
  #prefer(name: string, value: number): Promise<void> {
    return this.#browser.ask('setPreference', name, value);
  }

  async #playKey(key: string): Promise<void> {
    const init = { key, code: key, bubbles: true, cancelable: true };
    await this.evaluate(`for (const type of ['keydown', 'keyup']) {
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent(type, ${JSON.stringify(init)}),
      );
    }`);
  }
}

function numberOf(within: Found | undefined): number | null {
  if (within === undefined) return null;
  if (within instanceof FirefoxFound) return within.number;
  throw new Error('`within` was found by another driver');
}

/** How the different things that hold a page differ. */
export interface Holder {
  context: string;
  isOpen(): Promise<boolean>;
  /** Asks for it to be closed; harmless if it is. */
  close(): Promise<void>;
  /** Whether something else can be in front of it. */
  isTab: boolean;
}

/** The view of what holds a page, once that has loaded `url`. */
export async function openView(
  browser: FirefoxBrowser,
  { context, isOpen, close, isTab }: Holder,
  url: string,
): Promise<View> {
  const { rpc } = browser;
  const read = <T>(expression: string) => browser.evaluate<T>(context, expression);
  await waitFor(
    `${url} to load`,
    () => read<string>('document.readyState + " " + location.href').catch(String),
    (state) => state.startsWith(`complete ${url}`),
    { timeoutMs: 15_000 },
  );
  return new FirefoxView(browser, {
    context,
    isOpen,
    async bringToFront() {
      if (isTab && (await read<boolean>('document.hidden'))) {
        await rpc.send('browsingContext.activate', { context });
      }
    },
    async perform(source) {
      try {
        await rpc.send('input.performActions', { context, actions: [source] });
      } catch (error) {
        if (await isOpen()) throw error; // else the input itself closed the view
      }
    },
    ask: (question, args) => browser.ask('ask', context, question, args),
    async close() {
      if (!(await isOpen())) return;
      await close();
      await waitFor(`${url} to close`, isOpen, (open) => !open);
    },
  });
}
