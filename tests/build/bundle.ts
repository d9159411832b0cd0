/* Reading a built, unpacked bundle. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Paths of all files, in the bundle's own folder. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

export const textOf = (directory: string, file: string) =>
  readFileSync(join(directory, file), 'utf8');

export const sizeOf = (directory: string, file: string) => statSync(join(directory, file)).size;

export const manifestOf = (directory: string): Record<string, unknown> =>
  JSON.parse(textOf(directory, 'manifest.json'));

/** A page with all that is read before it shows anything: what it names, and what that imports. */
export function opensWith(directory: string, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const named = textOf(directory, file).matchAll(
    /(?:\b(?:src|href)="\/|\b(?:from|import)"\.\/)([^"]+\.(?:js|css))"/g,
  );
  for (const [, name = ''] of named) {
    const isOfPage = file.endsWith('.html');
    opensWith(directory, isOfPage ? name : join(dirname(file), name), found);
  }
  return found;
}
