/* One version: the manifests' comes from package.json, the lock repeats it, and the top entry of
 * CHANGELOG.md tells of it. */
import { readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(file, 'utf8');

/** Of package.json. */
export const version: string = JSON.parse(read('package.json')).version;

/** What disagrees with package.json, a sentence for each. */
export function wrongVersions(): string[] {
  const lock = JSON.parse(read('package-lock.json'));
  const locked = [lock.version, lock.packages[''].version].every((it) => it === version);
  return [
    ...(locked ? [] : [`package-lock.json has another version than ${version} (npm install)`]),
    ...wrongTopEntry(read('CHANGELOG.md')),
  ];
}

function wrongTopEntry(changelog: string): string[] {
  const top = /^## (.*)$/m.exec(changelog)?.[1] ?? 'nothing';
  const [, number, date = ''] = /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/.exec(top) ?? [];
  if (number !== version || Number.isNaN(Date.parse(date))) {
    return [`the top entry of CHANGELOG.md is "${top}", and should be "[${version}] - <date>"`];
  }
  return [];
}
