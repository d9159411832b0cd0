/* The packages that a fresh clone lacks. Leans on node alone. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL_MS, ROOT, run, say } from './command.mjs';

const NODE_AT_LEAST = [20, 19];

/**
 * Installs the locked packages unless they are there.
 * @throws {Error} with one sentence on what to do, if Node is too old, npm fails or the packages are
 * somebody else's
 */
export async function ensurePackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor < NODE_AT_LEAST[1])) {
    throw new Error(
      `Node ${NODE_AT_LEAST.join('.')} or newer is needed; this is ${process.version}.`,
    );
  }
  if (packagesMatchLock()) return;
  // npm empties the folder that a link leads to, which is another checkout's.
  if (lstatSync(join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(
      'The packages are not those of package-lock.json, and node_modules is a link: run "npm ci" ' +
        'in the folder it leads to, or remove the link.',
    );
  }
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
