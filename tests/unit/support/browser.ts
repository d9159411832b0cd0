/* The browser that unit tests run in: storage, alarms and badge are faked as a browser has them,
 * and messages come from the real catalogue. */
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const catalogue = generateChromeMessages(await parseMessagesFile('assets/locales/en.yml'));

function getMessage(key: string, substitutions: string | string[] = []): string {
  const given = [substitutions].flat();
  const message = catalogue[key]?.message ?? '';
  return message.replace(/\$(\d)/g, (_, place) => given[Number(place) - 1] ?? '');
}

export const browser = Object.assign(fakeBrowser, {
  i18n: { ...fakeBrowser.i18n, getMessage },
});
