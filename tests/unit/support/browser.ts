/* The browser that unit tests run in: storage, alarms and badge are faked as a browser has them,
 * and messages come from the real catalogues. */
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const read = async (language: string) =>
  generateChromeMessages(await parseMessagesFile(`assets/locales/${language}.yml`));
const catalogues = { en: await read('en'), zh_CN: await read('zh_CN') };
let catalogue = catalogues.en;

/** Has the browser give messages in this language from now on; at first it is English. */
export function speak(language: keyof typeof catalogues): void {
  catalogue = catalogues[language];
}

function getMessage(key: string, substitutions: string | string[] = []): string {
  const given = [substitutions].flat();
  const message = catalogue[key]?.message ?? '';
  const filled = message.replace(/\$(\d)/g, (_, place) => given[Number(place) - 1] ?? '');
  // As Chromium does.
  return filled.replaceAll('\u0000', '');
}

/** Web Locks as browsers have them, which Node 20 has not: one at a time for each name. */
interface Wish {
  mode: LockMode;
  start: () => Promise<unknown>;
}

/** By name, in the order of their asking: the first holds the lock. */
const queues = new Map<string, Wish[]>();

function startFirst(name: string): void {
  const queue = queues.get(name);
  const first = queue?.[0];
  if (!first) return;
  const next = () => {
    // Its holder may have been killed.
    if (queues.get(name) !== queue) return;
    queue.shift();
    startFirst(name);
  };
  first.start().then(next, next);
}

type Task<T> = () => T | Promise<T>;

const locks = {
  request<T>(name: string, ...rest: [Task<T>] | [{ mode?: LockMode }, Task<T>]): Promise<T> {
    const [{ mode = 'exclusive' }, task] =
      rest.length === 1 ? [{} as { mode?: LockMode }, rest[0]] : rest;
    return new Promise((resolve, reject) => {
      const start = async () => Promise.resolve().then(task).then(resolve, reject);
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      if (queue.push({ mode, start }) === 1) startFirst(name);
    });
  },
  async query() {
    return {
      held: [...queues].flatMap(([name, [holder]]) => (holder ? [{ name, ...holder }] : [])),
    };
  },
};

/** As when whoever held them is killed, and whoever waits: all but those of views, or these as well. */
export function releaseLocks(which: 'the background’s' | 'all' = 'the background’s'): void {
  for (const [name, queue] of queues) {
    if (which === 'all' || !name.startsWith('view:')) queues.delete(name);
    else queue.splice(1);
  }
}

/** A view's lock, until that is closed. */
export function openView(view: string): { close: () => void } {
  let close = () => {};
  locks.request(
    `view:${view}`,
    () =>
      new Promise<void>((resolve) => {
        close = resolve;
      }),
  );
  return { close: () => close() };
}

if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: {} });
Object.defineProperties(navigator, {
  locks: { value: locks, configurable: true },
  languages: { value: ['en-US', 'en'], configurable: true },
});

export const browser = Object.assign(fakeBrowser, {
  i18n: { ...fakeBrowser.i18n, getMessage },
});
