/* A run in which one journey spins on purpose; tests/unit/e2e/watchdog.test.ts sees how it ends. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const outputDir = process.env.SPINNING_OUTPUT ?? 'test-results/spinning';
const watchdog = fileURLToPath(new URL('../reporter.ts', import.meta.url));

export default defineConfig({
  testMatch: 'spinning.ts',
  outputDir,
  workers: 1,
  timeout: 1_000,
  reporter: [['list'], [watchdog, { graceMs: 1_000, runningFile: `${outputDir}/running.txt` }]],
  projects: [{ name: 'spinning' }],
});
