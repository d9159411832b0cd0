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
  return message.replace(/\$(\d)/g, (_, place) => given[Number(place) - 1] ?? '');
}

/** Web Locks as browsers have them, which Node 20 has not: one at a time for each name. */
const held = new Map<string, Promise<unknown>>();
const locks = {
  request<T>(name: string, task: () => Promise<T>): Promise<T> {
    const turn = (held.get(name) ?? Promise.resolve()).then(task, task);
    held.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  },
};

/** As when whoever held them is killed. */
export function releaseLocks(): void {
  held.clear();
}

if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: {} });
Object.defineProperties(navigator, {
  locks: { value: locks, configurable: true },
  languages: { value: ['en-US', 'en'], configurable: true },
});

export const browser = Object.assign(fakeBrowser, {
  i18n: { ...fakeBrowser.i18n, getMessage },
});
