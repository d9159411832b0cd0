/** The background of an extension in Chromium: a worker that comes and goes. */
import type { CdpSession, Targets } from './chromium-targets.ts';
import { isThere, waitFor } from './wait.ts';

interface WorkerVersion {
  versionId: string;
  scriptURL: string;
  runningStatus: 'stopped' | 'starting' | 'running' | 'stopping';
  /** While it runs. */
  targetId?: string;
  status: string;
}

/** Where the extension's state is read, and its worker is told of. */
export interface Extension {
  targets: Targets;
  /** `chrome-extension://<id>` */
  origin: string;
  reader: CdpSession;
}

export class ExtensionWorker {
  readonly #extension: Extension;
  readonly #versions = new Map<string, WorkerVersion>();
  #onStopped: (() => void) | undefined;

  private constructor(extension: Extension) {
    this.#extension = extension;
  }

  /** Follows its life; waits until it is registered. */
  static async follow(extension: Extension): Promise<ExtensionWorker> {
    const worker = new ExtensionWorker(extension);
    const { reader } = extension;
    reader.on<{ versions: WorkerVersion[] }>(
      'ServiceWorker.workerVersionUpdated',
      ({ versions }) => {
        for (const version of versions) worker.#note(version);
      },
    );
    await reader.send('ServiceWorker.enable');
    await waitFor(
      'the background to be activated',
      () => [...worker.#versions.values()],
      (versions) => versions.some(({ status }) => status === 'activated'),
      { timeoutMs: 15_000 },
    );
    return worker;
  }

  isRunning(): boolean {
    return [...this.#versions.values()].some(
      ({ runningStatus }) => runningStatus !== 'stopped' && runningStatus !== 'stopping',
    );
  }

  /** Stops it where it stands; returns at the moment it is dead, even if something wakes it again
   * at once. */
  async stop(): Promise<void> {
    if ([...this.#versions.values()].every(({ runningStatus }) => runningStatus === 'stopped')) {
      return;
    }
    let stopped = false;
    this.#onStopped = () => {
      stopped = true;
    };
    await this.#extension.reader.send('ServiceWorker.stopAllWorkers');
    await waitFor(
      'the worker to stop',
      () => stopped,
      (is) => is,
      { everyMs: 5, inWords: () => this.#inWords() },
    );
  }

  /** The line to it, started if it was dead. */
  async session(): Promise<CdpSession> {
    const { reader, origin, targets } = this.#extension;
    if (!this.isRunning()) {
      await reader.send('ServiceWorker.startWorker', { scopeURL: `${origin}/` });
    }
    return waitFor(
      'the worker to run',
      () => {
        const runs = [...this.#versions.values()].find((it) => it.runningStatus === 'running');
        return targets.sessions((info) => info.targetId === runs?.targetId)[0];
      },
      isThere,
      { inWords: () => this.#inWords() },
    );
  }

  #note(version: WorkerVersion): void {
    if (!version.scriptURL.startsWith(`${this.#extension.origin}/`)) return;
    if (version.status === 'redundant') this.#versions.delete(version.versionId);
    else this.#versions.set(version.versionId, version);
    if (version.runningStatus === 'stopped') this.#onStopped?.();
  }

  #inWords(): string {
    return JSON.stringify([...this.#versions.values()]);
  }
}
