/* Where the packages come from: the registry, each by its hash; and which run code of their own when
 * they are installed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const { '': root, ...packages } = lock.packages;
const entries = Object.entries(packages);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13);
const pathsOf = (isMeant: (locked: Locked) => boolean) =>
  entries.filter(([, locked]) => isMeant(locked)).map(([path]) => path);

test('every package is pinned by version and hash', () => {
  expect(root).toBeDefined();
  expect(entries.length).toBeGreaterThan(100);
  expect(pathsOf(({ version }) => !/^\d+\.\d+\.\d+/.test(version ?? ''))).toEqual([]);
  expect(pathsOf(({ integrity }) => !/^sha512-\S+$/.test(integrity ?? ''))).toEqual([]);
});

test('every package comes from the registry', () => {
  const elsewhere = ({ resolved, link }: Locked) =>
    // Without an address npm takes the registry that it is configured for.
    link || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'));
  expect(pathsOf(elsewhere)).toEqual([]);
});

test('what other platforms need is locked too', () => {
  const locked = new Set(entries.map(([path]) => nameOf(path)));
  const wanted = entries.flatMap(([, it]) => Object.keys(it.optionalDependencies ?? {}));
  expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});

test('the README names each package that has an install script', () => {
  const readme = readFileSync('README.md', 'utf8');
  const unnamed = pathsOf(({ hasInstallScript }) => hasInstallScript === true)
    .map(nameOf)
    .filter((name) => !readme.includes(`\`${name}\``));
  expect(unnamed).toEqual([]);
});
