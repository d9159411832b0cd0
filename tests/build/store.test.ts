/* What stands in the stores: short enough for both, in each language, and what the extension says of
 * itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allowedManifest, BROWSERS } from './allowed.ts';

/** Characters, as the dashboards of Chrome's store and Mozilla's count; the shorter of the two. */
const LIMITS = {
  Name: 50,
  'Short description': 132,
  Summary: 250,
  'Long description': 16_000,
  'Single purpose': 1_000,
  'Remote code': 1_000,
  'Data use': Number.POSITIVE_INFINITY,
  Certifications: Number.POSITIVE_INFINITY,
  'Notes for reviewers': 3_000,
};
const REASON_LIMIT = 1_000;

const permissions = new Set(
  BROWSERS.map((browser) => allowedManifest(browser, '1.0.0')).flatMap((it) => [
    ...it.permissions,
    ...it.optional_permissions,
    ...it.host_permissions,
  ]),
);
const reasons = [...permissions].map((name) => [`Why ${name}`, REASON_LIMIT] as const);
const limits = new Map([...Object.entries(LIMITS), ...reasons]);

/** The parts of all texts of a language, by their headings. */
function textsIn(language: string): Map<string, string> {
  const parts = ['listing', 'privacy'].flatMap((name) =>
    readFileSync(`store/${language}/${name}.md`, 'utf8').split(/^## /m).slice(1),
  );
  return new Map(
    parts.map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading, lines.join('\n').trim()];
    }),
  );
}

const languages = readdirSync('assets/locales').map((file) => file.replace('.yml', ''));

describe.each(languages)('in %s', (language) => {
  const texts = textsIn(language);

  test('there is a text for each field, and a reason for each permission', () => {
    expect([...texts.keys()].toSorted()).toEqual([...limits.keys()].toSorted());
    expect([...texts].filter(([, text]) => text === '')).toEqual([]);
  });

  test('each is as long as the stores take it', () => {
    const tooLong = [...texts].filter(
      ([heading, text]) => text.length > (limits.get(heading) ?? 0),
    );
    expect(tooLong).toEqual([]);
  });

  test('name and short description are those of the package', () => {
    const { extension } = parse(readFileSync(`assets/locales/${language}.yml`, 'utf8'));
    expect(texts.get('Name')).toBe(extension.name);
    expect(texts.get('Short description')).toBe(extension.description);
  });
});
