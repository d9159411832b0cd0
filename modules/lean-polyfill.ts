/* webextension-polyfill as far as this extension needs it. Most of the package is a table of all that
 * some forty namespaces can do, and wrappers of messages, of which there are none here: both would be
 * read again by each popup that opens. In Firefox, whose API it imitates, nothing of it is left. */
import { addViteConfig, defineWxtModule } from 'wxt/modules';

/** What is called of Chromium's API through the polyfill; tests/build holds it against the code. */
export const CALLED: Record<string, readonly string[]> = {
  alarms: ['clear'],
  commands: ['getAll'],
  contextMenus: ['remove', 'removeAll', 'update'],
  notifications: ['clear', 'create'],
  permissions: ['contains', 'request'],
  runtime: ['openOptionsPage'],
  tabs: ['create', 'update'],
  windows: ['getCurrent', 'update'],
};

type Table = Record<string, unknown>;

const HEAD = /^\(function \(global, factory\).*?function \(module\) \{/s;
const TABLE = /(?<=const apiMetadata = )\{.*?\n {6}\}(?=;)/s;
/** Wrappers of messages and of requests, and the table of `privacy`. */
const WRAPPERS = /const onRequestFinishedWrappers = .*?(?=return wrapObject\(extensionAPIs)/s;
/** That the table is not empty, and what to do for methods that take no callback: none of ours is one. */
const CHECK = /if \(Object\.keys\(apiMetadata\)\.length === 0\) \{.*?\}/s;
const NO_CALLBACK =
  /if \(metadata\.fallbackToNoCallback\) \{.*?metadata\.noCallback\) \{.*?\} else (?=\{)/s;
/** How many arguments a call has: its types say so. */
const COUNT = /if \(args\.length < metadata\.minArgs\) \{.*?(?=return new Promise)/s;
const TAIL = /\}\);\s*(\/\/#.*\s*)?$/;

export default defineWxtModule({
  setup(wxt) {
    addViteConfig(wxt, () => ({
      plugins: [
        {
          name: 'lean-polyfill',
          transform(code, id) {
            if (!id.includes('webextension-polyfill/dist/browser-polyfill.js')) return;
            if (wxt.config.browser === 'firefox') return 'export default globalThis.browser;';
            return leanPolyfill(code);
          },
        },
      ],
    }));
  },
});

/** The package's source as a module, without what is not called. Throws where it is not built as it
 * was. */
export function leanPolyfill(code: string): string {
  const table = JSON.parse(found(code, TABLE)) as Record<string, Table>;
  return code
    .replace(TABLE, JSON.stringify(called(table)))
    .replace(found(code, WRAPPERS), 'const staticWrappers = {};')
    .replace(found(code, CHECK), '')
    .replace(found(code, COUNT), '')
    .replace(found(code, NO_CALLBACK), '')
    .replace(found(code, HEAD), 'const module = {};')
    .replace(found(code, TAIL), 'export default module.exports;');
}

function called(table: Record<string, Table>): Record<string, Table> {
  // `session` has no place in the table: it came with promises.
  const storage = { local: table.storage?.local };
  const namespaces = Object.entries(CALLED).map(([name, methods]) => [
    name,
    Object.fromEntries(methods.map((method) => [method, table[name]?.[method]])),
  ]);
  return { ...Object.fromEntries(namespaces), storage };
}

function found(code: string, part: RegExp): string {
  const match = part.exec(code)?.[0];
  if (match === undefined) throw new Error(`webextension-polyfill has changed: no ${part}`);
  return match;
}
