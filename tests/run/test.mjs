/* `npm test`: all phases below. Words behind it choose among them (`npm run test:unit` does). Sets up
 * what is missing first, and says which browser can't be had. Each phase has a limit: what hangs is
 * killed, the tests that were under way are named, and the run goes on and fails. The last line sums
 * the runners' own reports; types and lint count as one test each. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';
import { runLimited } from './limited.mjs';
import { ensurePackages } from './packages.mjs';

const REPORTS = 'test-results/reports';
/** The titles of what a runner is at, one a line (running.ts, tests/e2e/watchdog/reporter.ts). */
const RUNNING = 'test-results/running.txt';
const MINUTE_MS = 60_000;
const env = { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' };

/** By Playwright's project: the variable of the environment that names its path, and what finds it. */
const BROWSERS = {
  chromium: { name: 'Chromium', variable: 'CHROMIUM_PATH', ensure: ensureChromium },
  firefox: { name: 'Firefox', variable: 'FIREFOX_PATH', ensure: ensureFirefox },
};
const browserProjects = [];
const skippedBrowsers = [];

/** By name, in their order. `run` gives `{ passed, failed, skipped }`. */
const PHASES = {
  types: { run: () => check('Types', 'check:types', 3 * MINUTE_MS) },
  lint: { run: () => check('Lint', 'check:lint', 2 * MINUTE_MS) },
  unit: {
    run: () => vitest('Unit and component tests', ['unit', 'components'], 6 * MINUTE_MS),
  },
  slow: {
    run: () =>
      vitest('Days, builds and commands', ['simulation', 'zones', 'build', 'docs'], 12 * MINUTE_MS),
    needsBrowsers: true,
  },
  journeys: { run: journeys, needsBrowsers: true },
};

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in PHASES));
const phases = Object.entries(PHASES)
  .filter(([name]) => chosen.length === 0 || chosen.includes(name))
  .map(([, phase]) => phase);

try {
  if (unknown) throw new Error(`There is no "${unknown}" among ${Object.keys(PHASES).join(', ')}.`);
  await ensurePackages();
  if (phases.some(({ needsBrowsers }) => needsBrowsers)) {
    for (const [project, browser] of Object.entries(BROWSERS)) await findBrowser(project, browser);
    if (browserProjects.length === 0) throw new Error('Without a browser there are no journeys.');
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const results = [];
for (const { run } of phases) results.push(await run());

const sum = (name) => results.reduce((total, result) => total + result[name], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
for (const line of skippedBrowsers) console.log(`\n${line}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** One that can't be had is told, now and at the end; one that somebody asked for must do. */
async function findBrowser(project, { name, variable, ensure }) {
  try {
    env[variable] = await ensure();
    browserProjects.push(project);
  } catch (error) {
    if (process.env[variable]) throw error;
    console.error(error.message);
    skippedBrowsers.push(`SKIPPED: all journeys in ${name}. ${error.message}`);
  }
}

async function check(title, script, limitMs) {
  const passed = (await execute(title, ['npm', 'run', '--silent', script], limitMs)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function vitest(title, projects, limitMs) {
  const file = `${REPORTS}/${projects[0]}.json`;
  const reporters = ['default', 'json', 'tests/run/running.ts'].map((name) => `--reporter=${name}`);
  const command = [
    'npx',
    'vitest',
    'run',
    ...flagsFor(projects),
    ...reporters,
    `--outputFile=${file}`,
  ];
  return runner(title, { command, limitMs, file }, (report) => ({
    passed: report.numPassedTests,
    // A suite that could not even be loaded has no test in it that fails.
    failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

function journeys() {
  const file = `${REPORTS}/playwright.json`;
  env.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
  const command = ['npx', 'playwright', 'test', ...flagsFor(browserProjects)];
  return runner('Journeys', { command, limitMs: 30 * MINUTE_MS, file }, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: Math.max(stats.unexpected + stats.flaky, errors.length > 0 ? 1 : 0),
    skipped: stats.skipped,
  }));
}

function flagsFor(projects) {
  return projects.map((project) => `--project=${project}`);
}

/** Runs a test runner and reads its report; one that leaves none, or that ends badly although its
 * report is good, has failed. */
async function runner(title, { command, limitMs, file }, read) {
  const status = await execute(title, command, limitMs);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const result = read(JSON.parse(readFileSync(file, 'utf8')));
  return status === 0 || result.failed > 0 ? result : { ...result, failed: 1 };
}

/** Gives the exit code; null for what was killed. */
async function execute(title, command, limitMs) {
  console.log(`\n── ${title}`);
  const startedAtMs = performance.now();
  rmSync(RUNNING, { force: true });
  const { status, hasTimedOut } = await runLimited(command, { limitMs, env });
  if (hasTimedOut) {
    const running = existsSync(RUNNING) ? readFileSync(RUNNING, 'utf8') : 'not known';
    console.log(`\n${title}: killed after ${limitMs / MINUTE_MS} min. Under way were:\n${running}`);
  }
  console.log(`${title}: ${Math.round((performance.now() - startedAtMs) / 1_000)} s`);
  return status;
}
