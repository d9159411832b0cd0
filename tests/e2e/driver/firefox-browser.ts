/**
 * One run of Firefox: the process, the line to it, and what runs for us inside.
 *
 * WebDriver BiDi drives pages. The rest is asked for in Firefox's own window, where its code for
 * extensions can be called (firefox-inside.js): so nothing of the driver's is open in the browser, and
 * asking wakes no background.
 */
import { readFileSync } from 'node:fs';
import { type FirefoxProcess, type ProcessOptions, startFirefox } from './firefox-process.ts';
import { ORIGIN } from './firefox-profile.ts';
import { plainOf, type RemoteValue } from './firefox-values.ts';
import { Rpc } from './rpc.ts';
import { waitFor } from './wait.ts';

/** The extension's id in browser_specific_settings. */
export const ADDON_ID = 'session-inspector@helodata.tools';

/** What is told from inside, as it happens. */
export type News =
  | { logged: { url: string; category: string; level: string; text: string; atMs: number } }
  | { shown: { id: string; title: string; message: string } };

type Answer =
  | { type: 'success'; result: RemoteValue }
  | { type: 'exception'; exceptionDetails: { text: string } };

export class FirefoxBrowser {
  private constructor(
    readonly process: FirefoxProcess,
    readonly rpc: Rpc,
    /** BiDi's name for the browser's own window. */
    readonly window: string,
  ) {}

  /** Starts Firefox, and installs the packed extension for good unless it is; waits until its
   * background has been started. */
  static async start(
    options: ProcessOptions,
    { install, onNews }: { install: string | undefined; onNews: (news: News) => void },
  ): Promise<FirefoxBrowser> {
    const process = await startFirefox(options);
    try {
      const rpc = await Rpc.overWebSocket(process.webSocketUrl);
      await rpc.send('session.new', { capabilities: {} });
      const tree = { 'moz:scope': 'chrome', maxDepth: 0 };
      const { contexts } = await rpc.send<{ contexts: [{ context: string }] }>(
        'browsingContext.getTree',
        tree,
      );
      const browser = new FirefoxBrowser(process, rpc, contexts[0].context);
      await browser.#settleInside(onNews);
      if (install === undefined) await browser.#untilReady();
      else await browser.install(install);
      return browser;
    } catch (error) {
      await process.kill();
      throw new Error(`${(error as Error).message}\nFirefox wrote: ${process.stderrTail()}`);
    }
  }

  /** Closes all pages, and removes the extension with all that it has stored. */
  async remove(): Promise<void> {
    const { rpc } = this;
    const tree = { maxDepth: 0 };
    const { contexts } = await rpc.send<{ contexts: { context: string }[] }>(
      'browsingContext.getTree',
      tree,
    );
    // The window's last tab can't be closed.
    await rpc.send('browsingContext.create', { type: 'tab' });
    for (const { context } of contexts) await rpc.send('browsingContext.close', { context });
    // A page writes down what was typed as it closes, so none may close as late as the extension.
    await this.ask('remove');
  }

  /** Installs the packed extension for good; waits until its background has been started. */
  async install(path: string): Promise<void> {
    const extensionData = { type: 'archivePath', path };
    await this.rpc.send('webExtension.install', { extensionData, 'moz:permanent': true });
    await this.#untilReady();
  }

  /** Calls a function of firefox-inside.js. @throws Error with what it threw */
  async ask<T = void>(name: string, ...args: unknown[]): Promise<T> {
    const answer = await this.#call(
      this.window,
      'async (name, args) => JSON.stringify({ value: await driver[name](...JSON.parse(args)) })',
      [name, JSON.stringify(args)].map((value) => ({ type: 'string', value })),
    );
    return (JSON.parse(plainOf(answer) as string) as { value: T }).value;
  }

  /** Runs a script expression in a page; gives its awaited value. */
  async evaluate<T>(context: string, expression: string): Promise<T> {
    const target = { context };
    const answer = await this.rpc.send<Answer>('script.evaluate', {
      ...{ expression, target, awaitPromise: true },
    });
    return plainOf(resultOf(answer)) as T;
  }

  /** Ends it: `quit` lets it save and say goodbye, `crash` does not. */
  async end(how: 'quit' | 'crash'): Promise<void> {
    if (how === 'crash') {
      await this.process.kill();
    } else {
      await this.ask('quit').catch(() => {}); // it may go before it answers
      await waitFor(
        'Firefox to quit',
        () => this.process.end(),
        (end) => end !== undefined,
        { timeoutMs: 15_000 },
      );
    }
    this.rpc.close();
  }

  async #settleInside(onNews: (news: News) => void): Promise<void> {
    this.rpc.onEvent(({ method, params }) => {
      if (method === 'script.message') onNews(plainOf(params.data as RemoteValue) as News);
    });
    await this.rpc.send('session.subscribe', { events: ['script.message'] });
    const sources = { inView: source('in-view'), inProcess: source('in-process') };
    await this.#call(
      this.window,
      `(addonId, origin, tell, sources) => {
        globalThis.driver = (${source('inside')})(addonId, origin, tell, JSON.parse(sources));
      }`,
      [
        { type: 'string', value: ADDON_ID },
        { type: 'string', value: ORIGIN },
        { type: 'channel', value: { channel: 'news' } },
        { type: 'string', value: JSON.stringify(sources) },
      ],
    );
  }

  async #untilReady(): Promise<void> {
    await waitFor(
      'the background to be started',
      () => this.ask<boolean>('isReady'),
      (isReady) => isReady,
      { timeoutMs: 15_000 },
    );
  }

  async #call(context: string, functionDeclaration: string, args: object[]): Promise<RemoteValue> {
    const target = { context };
    const answer = await this.rpc.send<Answer>('script.callFunction', {
      ...{ functionDeclaration, target, arguments: args, awaitPromise: true },
    });
    return resultOf(answer);
  }
}

function resultOf(answer: Answer): RemoteValue {
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
  return answer.result;
}

/** An expression, from a file that holds nothing else. */
function source(name: string): string {
  const path = new URL(`./firefox-${name}.js`, import.meta.url);
  return readFileSync(path, 'utf8').trimEnd().replace(/;$/, '');
}
