/* The Chromium that a fresh machine lacks, to load the extension into. Leans on node alone, and on
 * Playwright where that is installed. Prints a line for what it finds or does. */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  askedFor,
  firstThatRuns,
  installFromSystem,
  onPath,
  pathsOf,
  tryBrowser,
} from './browser.mjs';
import { INSTALL_MS, ROOT, reason, run, say } from './command.mjs';

/** The oldest that the manifest allows. */
const AT_LEAST = 120;

const CHROMIUM = { name: 'Chromium', variable: 'CHROMIUM_PATH', judge };

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
  const path =
    askedFor(CHROMIUM) ??
    firstThatRuns(CHROMIUM, systemPaths()) ??
    firstThatRuns(CHROMIUM, playwrightPaths()) ??
    (await downloadWithPlaywright()) ??
    (await fromSystem());
  if (path) return path;
  throw new Error(
    'No Chromium was found and none could be installed: install one (on Debian: ' +
      '"apt-get install chromium"; elsewhere: "npx playwright install chromium"), or set ' +
      'CHROMIUM_PATH to one. Google Chrome does not do: it loads no unpacked extension from the ' +
      'command line.',
  );
}

function judge(printed) {
  const version = /(?:Chromium|Google Chrome for Testing) (\d+)[\d.]*/.exec(printed);
  if (!version) {
    return { problem: `it does not say that it is a Chromium ("${printed.split('\n')[0]}")` };
  }
  if (Number(version[1]) < AT_LEAST) return { problem: `${version[0]} is older than ${AT_LEAST}` };
  return { version: version[0] };
}

function systemPaths() {
  return [
    ...pathsOf(['chromium', 'chromium-browser']),
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
  if (path && !tryBrowser(CHROMIUM, path).version && process.getuid?.() === 0) {
    say('Chromium: installing the libraries that it needs …');
    await run(node, [cli, 'install-deps', 'chromium'], INSTALL_MS);
  }
  return firstThatRuns(CHROMIUM, [path].filter(Boolean));
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

async function fromSystem() {
  if (!(await installFromSystem(CHROMIUM, MANAGERS))) return undefined;
  return firstThatRuns(CHROMIUM, systemPaths());
}

/** Debian has all languages but English in a package of their own; others bring them along. */
async function ensureLanguages(path) {
  const ofDebian = '/usr/lib/chromium/locales';
  const folders = [join(dirname(realpathSync(path)), 'locales'), ofDebian];
  const folder = folders.find((each) => existsSync(each));
  const hasChinese = () => !folder || existsSync(join(folder, 'zh-CN.pak'));
  if (hasChinese()) return;
  if (folder === ofDebian && onPath('apt-get')) await installFromSystem(CHROMIUM, MANAGERS);
  if (hasChinese()) return;
  say(
    'Chromium: it speaks no Chinese, so the journeys in Chinese will fail; on Debian, ' +
      '"apt-get install chromium-l10n" mends that.',
  );
}
