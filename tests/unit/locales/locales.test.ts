import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Code } from './code.ts';

const FOLDER = 'assets/locales';
/** Words in the code that are nobody's language: the name of a scope. */
const NO_WORDS = ['read'];
/** Messages that are the same in every language, beside those that hold no word at all. */
const SAME = ['key.placeholder', 'detail.id', 'detail.curl', 'detail.asn'];

/** A message, by the number that its form is for; the only one of a simple message is `''`. */
type Forms = Record<string, string>;

const locales = new Map(
  readdirSync(FOLDER).map((file) => [file.replace('.yml', ''), messagesIn(`${FOLDER}/${file}`)]),
);
const english = locales.get('en') ?? {};
const others = [...locales].filter(([name]) => name !== 'en');
const keys = Object.keys(english);
const code = new Code(['lib', 'components', 'entrypoints', 'wxt.config.ts']);

function messagesIn(file: string): Record<string, Forms> {
  const messages: Record<string, Forms> = {};
  const collect = (node: unknown, path: string[]): void => {
    if (typeof node !== 'object' || node === null) messages[path.join('.')] = { '': String(node) };
    else if (Object.keys(node).every((form) => /^(\d+|n)$/.test(form))) {
      messages[path.join('.')] = node as Forms;
    } else for (const [name, child] of Object.entries(node)) collect(child, [...path, name]);
  };
  collect(parse(readFileSync(file, 'utf8')), []);
  return messages;
}

const placesIn = (text = '') => [...new Set(text.match(/\$\d/g))].sort().join(' ');
const most = (forms: Forms) => forms.n ?? forms[''];

/** As `key: text` of the messages of which something is true. */
function messagesThat(
  messages: Record<string, Forms>,
  isSo: (text: string, key: string) => boolean,
) {
  return Object.entries(messages).flatMap(([key, forms]) =>
    Object.values(forms)
      .filter((text) => isSo(text, key))
      .map((text) => `${key}: ${text}`),
  );
}

describe('the code', () => {
  test('uses every message', () => {
    expect(
      keys.filter((key) => !code.mentions(key)),
      'unused messages',
    ).toEqual([]);
  });

  test('asks for no message that is missing', () => {
    const isThere = (wanted: string | RegExp) =>
      keys.some((key) => (typeof wanted === 'string' ? wanted === key : wanted.test(key)));
    const missing = code.asked.filter(({ key }) => !isThere(key));
    expect(
      missing.map(({ key, file }) => `${key} (${file})`),
      'missing messages',
    ).toEqual([]);
    expect(code.asked.length).toBeGreaterThan(100);
  });

  test('holds no words that people read', () => {
    const words = code.spoken.filter(({ text }) => !NO_WORDS.includes(text));
    expect(
      words.map(({ text, file }) => `"${text}" (${file})`),
      'words in the code',
    ).toEqual([]);
    expect(code.spoken.length).toBe(NO_WORDS.length);
  });
});

describe.each([...locales])('%s', (name, messages) => {
  test('tells its language by the tag of its name', () => {
    expect(messages['extension.lang']).toEqual({ '': name.replace('_', '-') });
  });

  test('has a form for each number that its language tells apart, and no other', () => {
    const { pluralCategories } = new Intl.PluralRules(name.replace('_', '-')).resolvedOptions();
    const wanted = pluralCategories.includes('one') ? '1 n' : 'n';
    const wrong = Object.entries(messages)
      .map(([key, forms]) => ({ key, forms: Object.keys(forms).join(' ') }))
      .filter(({ forms }) => forms !== '' && forms !== wanted);
    expect(wrong, `plurals are not "${wanted}"`).toEqual([]);
  });

  test('has nothing in it that browsers or the library would take for something else', () => {
    // `$1$2` holds what Chrome takes for a placeholder named 1, and then it does not load at all.
    expect(
      messagesThat(messages, (text) => /\$[\w@]*\$/.test(text)),
      '$…$',
    ).toEqual([]);
    expect(
      messagesThat(messages, (text) => text.includes(' | ')),
      'plurals by hand',
    ).toEqual([]);
  });

  test('keeps within what the stores show', () => {
    expect(messages['extension.name']?.['']?.length).toBeLessThanOrEqual(45);
    expect(messages['extension.description']?.['']?.length).toBeLessThanOrEqual(132);
  });
});

describe.each(others)('%s beside English', (_, messages) => {
  test('has the same messages', () => {
    const own = Object.keys(messages);
    expect(
      keys.filter((key) => !own.includes(key)),
      'not translated',
    ).toEqual([]);
    expect(
      own.filter((key) => !keys.includes(key)),
      'not in en.yml',
    ).toEqual([]);
  });

  test('fills in the same places', () => {
    const differing = Object.entries(messages)
      .map(([key, forms]) => ({
        key,
        here: placesIn(most(forms)),
        en: placesIn(most(english[key] ?? {})),
      }))
      .filter(({ key, here, en }) => key in english && here !== en);
    expect(differing, 'other places').toEqual([]);
  });

  test('has a word of its own for each', () => {
    const isSame = (text: string, key: string) =>
      /\p{L}/u.test(text) && text === most(english[key] ?? {}) && !SAME.includes(key);
    expect(messagesThat(messages, isSame), 'still in English').toEqual([]);
  });
});

test('Chinese has punctuation of its own, and a space between its characters and others', () => {
  const chinese = locales.get('zh_CN') ?? {};
  const isCramped = (text: string) =>
    /\p{sc=Han}[,:;!?()]|[,:;!?()]\p{sc=Han}|\p{sc=Han}[a-z\d]|[a-z\d%]\p{sc=Han}/iu.test(
      text.replaceAll(/\$\d/g, ''),
    );
  expect(messagesThat(chinese, isCramped), 'cramped').toEqual([]);
});
