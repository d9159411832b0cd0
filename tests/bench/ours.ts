/* Our extension, connected to a sandbox of its own. */
import { closeSettings } from '../e2e/close-settings.ts';
import { ExtensionWorker } from '../e2e/driver/chromium-worker.ts';
import { saidBy } from '../e2e/driver/stored.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { rendererMsOf, untilQuiet } from './cpu.ts';
import type { Extension, Opened } from './extension.ts';

/** Tens of thousands of sessions are read page by page, and a shared machine takes its time. */
const AT_LENGTH = { timeoutMs: 240_000 };

export class Ours {
  private constructor(
    readonly extension: Extension,
    readonly worker: ExtensionWorker,
    readonly sandbox: Sandbox,
  ) {}

  /** Saves the key in the popup, as a person does, and waits until all sessions are listed. */
  static async connect(extension: Extension, sandbox: Sandbox): Promise<Ours> {
    const { browser, origin, reader } = extension;
    const worker = await ExtensionWorker.follow({ targets: browser.targets, origin, reader });
    const ours = new Ours(extension, worker, sandbox);
    const { view } = await extension.openPopup();
    await (await view.get('textbox', 'API key')).fill(sandbox.keys.full);
    await (await view.get('button', 'Save key')).click();
    await view.get('grid', 'Active sessions', undefined, AT_LENGTH);
    await view.close();
    // Rounds of the clock would come in between.
    await ours.choose('Every 15 min');
    await ours.#roundAfter(0);
    await ours.quiet();
    return ours;
  }

  openPopup(): Promise<Opened> {
    return this.extension.openPopup();
  }

  /** How many sessions there are. */
  get count(): number {
    return this.sandbox.world.sessions().length;
  }

  /** Chooses something on the page of settings. */
  async choose(label: string): Promise<void> {
    const { view } = await this.extension.openPage('options.html');
    await (await view.get('radio', label)).click();
    await closeSettings(view);
  }

  /** Has it ask for all lists anew, as by the icon's menu, and waits until that is done. */
  async poll(): Promise<void> {
    const startedMs = await this.#startedAtMs();
    await this.askForRound();
    await this.#roundAfter(startedMs);
  }

  /** The same, not waited for. */
  async askForRound(): Promise<void> {
    const worker = await this.worker.session();
    const info = { menuItemId: 'refresh', editable: false };
    await worker.evaluate(`chrome.contextMenus.onClicked.dispatch(${JSON.stringify(info)})`);
  }

  /** Milliseconds of the processor that a task costs pages and workers, to its very end. */
  async cpuMsOf(task: () => Promise<unknown>): Promise<number> {
    const { rpc } = this.extension.browser;
    await this.quiet();
    return rendererMsOf(rpc, async () => {
      await task();
      await this.quiet();
    });
  }

  quiet(): Promise<void> {
    return untilQuiet(this.extension.browser.rpc);
  }

  /** Bytes that it keeps. */
  storedBytes(): Promise<number> {
    return this.extension.reader.evaluate('chrome.storage.local.getBytesInUse(null)');
  }

  /** What it stores under some keys. */
  async stored<T>(...keys: string[]): Promise<T> {
    const get = `chrome.storage.local.get(${JSON.stringify(keys)})`;
    const raw = await this.extension.reader.evaluate<Record<string, unknown>>(get);
    return Object.fromEntries(Object.entries(raw).map(([key, text]) => [key, saidBy(text)])) as T;
  }

  /** Puts the clocks of its worker and of its API ahead, for one that `isAhead`. */
  async letPass(ms: number): Promise<void> {
    await this.letPassHere(ms);
    this.sandbox.clock.advance(ms);
  }

  /** The worker's alone: at the API time stands still. */
  async letPassHere(ms: number): Promise<void> {
    const worker = await this.worker.session();
    await worker.evaluate(`benchAhead(${ms})`);
  }

  async #startedAtMs(): Promise<number> {
    const { round } = await this.stored<Stored>('round');
    return round?.startedAtMs ?? 0;
  }

  async #roundAfter(startedMs: number): Promise<void> {
    await waitFor(
      'a round to be done',
      () => this.stored<Stored>('round'),
      ({ round }) => round != null && round.startedAtMs > startedMs && round.finishedAtMs !== null,
      { ...AT_LENGTH, everyMs: 20 },
    );
  }
}

interface Stored {
  round?: { startedAtMs: number; finishedAtMs: number | null };
}

/** Lets somebody put the clock of a page or worker ahead. */
export const CLOCK = `{
  const now = Date.now;
  let aheadMs = 0;
  Date.now = () => now() + aheadMs;
  globalThis.benchAhead = (ms) => { aheadMs += ms; };
}`;
