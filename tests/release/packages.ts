/* The packages for the stores: made here, and once more from their sources alone. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { build } from '../build/build.ts';
import { version } from './version.ts';

/** Where the packages lie that are uploaded. */
export const FOLDER = '.output/release';

export const zipOf = (kind: string) => `session-inspector-for-helodata-${version}-${kind}.zip`;
export const KINDS = ['chrome', 'firefox', 'sources'] as const;

/** What the sources hold beside texts: all that a build reads. */
const SOURCES = [
  ...['assets', 'components', 'entrypoints', 'lib', 'modules', 'README.md', 'LICENSE'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'wxt.config.ts'],
];

/** Makes all packages anew in `FOLDER`. @throws with what the build says where it fails */
export function makePackages(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  build('zip', { BUILD_DIR: FOLDER });
  build('zip:firefox', { BUILD_DIR: FOLDER });
}

/** Unpacks a package. Gives its folder, in `parent`. */
export function unpack(kind: string, parent: string): string {
  const folder = join(parent, kind);
  const files = unzipSync(readFileSync(join(FOLDER, zipOf(kind))));
  for (const [name, bytes] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return folder;
}

/** What the sources hold beyond their list, or lack of it. */
export function wrongInSources(folder: string): string[] {
  const there = readdirSync(folder);
  return [
    ...there
      .filter((name) => !SOURCES.includes(name) && !name.endsWith('.md'))
      .map((name) => `${name} is among them`),
    ...SOURCES.filter((name) => !there.includes(name)).map((name) => `${name} is missing`),
  ];
}

/** Packages that come out otherwise when they are made of the unpacked sources and nothing else. */
export function wrongWhenRebuilt(folder: string): string[] {
  const flags = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['ci', ...flags], { cwd: folder, stdio: 'pipe' });
  build('zip', {}, folder);
  build('zip:firefox', {}, folder);
  return otherBytes(folder, KINDS);
}

/** Like `wrongWhenRebuilt`, but makes Chrome's package alone, with the npm packages that are installed here:
 * enough to show that the sources are complete. */
export function wrongWhenRebuiltHere(folder: string): string[] {
  symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'));
  build('zip', {}, folder);
  return otherBytes(folder, ['chrome']);
}

function otherBytes(folder: string, kinds: readonly string[]): string[] {
  const isSame = (zip: string) =>
    readFileSync(join(FOLDER, zip)).equals(readFileSync(join(folder, '.output', zip)));
  return kinds
    .map(zipOf)
    .filter((zip) => !isSame(zip))
    .map((zip) => `${zip} has other bytes there`);
}
