/* Finding a browser on this machine, or installing it. Leans on node alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { INSTALL_MS, reason, run, say } from './command.mjs';

/**
 * What is looked for.
 * @typedef {object} Browser
 * @property {string} name as people know it
 * @property {string} variable of the environment, which can name its path
 * @property {(printed: string) => { version: string } | { problem: string }} judge what it prints of
 *   its version
 */

/**
 * The path that the browser's variable names.
 * @returns {string | undefined} undefined if it is not set
 * @throws {Error} with one sentence, if it does not do
 */
export function askedFor(browser) {
  const path = process.env[browser.variable];
  if (!path) return undefined;
  const { version, problem } = tryBrowser(browser, path);
  if (!version) throw new Error(`${browser.variable} is ${path}, but ${problem}.`);
  return found(browser, path, version);
}

/** The first of these paths at which it runs; says why others are passed over. */
export function firstThatRuns(browser, paths) {
  for (const path of new Set(paths)) {
    if (!existsSync(path)) continue;
    const { version, problem } = tryBrowser(browser, path);
    if (version) return found(browser, path, version);
    say(`${browser.name}: ${path} is passed over: ${problem}.`);
  }
  return undefined;
}

/** Whether it runs at this path: `{ version }` or `{ problem }`. */
export function tryBrowser(browser, path) {
  if (!existsSync(path)) return { problem: 'there is no such file' };
  if (isSnap(path)) return { problem: 'it is a snap, which may not read the extension’s folder' };
  const options = { encoding: 'utf8', timeout: 20_000 };
  const { stdout, stderr, error } = spawnSync(path, ['--version'], options);
  const printed = `${stdout ?? ''}${stderr ?? ''}`.trim();
  return browser.judge(printed || (error?.message ?? ''));
}

/** Ubuntu's `chromium-browser` and `firefox` are scripts that start a snap. */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.includes('/snap')) return true;
  const start = readFileSync(real).subarray(0, 4_000).toString('latin1');
  return start.startsWith('#!') && start.includes('/snap/bin/');
}

function found(browser, path, version) {
  say(`${browser.name}: ${version} at ${path}`);
  return path;
}

/** Where a system keeps programs of these names. */
export function pathsOf(names) {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return places.flatMap((place) => names.map((name) => join(place, name)));
}

/**
 * Has the system's package manager install it, without asking anybody.
 * @param {string[][][]} managers for each the commands to run, the manager's name first
 * @returns {Promise<boolean>} false if there is no manager that may
 */
export async function installFromSystem(browser, managers) {
  const commands = managers.find(([first]) => onPath(first[0]));
  const prefix = rootPrefix();
  if (!commands || !prefix) return false;
  for (const command of commands) {
    const words = [...prefix, ...command];
    say(`${browser.name}: ${words.join(' ')} …`);
    const { ok, output, why } = await run(words[0], words.slice(1), INSTALL_MS);
    // A list of packages that is only partly fresh may still do.
    if (!ok) say(`${browser.name}: ${command.slice(0, 2).join(' ')} ${why}${reason(output)}.`);
  }
  return true;
}

/** What makes a command run as root without asking; undefined if nothing does. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

export function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, name)));
}
