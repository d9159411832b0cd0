/* The Firefox that a fresh machine lacks, to install the extension into. Leans on node alone. Prints a
 * line for what it finds or does. */
import { askedFor, firstThatRuns, installFromSystem, pathsOf } from './browser.mjs';

/** The oldest that the manifest allows. */
const AT_LEAST = 142;

const FIREFOX = { name: 'Firefox', variable: 'FIREFOX_PATH', judge };

/** Package managers, each with the commands that bring a Firefox ESR. */
const MANAGERS = [
  [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'firefox-esr'],
  ],
];

/**
 * Finds a Firefox that keeps an extension without Mozilla's signature, or installs one:
 * `FIREFOX_PATH`, the system's, the system's package manager, in this order.
 * @returns {Promise<string>} path of the executable
 * @throws {Error} with one sentence on what to do
 */
export async function ensureFirefox() {
  const path = askedFor(FIREFOX) ?? firstThatRuns(FIREFOX, systemPaths()) ?? (await fromSystem());
  if (path) return path;
  throw new Error(
    `No Firefox ESR of ${AT_LEAST} or newer was found and none could be installed: install one (on ` +
      'Debian: "apt-get install firefox-esr"), or set FIREFOX_PATH to one, or to a Developer Edition.',
  );
}

function judge(printed) {
  const version = /Mozilla Firefox (\d+)[\w.]*/.exec(printed);
  if (!version) {
    return { problem: `it does not say that it is a Firefox ("${printed.split('\n')[0]}")` };
  }
  if (Number(version[1]) < AT_LEAST) return { problem: `${version[0]} is older than ${AT_LEAST}` };
  // Others lose it when they are restarted, which is part of the journeys.
  if (!/esr$|[ab]\d+$/.test(version[0])) {
    return { problem: `${version[0]} keeps no extension without a signature; an ESR does` };
  }
  return { version: version[0] };
}

function systemPaths() {
  return [
    ...pathsOf(['firefox-esr', 'firefox-developer-edition', 'firefox']),
    '/usr/lib/firefox-esr/firefox-esr',
    '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
  ];
}

async function fromSystem() {
  if (!(await installFromSystem(FIREFOX, MANAGERS))) return undefined;
  return firstThatRuns(FIREFOX, systemPaths());
}
