/* What the extension says, by the languages of browsers, so that a walk finds its way in each: messages
 * as shapes, whatever is filled in. */
import type { Name } from '../driver/driver.ts';
import { messagesIn } from '../words.ts';

/** Each with the name of its messages. */
export const LOCALES = { 'en-US': 'en', 'zh-CN': 'zh_CN' } as const;
export type Language = keyof typeof LOCALES;
export const LANGUAGES = Object.keys(LOCALES) as Language[];

/** A message as a name to look for: the whole text, or, where something is filled in, its shape. */
export type Words = (message: string) => Name;

/** @throws where there is no such message */
export function wordsIn(language: Language): Words {
  const messageAt = messagesIn(LOCALES[language]);
  return (message) => {
    const found = messageAt(message);
    if (typeof found === 'string' && !found.includes('$')) return found;
    const forms = typeof found === 'string' ? [found] : Object.values(found ?? {}).map(String);
    if (forms.length === 0) throw new Error(`There is no message "${message}" in ${language}`);
    return new RegExp(`^(?:${forms.map(shapeOf).join('|')})$`);
  };
}

function shapeOf(form: string): string {
  const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return form.split(/\$\d/).map(escaped).join('.+');
}
