/**
 * What a fresh clone lacks: the packages, and a Chromium to load the extension into. Runs before
 * any package is there, so it leans on node alone. Finding everything in place takes it a moment;
 * it prints a line for what it finds or does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE_AT_LEAST = [20, 19];
/** The oldest Chromium that the manifest allows. */
const CHROMIUM_AT_LEAST = 120;
const SILENCE_MS = 60_000;
const INSTALL_MS = 15 * 60_000;

/**
 * Installs the locked packages unless they are there.
 * @throws {Error} with one sentence on what to do, if Node is too old or npm fails
 */
export async function ensurePackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor < NODE_AT_LEAST[1])) {
    throw new Error(
      `Node ${NODE_AT_LEAST.join('.')} or newer is needed; this is ${process.version}.`,
    );
  }
  if (packagesMatchLock()) return;
  say('Packages: installing the locked ones (npm ci) …');
  const npm = npmCommand();
  // Development packages are what is needed here, whatever NODE_ENV says.
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output, why } = await run(npm[0], [...npm.slice(1), ...flags], INSTALL_MS);
  if (!ok) {
    process.stderr.write(`${output.trim().split('\n').slice(0, 15).join('\n')}\n`);
    throw new Error(`The packages could not be installed: npm ci ${why} (its output is above).`);
  }
  say('Packages: installed.');
}

/**
 * Finds a Chromium that loads unpacked extensions, or installs one: `CHROMIUM_PATH`, the system's,
 * Playwright's download, the system's package manager, in this order. To be called after
 * `ensurePackages`.
 * @returns {Promise<string>} path of the executable
 * @throws {Error} with one sentence on what to do
 */
export async function ensureChromium() {
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

/** npm keeps its own record of what it installed; it is held against the lock, entry by entry.
 * Optional packages of other platforms may be missing. */
function packagesMatchLock() {
  const installed = readPackages(join('node_modules', '.package-lock.json'));
  const locked = readPackages('package-lock.json');
  if (!installed || !locked) return false;
  const paths = Object.keys(locked).filter((path) => path !== '');
  return (
    paths.every((path) => {
      const have = installed[path];
      const want = locked[path];
      if (!have) return Boolean(want.optional || want.devOptional);
      return have.version === want.version && have.integrity === want.integrity;
    }) && Object.keys(installed).every((path) => path in locked)
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs us, if one does: the one on the path may be another, or need a shell. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js')) return [process.execPath, running];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
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

/** What makes a command run as root without asking; undefined if nothing does. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, name)));
}

/** Runs a command to its end, or until it has said nothing for `silenceMs` milliseconds. */
function run(command, args, silenceMs = SILENCE_MS) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      shell: command.endsWith('.cmd'),
    });
    let output = '';
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      child.kill('SIGKILL');
    }, silenceMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        timer.refresh();
        output = (output + chunk).slice(-20_000);
      });
    }
    const end = (ok, why) => {
      clearTimeout(timer);
      resolve({ ok, output, why });
    };
    child.once('error', (error) => end(false, `could not be started (${error.message})`));
    child.once('close', (code, signal) => {
      if (silent) end(false, `was silent for ${silenceMs / 1_000} s and was stopped`);
      else end(code === 0, `failed (${signal ?? `exit code ${code}`})`);
    });
  });
}

/** The first line of a command's output that tells what went wrong. */
function reason(output) {
  const line = output.split('\n').find((it) => /^(E:|err)/i.test(it.trim()));
  return line ? `: ${line.trim().replace(/\.$/, '')}` : '';
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
