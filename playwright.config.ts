import { defineConfig } from '@playwright/test';

/* Playwright runs the journeys; the browser is driven by tests/e2e/driver. One at a time: the
 * built extension talks to one port, and each journey has a sandbox of its own on it. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 90_000,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
});
