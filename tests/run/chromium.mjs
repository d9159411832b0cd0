/* The Chromium that a fresh machine lacks, to load the extension into. Leans on node alone, and on
 * Playwright where that is installed. Prints a line for what it finds or does. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { INSTALL_MS, ROOT, reason, run, say } from './command.mjs';

/** The oldest Chromium that the manifest allows. */
const CHROMIUM_AT_LEAST = 120;

/**
 * Finds a Chromium that loads unpacked extensions, or installs one: `CHROMIUM_PATH`, the system's,
 * Playwright's download, the system's package manager, in this order; with the languages that the
 * extension speaks. To be called after `ensurePackages`.
 * @returns {Promise<string>} path of the executable
 * @throws {Error} with one sentence on what to do
 */
export async function ensureChromium() {
  const path = await findOrInstall();
  await ensureLanguages(path);
  return path;
}

async function findOrInstall() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    const { version, problem } = tryChromium(asked);
    if (!version) throw new Error(`CHROMIUM_PATH is ${asked}, but ${problem}.`);
    return found(asked, version);
  }
  for (const look of [systemPaths, playwrightPaths]) {
    const path = firstThatRuns(look());
    if (path) return path;
  }
  for (const install of [downloadWithPlaywright, installFromSystem]) {
    const path = await install();
    if (path) return path;
  }
  throw new Error(
    'No Chromium was found and none could be installed: install one (on Debian: ' +
      '"apt-get install chromium"; elsewhere: "npx playwright install chromium"), or set ' +
      'CHROMIUM_PATH to one. Google Chrome does not do: it loads no unpacked extension from the ' +
      'command line.',
  );
}

function systemPaths() {
  const names = ['chromium', 'chromium-browser'];
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return [
    ...places.flatMap((place) => names.map((name) => join(place, name))),
    '/usr/lib/chromium/chromium',
    '/usr/lib64/chromium-browser/chromium-browser',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
}

function playwrightPaths() {
  try {
    const require = createRequire(join(ROOT, 'package.json'));
    return [require('@playwright/test').chromium.executablePath()];
  } catch {
    return []; // no packages, or no build of Playwright's for this platform
  }
}

function firstThatRuns(paths) {
  for (const path of new Set(paths)) {
    if (!existsSync(path)) continue;
    const { version, problem } = tryChromium(path);
    if (version) return found(path, version);
    say(`Chromium: ${path} is passed over: ${problem}.`);
  }
  return undefined;
}

/** Asks a browser what it is. */
function tryChromium(path) {
  if (!existsSync(path)) return { problem: 'there is no such file' };
  if (isSnap(path)) return { problem: 'it is a snap, which may not read the extension’s folder' };
  const options = { encoding: 'utf8', timeout: 20_000 };
  const { stdout, stderr, error } = spawnSync(path, ['--version'], options);
  const version = /(Chromium|Google Chrome for Testing) (\d+)[\d.]*/.exec(stdout ?? '');
  if (!version) {
    const says = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n')[0] || (error?.message ?? '');
    return { problem: `it does not say that it is a Chromium ("${says}")` };
  }
  if (Number(version[2]) < CHROMIUM_AT_LEAST) {
    return { problem: `${version[0]} is older than ${CHROMIUM_AT_LEAST}` };
  }
  return { version: version[0] };
}

/** Ubuntu's `chromium-browser` is a script that starts a snap. */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.includes('/snap')) return true;
  const start = readFileSync(real).subarray(0, 4_000).toString('latin1');
  return start.startsWith('#!') && start.includes('/snap/bin/');
}

function found(path, version) {
  say(`Chromium: ${version} at ${path}`);
  return path;
}

async function downloadWithPlaywright() {
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  if (!existsSync(cli)) return undefined;
  say('Chromium: none found; trying Playwright’s download …');
  const node = process.execPath;
  const { ok, output, why } = await run(node, [cli, 'install', '--no-shell', 'chromium']);
  if (!ok) {
    say(`Chromium: the download ${why}${reason(output)}.`);
    return undefined;
  }
  const [path] = playwrightPaths();
  if (path && !tryChromium(path).version && process.getuid?.() === 0) {
    say('Chromium: installing the libraries that it needs …');
    await run(node, [cli, 'install-deps', 'chromium'], INSTALL_MS);
  }
  return firstThatRuns([path].filter(Boolean));
}

/** Package managers, each with the commands that bring a Chromium (and, where it has none, fonts). */
const MANAGERS = [
  [
    ['apt-get', 'update'],
    [
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      'chromium',
      'chromium-l10n',
      'fonts-dejavu-core',
      'fonts-noto-cjk',
    ],
  ],
  [['dnf', 'install', '-y', 'chromium']],
  [['pacman', '-Sy', '--noconfirm', 'chromium']],
  [['apk', 'add', 'chromium', 'font-dejavu', 'font-noto-cjk']],
];

async function installFromSystem() {
  const commands = MANAGERS.find(([first]) => onPath(first[0]));
  const prefix = rootPrefix();
  if (!commands || !prefix) return undefined;
  for (const command of commands) {
    const words = [...prefix, ...command];
    say(`Chromium: ${words.join(' ')} …`);
    const { ok, output, why } = await run(words[0], words.slice(1), INSTALL_MS);
    // A list of packages that is only partly fresh may still do.
    if (!ok) say(`Chromium: ${command.slice(0, 2).join(' ')} ${why}${reason(output)}.`);
  }
  return firstThatRuns(systemPaths());
}

/** Debian has all languages but English in a package of their own; others bring them along. */
async function ensureLanguages(path) {
  const ofDebian = '/usr/lib/chromium/locales';
  const folders = [join(dirname(realpathSync(path)), 'locales'), ofDebian];
  const folder = folders.find((each) => existsSync(each));
  const hasChinese = () => !folder || existsSync(join(folder, 'zh-CN.pak'));
  if (hasChinese()) return;
  if (folder === ofDebian && onPath('apt-get')) await installFromSystem();
  if (hasChinese()) return;
  say(
    'Chromium: it speaks no Chinese, so the journeys in Chinese will fail; on Debian, ' +
      '"apt-get install chromium-l10n" mends that.',
  );
}

/** What makes a command run as root without asking; undefined if nothing does. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, name)));
}
