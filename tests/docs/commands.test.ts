/* Each command that a document tells people to run is run here, in short, and does what it is said to. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { commandsIn, documentedCommands } from './documented.ts';
import { COMMANDS, type InShort } from './in-short.ts';
import { copyPackageList, copyProject, remove, removeGathered, start } from './run.ts';

/** Generous, for busy machines. */
const LIMIT_MS = 300_000;

const documented = documentedCommands();
const entries = Object.entries(COMMANDS);

afterAll(removeGathered);

test('every documented command is in the table, and the table holds no other', () => {
  const undocumented = Object.keys(COMMANDS).filter((command) => !documented.has(command));
  expect(undocumented, 'in the table, and in no document').toEqual([]);
  const missing = [...documented].filter(([command]) => !Object.hasOwn(COMMANDS, command));
  expect(missing, 'in a document, and not in the table').toEqual([]);
});

test('commands are found in blocks, in spans, in short forms and in plain words', () => {
  const markdown = [
    '```sh',
    "npm run a -- -t 'b'   # does it",
    '```',
    'Run `FOO=bar npm run dev` or `npm install && npm run build` (`build:firefox`, `-- --fast`).',
    '`npm` is no command, and neither is `lib/npm run`. Then "npm ci --ignore-scripts".',
  ].join('\n');
  expect(commandsIn(markdown)).toEqual([
    "npm run a -- -t 'b'",
    'FOO=bar npm run dev',
    'npm install',
    'npm run build',
    'npm run build:firefox',
    'npm run build:firefox -- --fast',
    'npm ci --ignore-scripts',
  ]);
});

describe.concurrent('in short', () => {
  for (const [command, entry] of entries) {
    if ('ranBy' in entry) {
      test(`${command} is run by ${entry.ranBy}`, ({ expect }) => {
        expect(readFileSync(entry.ranBy, 'utf8')).toContain(entry.words);
      });
    } else if ('sameAs' in entry) {
      test(`${command} is run as ${entry.sameAs}`, ({ expect }) => {
        expect(COMMANDS[entry.sameAs]).toHaveProperty('run');
      });
    } else {
      test(`${command}: ${entry.run}`, { timeout: LIMIT_MS + 20_000 }, () => runInShort(entry));
    }
  }
});

const FOLDERS = { copy: copyProject, 'package-list': copyPackageList, project: () => '.' };

async function runInShort(entry: InShort): Promise<void> {
  const { where = 'copy', exitCode = 0, prints, before, after, whileRunning } = entry;
  const folder = FOLDERS[where]();
  try {
    before?.(folder);
    const running = start(entry.run, folder, LIMIT_MS);
    try {
      await whileRunning?.(running);
      if (whileRunning) running.interrupt();
      const code = await running.ended;
      if (whileRunning) expect(running.output(), 'ended by Ctrl-C').not.toContain('[killed after');
      else expect(code, 'exit code').toBe(exitCode);
      if (prints) expect(running.output()).toMatch(prints);
      after?.(folder);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n\nIt printed:\n${running.output()}`);
    } finally {
      running.kill();
    }
  } finally {
    if (where !== 'project') remove(folder);
  }
}
