/* The commands that the documents tell people to run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['.', 'store', 'store/en', 'store/zh_CN', 'tests/bench'];
const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** Begins a command; a shell's variables may stand before it. */
const COMMAND = /^(?:[A-Z_]+=\S+ )*(?:npm|npx|git) \S/;
/** In a text without code marks, such as those that are pasted into a store's form. */
const IN_PROSE = /\bnpm (?:start|test|install|ci(?: --[a-z-]+)*|run [a-z:]+)/g;

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Each command with the documents that name it. */
export function documentedCommands(): Map<string, string[]> {
  const commands = new Map<string, string[]>();
  for (const document of DOCUMENTS) {
    for (const command of new Set(commandsIn(readFileSync(document, 'utf8')))) {
      commands.set(command, [...(commands.get(command) ?? []), document]);
    }
  }
  return commands;
}

export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim()),
  );
  const prose = markdown.replaceAll(/^```.*?^```/gms, '');
  const spans = prose.split('\n').flatMap(commandsInLine);
  const unmarked = prose.replaceAll(/`[^`]*`/g, '').match(IN_PROSE) ?? [];
  return [...blocks, ...spans, ...unmarked].filter(Boolean);
}

/** Returns the commands in a line's spans of code. After a command a line may name more in short: other scripts
 * (`build:firefox`), or other options of the same script (`-- --help`). */
function commandsInLine(line: string): string[] {
  const commands: string[] = [];
  for (const [, span = ''] of line.matchAll(/`([^`]+)`/g)) {
    const last = commands.at(-1);
    if (COMMAND.test(span)) commands.push(...span.split(' && '));
    else if (last && Object.hasOwn(scripts, span)) commands.push(`npm run ${span}`);
    else if (last && span.startsWith('-- ')) commands.push(`${last} ${span}`);
  }
  return commands;
}
