import fc from 'fast-check';
import { afterAll, vi } from 'vitest';
import { check } from '../../../lib/store/checks.ts';
import { checkBy } from '../../../lib/store/item.ts';
import { browser, releaseLocks, speak } from './browser.ts';
import { RUNS } from './runs.ts';

fc.configureGlobal({ numRuns: RUNS });
// As in the background and the settings.
checkBy(check);

// Files share their modules (vitest.config.ts): each leaves the world as it found it.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  browser.reset();
  releaseLocks('all');
  speak('en');
});
