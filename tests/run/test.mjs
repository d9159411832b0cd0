/* `npm test`: types, lint, unit, component, build and end-to-end tests. Sets up what is missing
 * first. Its last line sums the runners' own reports; types and lint count as one test each. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

const REPORTS = 'test-results/reports';
const env = { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' };

try {
  await ensurePackages();
  env.CHROMIUM_PATH = await ensureChromium();
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
      return ['npx', 'playwright', 'test', '--reporter=list,json'];
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
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

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
