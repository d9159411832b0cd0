/**
 * One run of Chromium: the process, the line to it, and the extension's background in it.
 *
 * The extension's state is read from a target of its own: `manifest.json`, which every extension has
 * and which runs none of its code, opened hidden. Extension APIs work there, and asking there wakes
 * no worker.
 */
import { type ChromiumProcess, type ProcessOptions, startChromium } from './chromium-process.ts';
import { idOfUnpacked } from './chromium-profile.ts';
import { type CdpSession, type OnAttached, type TargetInfo, Targets } from './chromium-targets.ts';
import { closeTab } from './chromium-view.ts';
import { ExtensionWorker } from './chromium-worker.ts';
import type { Rpc } from './rpc.ts';
import { waitFor } from './wait.ts';

export interface StartOptions extends ProcessOptions {
  /** The built, unpacked extension. */
  extensionDir: string;
  /** Whether the profile holds it already. */
  isInstalled: boolean;
}

/** The driver's hold on the extension, for as long as that stays installed. */
interface Installed {
  reader: CdpSession;
  worker: ExtensionWorker;
}

export class ChromiumBrowser {
  #installed: Installed;

  private constructor(
    readonly process: ChromiumProcess,
    readonly targets: Targets,
    readonly origin: string,
    installed: Installed,
  ) {
    this.#installed = installed;
  }

  /** Starts Chromium; waits until the extension is loaded and its background is registered. */
  static async start(options: StartOptions, onAttached: OnAttached): Promise<ChromiumBrowser> {
    const { extensionDir, isInstalled } = options;
    const origin = `chrome-extension://${await idOfUnpacked(extensionDir)}`;
    const process = await startChromium(options);
    try {
      const targets = await Targets.follow(process.rpc, onAttached);
      if (!isInstalled) await install(process.rpc, extensionDir);
      return new ChromiumBrowser(process, targets, origin, await follow(targets, origin));
    } catch (error) {
      await process.kill();
      throw new Error(`${(error as Error).message}\nChromium wrote: ${process.stderrTail()}`);
    }
  }

  get rpc(): Rpc {
    return this.process.rpc;
  }

  get reader(): CdpSession {
    return this.#installed.reader;
  }

  get worker(): ExtensionWorker {
    return this.#installed.worker;
  }

  /** Closes all pages, and removes the extension with all that it has stored. */
  async remove(): Promise<void> {
    const { rpc, targets } = this;
    const empty = await this.#goToEmptyTab();
    const isLeft = ({ type, targetId }: TargetInfo) => type === 'page' && targetId !== empty;
    // A page writes down what was typed as it closes, so none may close as late as the extension.
    await Promise.all(targets.sessions(isLeft).map(({ targetId }) => closeTab(this, targetId)));
    // A worker that asks for a text (i18n) while its extension is removed leaves a process without any,
    // and the next installation may get that process.
    await this.worker.stop();
    await closeTab(this, this.reader.targetId);
    await rpc.send('Extensions.uninstall', { id: new URL(this.origin).host });
  }

  /** Installs the extension that was removed. */
  async install(extensionDir: string): Promise<void> {
    await install(this.rpc, extensionDir);
    this.#installed = await follow(this.targets, this.origin);
  }

  /** Shows an empty tab and returns its id. Without a tab the browser would end, and a tab that comes to
   * the front closes the popup. */
  async #goToEmptyTab(): Promise<string> {
    const url = 'about:blank';
    const [tab] = this.targets.sessions((info) => info.type === 'page' && info.url === url);
    if (!tab) {
      return (await this.rpc.send<{ targetId: string }>('Target.createTarget', { url })).targetId;
    }
    await this.rpc.send('Target.activateTarget', { targetId: tab.targetId });
    return tab.targetId;
  }

  /** Ends it: `quit` lets it save and say goodbye, `crash` does not. */
  async end(how: 'quit' | 'crash'): Promise<void> {
    if (how === 'crash') {
      await this.process.kill();
    } else {
      let gone = false;
      void this.process.exited.then(() => {
        gone = true;
      });
      await this.rpc.send('Browser.close').catch(() => {}); // it may go before it answers
      await waitFor(
        'Chromium to quit',
        () => gone,
        (is) => is,
        { timeoutMs: 15_000 },
      );
    }
    this.rpc.close();
  }
}

/** Installs an unpacked extension, as a person does on Chromium's page of extensions. */
export async function install(rpc: Rpc, dir: string): Promise<void> {
  await rpc.send('Extensions.loadUnpacked', { path: dir });
}

async function follow(targets: Targets, origin: string): Promise<Installed> {
  const reader = await openReader(targets, origin);
  return { reader, worker: await ExtensionWorker.follow({ targets, origin, reader }) };
}

/** An extension's `manifest.json` as a hidden page, once the extension is loaded. */
export async function openReader(targets: Targets, origin: string): Promise<CdpSession> {
  const url = `${origin}/manifest.json`;
  const session = await targets.openHidden(url);
  // A browser can be driven before it loads what is installed; until then an error page stands there.
  await waitFor(
    'the extension to load',
    async () => {
      const state = await session
        .evaluate<string>('globalThis.chrome?.runtime?.id ?? document.body.innerText')
        .catch(String);
      if (!origin.endsWith(state)) await session.send('Page.navigate', { url });
      return state;
    },
    (state) => origin.endsWith(state) && state !== '',
    { timeoutMs: 15_000, everyMs: 100 },
  );
  return session;
}
