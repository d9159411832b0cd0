/* What the extension says, by key and language, for journeys that are not in English: they look for
 * elements by the very messages that are shipped. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { GeneratedI18nStructure } from '#i18n';

export type Language = 'en' | 'zh_CN';
export type MessageKey = keyof GeneratedI18nStructure;

/** As `i18n.t`: a count chooses among the forms, and fills in `$1` unless there are substitutions. */
export type Words = (key: MessageKey, ...given: (number | string[])[]) => string;

/** @throws Error (when called) for a key that the language does not have. */
export function wordsIn(language: Language): Words {
  const messageAt = messagesIn(language);
  return (key, ...given) => {
    const count = given.find((each): each is number => typeof each === 'number');
    const filled = given.find((each): each is string[] => Array.isArray(each)) ?? [String(count)];
    const message = formOf(messageAt(key), count);
    if (typeof message !== 'string') throw new Error(`${language}.yml has no ${key}`);
    return message.replace(/\$(\d)/g, (_, place) => filled[Number(place) - 1] ?? '');
  };
}

/** What is fixed in the messages of a language, around what is filled in. */
export function phrasesIn(language: Language): string[] {
  const texts = (node: unknown): string[] =>
    typeof node === 'object' && node !== null ? Object.values(node).flatMap(texts) : [String(node)];
  return texts(catalogueOf(language)).flatMap((text) =>
    text.split(/\$\d/).map((part) => part.trim()),
  );
}

/** Messages by their keys, or their forms for counts, with the places still to be filled in. */
export function messagesIn(language: Language): (key: string) => unknown {
  const catalogue = catalogueOf(language);
  return (key) => key.split('.').reduce((node, name) => field(node, name), catalogue);
}

function catalogueOf(language: Language): unknown {
  return parse(readFileSync(`assets/locales/${language}.yml`, 'utf8'));
}

function formOf(message: unknown, count: number | undefined): unknown {
  if (typeof message === 'string' || count === undefined) return message;
  return (count === 1 ? field(message, '1') : undefined) ?? field(message, 'n');
}

function field(node: unknown, name: string): unknown {
  return (node as Record<string, unknown> | undefined)?.[name];
}
