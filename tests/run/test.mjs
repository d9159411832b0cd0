/* `npm test`: types, lint, unit, component, build and end-to-end tests, these in Chromium and Firefox.
 * Sets up what is missing first, and says which browser can't be had. Its last line sums the runners'
 * own reports; types and lint count as one test each. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensurePackages } from './packages.mjs';

const REPORTS = 'test-results/reports';
const env = { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' };

/** By Playwright's project: the variable of the environment that names its path, and what finds it. */
const BROWSERS = {
  chromium: { name: 'Chromium', variable: 'CHROMIUM_PATH', ensure: ensureChromium },
  firefox: { name: 'Firefox', variable: 'FIREFOX_PATH', ensure: ensureFirefox },
};
const projects = [];
const skippedBrowsers = [];

try {
  await ensurePackages();
  for (const [project, browser] of Object.entries(BROWSERS)) await findBrowser(project, browser);
  if (projects.length === 0) throw new Error('Without a browser there are no journeys.');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const results = [
  check('Types', ['npm', 'run', '--silent', 'check:types']),
  check('Lint', ['npm', 'run', '--silent', 'check:lint']),
  runner(
    'Unit, component and build tests',
    `${REPORTS}/vitest.json`,
    (file) => [
      'npx',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
    ],
    ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, success }) => ({
      passed: numPassedTests,
      // A suite that could not even be loaded has no test in it that fails.
      failed: Math.max(numFailedTests, success ? 0 : 1),
      skipped: numPendingTests + numTodoTests,
    }),
  ),
  runner(
    'End-to-end journeys',
    `${REPORTS}/playwright.json`,
    (file) => {
      env.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
      const chosen = projects.map((project) => `--project=${project}`);
      return ['npx', 'playwright', 'test', ...chosen, '--reporter=list,json'];
    },
    ({ stats, errors }) => ({
      passed: stats.expected,
      failed: Math.max(stats.unexpected + stats.flaky, errors.length > 0 ? 1 : 0),
      skipped: stats.skipped,
    }),
  ),
];

const sum = (name) => results.reduce((total, result) => total + result[name], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
for (const line of skippedBrowsers) console.log(`\n${line}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** One that can't be had is told, now and at the end; one that somebody asked for must do. */
async function findBrowser(project, { name, variable, ensure }) {
  try {
    env[variable] = await ensure();
    projects.push(project);
  } catch (error) {
    if (process.env[variable]) throw error;
    console.error(error.message);
    skippedBrowsers.push(`SKIPPED: all journeys in ${name}. ${error.message}`);
  }
}

function check(name, command) {
  const passed = execute(name, command) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Runs a test runner and reads its report; one that leaves none, or that ends badly although its
 * report is good, has failed. */
function runner(name, file, commandFor, read) {
  const status = execute(name, commandFor(file));
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const result = read(JSON.parse(readFileSync(file, 'utf8')));
  return status === 0 || result.failed > 0 ? result : { ...result, failed: 1 };
}

function execute(name, [command, ...args]) {
  console.log(`\n── ${name}`);
  return spawnSync(command, args, { stdio: 'inherit', env }).status;
}
