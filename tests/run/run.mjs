/* `node tests/run/run.mjs <name> [options]`: sets up what is missing, then runs the script of that name with
 * these options. It leans on node alone, since no package may be there. */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

/** By name: the script, and whether it drives a Chromium. */
const SCRIPTS = {
  start: { file: 'tests/run/tour.ts', needsChromium: true },
  chaos: { file: 'tests/chaos/main.ts', needsChromium: true },
  bench: { file: 'tests/bench/main.ts', needsChromium: true },
  screenshots: { file: 'tests/run/screenshots.ts', needsChromium: true },
  'store-pictures': { file: 'tests/run/store-pictures.ts', needsChromium: true },
  'release-check': { file: 'tests/run/release-check.ts', needsChromium: false },
};

const [name, ...options] = process.argv.slice(2);
try {
  process.exitCode = await runScript(name, options);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Returns the script's exit code. Throws, with one sentence on what to do, if something is missing and
 * can't be installed. */
async function runScript(name, options) {
  const script = SCRIPTS[name];
  if (!script)
    throw new Error(`There is no script ${name}, only ${Object.keys(SCRIPTS).join(', ')}.`);
  await ensurePackages();
  const env = { ...process.env };
  if (script.needsChromium) env.CHROMIUM_PATH = await ensureChromium();
  const command = ['tsx', script.file, ...options];
  return spawnSync('npx', command, { stdio: 'inherit', env }).status ?? 1;
}
