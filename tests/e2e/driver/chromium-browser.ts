/**
 * One run of Chromium: the process, the line to it, and the extension's background in it.
 *
 * The extension's state is read from a target of its own: `manifest.json`, which every extension has
 * and which runs none of its code, opened hidden. Extension APIs work there, and asking there wakes
 * no worker.
 */
import { type ChromiumProcess, type ProcessOptions, startChromium } from './chromium-process.ts';
import { idOfUnpacked } from './chromium-profile.ts';
import { type CdpSession, type OnAttached, Targets } from './chromium-targets.ts';
import { ExtensionWorker } from './chromium-worker.ts';
import { RpcSocket } from './rpc.ts';
import { waitFor } from './wait.ts';

export class ChromiumBrowser {
  private constructor(
    readonly process: ChromiumProcess,
    readonly rpc: RpcSocket,
    readonly targets: Targets,
    readonly origin: string,
    readonly reader: CdpSession,
    readonly worker: ExtensionWorker,
  ) {}

  /** Starts Chromium; waits until the extension is loaded and its background is registered. */
  static async start(options: ProcessOptions, onAttached: OnAttached): Promise<ChromiumBrowser> {
    const extensionId = await idOfUnpacked(options.extensionDir);
    const process = await startChromium(options);
    try {
      const rpc = await RpcSocket.open(process.webSocketUrl);
      const targets = await Targets.follow(rpc, onAttached);
      const origin = `chrome-extension://${extensionId}`;
      const reader = await openReader(targets, origin);
      const worker = await ExtensionWorker.follow({ targets, origin, reader });
      return new ChromiumBrowser(process, rpc, targets, origin, reader, worker);
    } catch (error) {
      await process.kill();
      throw new Error(`${(error as Error).message}\nChromium wrote: ${process.stderrTail()}`);
    }
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

/** An extension's `manifest.json` as a hidden page, once the extension is loaded. */
export async function openReader(targets: Targets, origin: string): Promise<CdpSession> {
  const url = `${origin}/manifest.json`;
  const session = await targets.openHidden(url);
  // The port opens before the extension is loaded: until then, an error page stands there.
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
