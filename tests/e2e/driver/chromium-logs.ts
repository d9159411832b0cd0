/**
 * Gathers what the extension's contexts log. A context's earlier messages are replayed when one
 * starts listening, so nothing said before is missed.
 */

import type { CdpSession } from './chromium-targets.ts';
import type { LogEntry } from './driver.ts';

interface RemoteObject {
  type: string;
  subtype?: string;
  value?: unknown;
  unserializableValue?: string;
  description?: string;
  objectId?: string;
  preview?: { properties: { name: string; value?: string }[] };
}

interface ConsoleCall {
  type: string;
  args: RemoteObject[];
  timestamp: number;
}

interface Exception {
  timestamp: number;
  exceptionDetails: { text: string; exception?: RemoteObject };
}

interface BrowserNote {
  entry: { source: string; level: string; text: string; url?: string; timestamp: number };
}

const LEVELS: Record<string, LogEntry['level']> = {
  verbose: 'debug',
  debug: 'debug',
  warning: 'warning',
  error: 'error',
  assert: 'error',
};

/** "No SW": extension_function_dispatcher.cc, of a worker that has just been stopped. */
const REFUSED_AT_THE_END = /browser is shutting down|Error: No SW$/;

/** An error's stack isn't enumerable, so JSON alone would say `{}`. */
const AS_TEXT = `function () {
  if (this instanceof Error) return this.stack;
  try { return JSON.stringify(this) ?? String(this); } catch { return String(this); }
}`;

export class LogCollector {
  readonly #entries: LogEntry[] = [];
  readonly #unfinished = new Set<Promise<unknown>>();

  /** All entries so far, once the objects in them have been read out of their contexts. */
  async entries(): Promise<LogEntry[]> {
    await Promise.all(this.#unfinished);
    return this.#entries.map((entry) => ({ ...entry }));
  }

  /** Forgets all entries so far. Contexts that are listened to still are. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** Listens to a context. `where` names it at the time of each message, or leaves it out. */
  listen(session: CdpSession, where: () => string | undefined): void {
    const add = (entry: Omit<LogEntry, 'where'>): LogEntry | undefined => {
      const place = where();
      if (place === undefined) return undefined;
      const full = { where: place, ...entry };
      this.#entries.push(full);
      return full;
    };
    session.on<ConsoleCall>('Runtime.consoleAPICalled', ({ type, args, timestamp }) => {
      const text = args.map(outline).join(' ');
      const entry = add({
        source: 'console',
        level: LEVELS[type] ?? 'info',
        text,
        atMs: timestamp,
      });
      if (entry) this.#complete(session, entry, args);
    });
    session.on<Exception>('Runtime.exceptionThrown', ({ exceptionDetails, timestamp }) => {
      const { text: words, exception } = exceptionDetails;
      const text = exception ? `${words} ${outline(exception)}` : words;
      const source = REFUSED_AT_THE_END.test(text) ? 'ending' : 'exception';
      add({ source, level: 'error', text, atMs: timestamp });
    });
    session.on<BrowserNote>('Log.entryAdded', ({ entry }) => {
      add({
        source: sourceOf(entry),
        level: LEVELS[entry.level] ?? 'info',
        text: entry.url ? `${entry.text} (${entry.url})` : entry.text,
        atMs: entry.timestamp,
      });
    });
    for (const domain of ['Runtime', 'Log']) {
      session.send(`${domain}.enable`).catch(() => {}); // it may have gone already
    }
  }

  /** Replaces the outline of objects by all that they hold, if their context lives long enough. */
  #complete(session: CdpSession, entry: LogEntry, args: RemoteObject[]): void {
    if (!args.some((arg) => arg.objectId !== undefined)) return;
    const read = async (arg: RemoteObject) =>
      arg.objectId === undefined ? outline(arg) : session.callOn<string>(arg.objectId, AS_TEXT);
    const done = Promise.all(args.map(read))
      .then(
        (texts) => {
          entry.text = texts.join(' ');
        },
        () => {},
      )
      .finally(() => this.#unfinished.delete(done));
    this.#unfinished.add(done);
  }
}

function sourceOf({ source, text }: BrowserNote['entry']): LogEntry['source'] {
  if (REFUSED_AT_THE_END.test(text)) return 'ending';
  // Without its host permission the extension is a stranger to the site, and the refusal is noted as a
  // script's error.
  return source === 'network' || / blocked by CORS policy: /.test(text) ? 'network' : 'browser';
}

function outline(arg: RemoteObject): string {
  if (arg.objectId === undefined) {
    return arg.unserializableValue ?? String('value' in arg ? arg.value : arg.description);
  }
  if (arg.subtype === 'error') return arg.description ?? 'Error';
  const properties = arg.preview?.properties.map(({ name, value }) => `${name}: ${value}`);
  const held = properties?.length ? ` {${properties.join(', ')}}` : '';
  return `${arg.description ?? arg.type}${held}`;
}
