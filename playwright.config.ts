import { defineConfig } from '@playwright/test';

/* Playwright runs the journeys; the browser is driven by tests/e2e/driver. They wait
 * much of their time, so four of them keep two cores busy. Each worker has a build that
 * talks to one port, and each of its journeys a sandbox of its own on it. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  workers: 4,
  fullyParallel: true,
  timeout: 150_000,
  // A wait ends as soon as it can. Its limit only says how busy a machine may be.
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [
    ['list'],
    // Building takes a part of the grace, and cleaning up the rest.
    [
      './tests/e2e/watchdog/reporter.ts',
      { graceMs: 60_000, runningFile: 'test-results/running.txt' },
    ],
    // For tests/run/test.mjs.
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as const] : []),
  ],
  projects: [
    { name: 'chromium', use: { browserName: 'chromium' } },
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
