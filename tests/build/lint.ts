/* What Mozilla's own linter says of a bundle for Firefox. */
import { spawnSync } from 'node:child_process';
import { textOf } from './bundle.ts';

interface Message {
  code: string;
  file?: string;
  line?: number;
  column?: number;
}

type Report = Record<'errors' | 'notices' | 'warnings', Message[]>;

/** Preact's answer to `dangerouslySetInnerHTML`, which no component here uses: Biome refuses it. */
const KNOWN = /^UNSAFE_VAR_ASSIGNMENT in chunks\/[\w-]+\.js: \w+\.innerHTML=\w+\.__html\b/;

/** Errors, warnings and notices but for the one that is known, each with the code it points at. */
export function wrongByLinter(directory: string): string[] {
  const { errors, notices, warnings } = lint(directory);
  const messages = [...errors, ...warnings, ...notices].map((it) => inWords(directory, it));
  const known = messages.filter((it) => KNOWN.test(it)).slice(0, 1);
  return messages.filter((it) => !known.includes(it));
}

function lint(directory: string): Report {
  const flags = ['--source-dir', directory, '--output', 'json', '--no-config-discovery'];
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

function inWords(directory: string, { code, file, line = 0, column = 0 }: Message): string {
  if (!file) return code;
  const lines = textOf(directory, file).split('\n');
  return `${code} in ${file}: ${lines[line - 1]?.slice(column - 1, column + 40) ?? ''}`;
}
