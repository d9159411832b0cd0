/* What the extension says in a language, by the names that its code uses, so that a walk finds its
 * way in each. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Name } from '../driver/driver.ts';

export const LANGUAGES = ['en-US', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A message as a name to look for: the whole text, or, where something is filled in, its shape. */
export type Words = (message: string) => Name;

/** Which of them the extension speaks. */
export function spokenLanguages(): Language[] {
  return LANGUAGES.filter((language) => existsSync(fileOf(language)));
}

/** @throws where there is no such message */
export function wordsIn(language: Language): Words {
  const messages: unknown = parse(readFileSync(fileOf(language), 'utf8'));
  return (message) => {
    const found = message
      .split('.')
      .reduce<unknown>((within, part) => (within as Record<string, unknown>)?.[part], messages);
    if (typeof found === 'string' && !found.includes('$')) return found;
    const forms = typeof found === 'string' ? [found] : Object.values(found ?? {}).map(String);
    if (forms.length === 0) throw new Error(`There is no message "${message}" in ${language}`);
    return new RegExp(`^(?:${forms.map(shapeOf).join('|')})$`);
  };
}

function shapeOf(form: string): string {
  return form.replaceAll(/[.*+?^{}()|[\]\\]/g, '\\$&').replaceAll(/\$\d/g, '.+');
}

function fileOf(language: Language): string {
  return `assets/locales/${language === 'zh-CN' ? 'zh_CN' : 'en'}.yml`;
}
