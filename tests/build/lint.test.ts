/* What Mozilla's own linter says of the bundle for Firefox. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { build } from './build.ts';

const DIRECTORY = '.output/firefox-mv3';

interface Message {
  code: string;
  file: string;
  line: number;
  column: number;
}

interface Report {
  errors: Message[];
  notices: Message[];
  warnings: Message[];
}

function lint(): Report {
  const flags = ['--source-dir', DIRECTORY, '--output', 'json', '--no-config-discovery'];
  const { stdout, stderr } = spawnSync('npx', ['--no', 'web-ext', 'lint', ...flags], {
    // It would ask the registry for a newer version of itself.
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
    encoding: 'utf8',
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`web-ext lint gave no report:\n${stdout}\n${stderr}`);
  }
}

/** A message with the code that it points at. */
function inWords({ code, file, line, column }: Message): string {
  const lines = readFileSync(join(DIRECTORY, file), 'utf8').split('\n');
  return `${code} in ${file}: ${lines[line - 1]?.slice(column - 1, column + 40)}`;
}

beforeAll(() => build('build:firefox'));

test('web-ext lint finds nothing but one assignment of Preact’s', () => {
  const { errors, notices, warnings } = lint();
  expect([...errors, ...notices]).toEqual([]);
  // Preact's answer to `dangerouslySetInnerHTML`, which no component here uses: Biome refuses it.
  expect(warnings.map(inWords)).toEqual([
    expect.stringMatching(
      /^UNSAFE_VAR_ASSIGNMENT in chunks\/[\w-]+\.js: \w+\.innerHTML=\w+\.__html\b/,
    ),
  ]);
});
