/** A popup or a tab of Chromium: its life, its look, its keyboard. */
import { writeFile } from 'node:fs/promises';
import type { ChromiumBrowser } from './chromium-browser.ts';
import { modifierBits, type Surroundings } from './chromium-found.ts';
import type { CdpSession } from './chromium-targets.ts';
import { findFocused, findInTree } from './chromium-tree.ts';
import type { ColorScheme, Composition, Found, Name, View } from './driver.ts';
import { type KeyStroke, parseKey, strokesFor } from './keys.ts';
import { RpcError } from './rpc.ts';
import { waitFor } from './wait.ts';
import { WaitingView } from './waiting-view.ts';

type Browser = Pick<ChromiumBrowser, 'rpc' | 'targets'>;

interface Window {
  /** Brings it where input can reach it. */
  bringToFront(): Promise<void>;
  isOpen(): boolean;
  close(): Promise<void>;
}

class ChromiumView extends WaitingView implements View {
  readonly #session: CdpSession;
  readonly #window: Window;
  readonly #surroundings: Surroundings;
  /** Of the system: media features by name. */
  readonly #preferences = new Map<string, string>();

  constructor(session: CdpSession, window: Window) {
    super();
    this.#session = session;
    this.#window = window;
    this.#surroundings = {
      session,
      bringToFront: () => window.bringToFront(),
      press: (key) => this.press(key),
    };
  }

  async find(role: string, name?: Name, within?: Found): Promise<Found[]> {
    await this.#window.bringToFront(); // a hidden tab never answers questions about its tree
    return findInTree(this.#surroundings, role, name, within);
  }

  focused(): Promise<Found | undefined> {
    return findFocused(this.#surroundings);
  }

  async screenshot(path: string, scale = 1): Promise<void> {
    await this.#window.bringToFront();
    const size = await this.evaluate<object>('({ width: innerWidth, height: innerHeight })');
    const { data } = await this.#session.send<{ data: string }>('Page.captureScreenshot', {
      format: 'png',
      clip: { x: 0, y: 0, ...size, scale },
    });
    await writeFile(path, Buffer.from(data, 'base64'));
  }

  async press(description: string): Promise<void> {
    await this.#window.bringToFront();
    await this.#strike(parseKey(description));
  }

  async type(text: string): Promise<void> {
    await this.#window.bringToFront();
    for (const stroke of strokesFor(text)) await this.#strike(stroke);
  }

  async compose({ letters, text, key = 'Enter', late = false }: Composition): Promise<void> {
    await this.#window.bringToFront();
    for (let end = 1; end <= letters.length; end += 1) {
      const [selectionStart, selectionEnd] = [end, end];
      const composed = { text: letters.slice(0, end), selectionStart, selectionEnd };
      await this.#takeKey({ key: letters[end - 1] ?? '', code: '' });
      await this.#session.send('Input.imeSetComposition', composed);
    }
    const end = { key: key === 'Space' ? ' ' : key, code: key };
    if (!late) await this.#takeKey(end);
    await this.#session.send('Input.insertText', { text });
    if (late) await this.#takeKey(end);
  }

  colorScheme(scheme: ColorScheme): Promise<void> {
    return this.#prefer('prefers-color-scheme', scheme);
  }

  forcedColors(areForced: boolean): Promise<void> {
    return this.#prefer('forced-colors', areForced ? 'active' : 'none');
  }

  reducedMotion(isReduced: boolean): Promise<void> {
    return this.#prefer('prefers-reduced-motion', isReduced ? 'reduce' : 'no-preference');
  }

  async textSize(px: number): Promise<void> {
    const fontSizes = { standard: px, fixed: Math.round((px * 13) / 16) };
    await this.#session.send('Page.setFontSizes', { fontSizes });
  }

  async viewport(widthPx: number, heightPx: number): Promise<void> {
    const size = { width: widthPx, height: heightPx, deviceScaleFactor: 0, mobile: false };
    await this.#session.send('Emulation.setDeviceMetricsOverride', size);
    // The page hears of its new size with its next frame, which a busy machine may take long over.
    const isSoLarge = `innerWidth === ${widthPx} && innerHeight === ${heightPx}`;
    await waitFor('the page to be resized', () => this.evaluate<boolean>(isSoLarge), Boolean);
    await this.evaluate('new Promise((painted) => requestAnimationFrame(painted))');
  }

  evaluate<T>(expression: string): Promise<T> {
    return this.#session.evaluate<T>(expression);
  }

  async reloadWith(source: string): Promise<void> {
    await this.#session.send('Page.enable');
    await this.#session.send('Page.addScriptToEvaluateOnNewDocument', { source });
    await this.#session.send('Page.reload');
  }

  async isOpen(): Promise<boolean> {
    return this.#window.isOpen();
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  /** Each call of the protocol takes the place of the one before, so all is said again. */
  async #prefer(name: string, value: string): Promise<void> {
    this.#preferences.set(name, value);
    const features = [...this.#preferences].map(([name, value]) => ({ name, value }));
    await this.#session.send('Emulation.setEmulatedMedia', { features });
  }

  /** A key that an input method has dealt with: what the page hears of it has this code. */
  async #takeKey(key: { key: string; code: string }): Promise<void> {
    const stroke = { ...key, windowsVirtualKeyCode: 229 };
    await this.#session.send('Input.dispatchKeyEvent', { ...stroke, type: 'rawKeyDown' });
    await this.#session.send('Input.dispatchKeyEvent', { ...stroke, type: 'keyUp' });
  }

  async #strike({ key, code, keyCode, text, modifiers }: KeyStroke): Promise<void> {
    const stroke = {
      key,
      code,
      windowsVirtualKeyCode: keyCode,
      modifiers: modifierBits(modifiers),
      // No key of the protocol edits by itself.
      ...(key === 'v' && modifiers.includes('Control') && { commands: ['paste'] }),
    };
    const down = text === undefined ? { type: 'rawKeyDown' } : { type: 'keyDown', text };
    try {
      await this.#session.send('Input.dispatchKeyEvent', { ...stroke, ...down });
      await this.#session.send('Input.dispatchKeyEvent', { ...stroke, type: 'keyUp' });
    } catch (error) {
      if (this.#session.open) throw error; // else the key closed the view
    }
  }
}

/** The view of an attached popup or tab, once it has loaded `url`. */
export async function openView(
  browser: Browser,
  session: CdpSession,
  { url, isPopup }: { url: string; isPopup: boolean },
): Promise<View> {
  const { rpc, targets } = browser;
  const { targetId } = session;
  // Of a browser that was killed nobody says that its views are closed.
  const isOpen = () => rpc.open && targets.info(targetId) !== undefined;
  const closed = () => waitFor(`${url} to close`, isOpen, (open) => !open);
  const leavePopup = async () => {
    // Going to another tab closes a popup, even under inspection. The extension's own manifest needs no
    // new process, and runs no code.
    const other = await rpc.send<{ targetId: string }>('Target.createTarget', {
      url: new URL('/manifest.json', url).href,
    });
    await closed();
    await closeTab(browser, other.targetId);
  };
  await waitFor(
    `${url} to load`,
    () => session.evaluate<string>('document.readyState + " " + location.href').catch(String),
    (state) => state.startsWith(`complete ${url}`),
  );
  return new ChromiumView(session, {
    isOpen,
    bringToFront: async () => {
      // Only a tab can be behind another; going to it closes the popup, as it does for a person.
      if (isPopup) return;
      const hidden = await session.evaluate<boolean>('document.hidden');
      if (hidden) await session.send('Page.bringToFront');
    },
    close: async () => {
      if (isOpen()) await (isPopup ? leavePopup() : closeTab(browser, targetId));
    },
  });
}

/** Closes a tab, or any other page, and waits until it has gone. */
export async function closeTab({ rpc, targets }: Browser, targetId: string): Promise<void> {
  await rpc.send('Target.closeTarget', { targetId }).catch((error: unknown) => {
    // It may have gone by itself meanwhile.
    if (!(error instanceof RpcError && error.kind === 'refused')) throw error;
  });
  // A popup that is opened while a tab is still on its way out is closed with it.
  await waitFor(
    'the tab to close',
    () => targets.info(targetId),
    (info) => info === undefined,
  );
}
