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
import { RpcSocket } from './rpc.ts';
import { isThere, waitFor } from './wait.ts';

interface WorkerVersion {
  versionId: string;
  scriptURL: string;
  runningStatus: 'stopped' | 'starting' | 'running' | 'stopping';
  /** While it runs. */
  targetId?: string;
  status: string;
}

export class ChromiumBrowser {
  readonly #workers = new Map<string, WorkerVersion>();
  #onWorkerStopped: (() => void) | undefined;

  private constructor(
    readonly process: ChromiumProcess,
    readonly rpc: RpcSocket,
    readonly targets: Targets,
    readonly origin: string,
    readonly reader: CdpSession,
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
      const browser = new ChromiumBrowser(process, rpc, targets, origin, reader);
      await browser.#followWorker();
      return browser;
    } catch (error) {
      await process.kill();
      throw new Error(`${(error as Error).message}\nChromium wrote: ${process.stderrTail()}`);
    }
  }

  workerRunning(): boolean {
    return [...this.#workers.values()].some(
      ({ runningStatus }) => runningStatus !== 'stopped' && runningStatus !== 'stopping',
    );
  }

  /** Stops the worker where it stands; returns at the moment it is dead, even if something wakes it
   * again at once. */
  async stopWorker(): Promise<void> {
    if ([...this.#workers.values()].every(({ runningStatus }) => runningStatus === 'stopped')) {
      return;
    }
    let stopped = false;
    this.#onWorkerStopped = () => {
      stopped = true;
    };
    await this.reader.send('ServiceWorker.stopAllWorkers');
    await waitFor(
      'the worker to stop',
      () => stopped,
      (is) => is,
      { everyMs: 5, inWords: () => JSON.stringify([...this.#workers.values()]) },
    );
  }

  /** The line to the worker, started if it was dead. */
  async runningWorker(): Promise<CdpSession> {
    if (!this.workerRunning()) {
      await this.reader.send('ServiceWorker.startWorker', { scopeURL: `${this.origin}/` });
    }
    return waitFor(
      'the worker to run',
      () => {
        const runs = [...this.#workers.values()].find((it) => it.runningStatus === 'running');
        return this.targets.sessions((info) => info.targetId === runs?.targetId)[0];
      },
      isThere,
      { inWords: () => JSON.stringify([...this.#workers.values()]) },
    );
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

  async #followWorker(): Promise<void> {
    this.reader.on<{ versions: WorkerVersion[] }>(
      'ServiceWorker.workerVersionUpdated',
      ({ versions }) => {
        for (const version of versions) this.#note(version);
      },
    );
    await this.reader.send('ServiceWorker.enable');
    await waitFor(
      'the background to be activated',
      () => [...this.#workers.values()],
      (workers) => workers.some(({ status }) => status === 'activated'),
      { timeoutMs: 15_000 },
    );
  }

  #note(version: WorkerVersion): void {
    if (!version.scriptURL.startsWith(`${this.origin}/`)) return;
    if (version.status === 'redundant') this.#workers.delete(version.versionId);
    else this.#workers.set(version.versionId, version);
    if (version.runningStatus === 'stopped') this.#onWorkerStopped?.();
  }
}

async function openReader(targets: Targets, origin: string): Promise<CdpSession> {
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
