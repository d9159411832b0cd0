/* What stands in the stores: short enough for both, in each language, and what the extension says of
 * itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { textsIn } from '../store/texts.ts';
import { allowedManifest, BROWSERS } from './allowed.ts';

/** Characters, as the dashboards of Chrome's store and Mozilla's count; the shorter of the two. */
const LIMITS = {
  Name: 50,
  'Short description': 132,
  Summary: 250,
  Pictures: Number.POSITIVE_INFINITY,
  Tile: Number.POSITIVE_INFINITY,
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

const PICTURES = [
  ...[1, 2, 3, 4, 5].map((number) => [`${number}`, 1_280, 800] as const),
  ['tile', 440, 280] as const,
  ['marquee', 1_400, 560] as const,
];

test('every picture is there, in the size that the stores ask for, and without transparency', () => {
  const wanted = languages.flatMap((language) =>
    PICTURES.map(([name, width, height]) => [`${language}-${name}.png`, width, height, OPAQUE]),
  );
  const there = readdirSync('store/pictures').map((file) => [file, ...headerOf(file)]);
  expect(there.toSorted()).toEqual(wanted.toSorted());
});

/** The colour type of a PNG that has red, green and blue alone. */
const OPAQUE = 2;

function headerOf(file: string): number[] {
  const png = readFileSync(`store/pictures/${file}`);
  return [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(25)];
}
