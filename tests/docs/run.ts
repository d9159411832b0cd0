/* Running a command as a person does in a shell, in a copy of the project, and never for too long. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killFamily, signalGroup } from '../run/family.mjs';

/** The copy that all others are made from. Gathering the files takes a second, so it happens once. */
let gathered: string | undefined;

/** A copy of the files that Git knows or would take, as they are now, with the packages of this folder
 * and the types that WXT has made: what commands write does not touch the person's own files. */
export function copyProject(): string {
  gathered ??= gather();
  const copy = emptyFolder();
  execFileSync('cp', ['-R', `${gathered}/.`, copy]);
  return copy;
}

export function removeGathered(): void {
  if (gathered) remove(gathered);
  gathered = undefined;
}

function gather(): string {
  const folder = emptyFolder();
  const flags = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', flags, { encoding: 'utf8' }).split('\0');
  // Git still lists a file that is deleted and not committed.
  for (const file of new Set(files.filter((file) => file && existsSync(file)))) {
    cpSync(file, join(folder, file));
  }
  if (existsSync('.wxt')) cpSync('.wxt', join(folder, '.wxt'), { recursive: true });
  symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** A folder with nothing but what says which packages there are. */
export function copyPackageList(): string {
  const copy = emptyFolder();
  for (const file of ['package.json', 'package-lock.json']) cpSync(file, join(copy, file));
  return copy;
}

/** Its name must not hold what a command looks for in paths. */
function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'in-short-')));
}

export interface Running {
  folder: string;
  /** All that it has printed. */
  output: () => string;
  /** Settles with the exit code, or null if it was killed. */
  ended: Promise<number | null>;
  /** Waits until it has printed this. @throws once it has ended without that */
  printed: (words: RegExp) => Promise<RegExpExecArray>;
  /** Ctrl-C: SIGINT to it and all that it started. */
  interrupt: () => void;
  /** SIGKILL to it and all that it started, browsers included. */
  kill: () => void;
}

/** Starts a command in a shell. After `limitMs` it is killed. */
export function start(command: string, folder: string, limitMs: number): Running {
  const child = spawn(command, { cwd: folder, shell: true, detached: true, env: environment() });
  let output = '';
  let look = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      look();
    });
  }
  const timer = setTimeout(() => {
    output += `\n[killed after ${limitMs / 1_000} s]`;
    kill();
  }, limitMs);
  const kill = () => {
    if (child.pid !== undefined) killFamily(child.pid);
  };
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
  const printed = (words: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      look = () => {
        const found = words.exec(output);
        if (found) resolve(found);
      };
      look();
      void ended.then(() => reject(new Error(`It ended without printing ${words}:\n${output}`)));
    });
  const interrupt = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGINT');
  };
  return { folder, output: () => output, ended, printed, interrupt, kill };
}

/** As in a new terminal without a display: without what npm and Vitest have added for themselves. */
function environment(): NodeJS.ProcessEnv {
  const added =
    /^(VITE|TEST$|NODE_ENV$|DEV$|PROD$|SSR$|MODE$|BASE_URL$|npm_(lifecycle|package|command|execpath|config_local_prefix)|DISPLAY$|WAYLAND_DISPLAY$|WXT_|BUILD_DIR$)/;
  const own = Object.entries(process.env).filter(([name]) => !added.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: '1', FORCE_COLOR: '0' };
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
