import { defineConfig } from '@playwright/test';

/** How long a journey may take, and how long its end. */
const JOURNEY_MS = 150_000;

/* Playwright runs the journeys; the browser is driven by tests/e2e/driver. A journey waits much of its time,
 * so four at once keep two cores busy. Each worker has a build that talks to one port, and each of its
 * journeys a sandbox of its own on it. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  workers: 4,
  fullyParallel: true,
  timeout: JOURNEY_MS,
  // A wait ends as soon as it can. Its limit only says how busy a machine may be.
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [
    ['list'],
    // A minute to build, and once more the time of a journey to clean up.
    [
      './tests/e2e/watchdog/reporter.ts',
      { graceMs: 60_000 + JOURNEY_MS, runningFile: 'test-results/running.txt' },
    ],
    // For tests/run/test.mjs.
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as const] : []),
  ],
  projects: [
    { name: 'chromium', use: { browserName: 'chromium' }, grepInvert: /@firefox/ },
    {
      name: 'firefox',
      use: { browserName: 'firefox' },
      grepInvert: /@chromium/,
      // Firefox plays what may differ between browsers. These depend on the page alone (text of
      // strangers, Chinese, axe, thousands of rows, filters), or take long (chaos).
      testIgnore: [
        'axe',
        'chaos',
        'chinese',
        'history-and-export',
        'hostile',
        'inspection',
        'ten-thousand',
      ].map((name) => `**/${name}.spec.ts`),
    },
  ],
});
