/* An extension in a browser that carries several: its popup, its pages, its background. */
import { openReader } from '../e2e/driver/chromium-browser.ts';
import { idOfUnpacked } from '../e2e/driver/chromium-profile.ts';
import type { CdpSession, Targets } from '../e2e/driver/chromium-targets.ts';
import { openView } from '../e2e/driver/chromium-view.ts';
import type { View } from '../e2e/driver/driver.ts';
import type { Rpc } from '../e2e/driver/rpc.ts';
import { isThere, waitFor } from '../e2e/driver/wait.ts';

/** A browser, as far as its extensions are concerned. */
export interface Browser {
  rpc: Rpc;
  targets: Targets;
}

export interface Opened {
  /** The line to it. */
  session: CdpSession;
  /** What a person can do there. */
  view: View;
}

export class Extension {
  private constructor(
    readonly browser: Browser,
    readonly origin: string,
    /** A page of its own that runs none of its code. */
    readonly reader: CdpSession,
  ) {}

  static async find(browser: Browser, dir: string): Promise<Extension> {
    const origin = `chrome-extension://${await idOfUnpacked(dir)}`;
    return new Extension(browser, origin, await openReader(browser.targets, origin));
  }

  /** Opens the real popup, as a click on its icon does. */
  async openPopup(): Promise<Opened> {
    const url = await this.reader.evaluate<string>('chrome.action.getPopup({})');
    return this.#open(url, true, () => this.reader.evaluate('chrome.action.openPopup()'));
  }

  /** Opens one of its pages in a tab. */
  openPage(path: string): Promise<Opened> {
    const url = `${this.origin}/${path}`;
    return this.#open(url, false, () => this.browser.rpc.send('Target.createTarget', { url }));
  }

  async #open(url: string, isPopup: boolean, open: () => Promise<unknown>): Promise<Opened> {
    const { targets } = this.browser;
    const before = new Set(targets.sessions(() => true));
    await open();
    const session = await waitFor(
      `${url} to appear`,
      () => targets.sessions((info) => info.url === url).find((it) => !before.has(it)),
      isThere,
      { timeoutMs: 15_000 },
    );
    return { session, view: await openView(this.browser, session, { url, isPopup }) };
  }
}
