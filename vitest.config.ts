import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig, type UserWorkspaceConfig as ProjectConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const shared = () => ({
  plugins: [preact()],
  // A port on which nothing listens: a test that forgets to say which API it talks to fails.
  define: { __API_BASE_URL__: JSON.stringify('http://127.0.0.1:1/v1') },
  resolve: {
    alias: {
      'wxt/browser': path('tests/unit/support/browser.ts'),
      '@wxt-dev/browser': path('tests/unit/support/browser.ts'),
      '#i18n': path('.wxt/i18n/index.ts'),
    },
  },
});

/** For tests of the code itself: the files of a thread share the modules that they load, since half the
 * time of a run went into loading the same ones anew. setup.ts puts back what a
 * file could leave behind. */
const together: ProjectConfig['test'] = {
  setupFiles: ['tests/unit/support/setup.ts'],
  server: { deps: { inline: ['@wxt-dev/i18n'] } },
  pool: 'threads',
  isolate: false,
  testTimeout: 30_000,
};

/** Days of the background's life, in a time of its own. */
const SIMULATION = 'tests/unit/simulation';
/** Tests that set the computer's time zone, which holds for a whole process. */
const ZONES = 'tests/unit/zones';

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        ...shared(),
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: [`${SIMULATION}/**`, `${ZONES}/**`],
          ...together,
        },
      },
      {
        ...shared(),
        test: {
          name: 'components',
          include: ['tests/unit/**/*.test.tsx'],
          exclude: [`${SIMULATION}/**`, `${ZONES}/**`],
          ...together,
          environment: 'happy-dom',
        },
      },
      {
        ...shared(),
        test: {
          name: 'simulation',
          include: [`${SIMULATION}/**/*.test.{ts,tsx}`],
          ...together,
        },
      },
      {
        ...shared(),
        test: {
          name: 'zones',
          include: [`${ZONES}/**/*.test.{ts,tsx}`],
          ...together,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'build',
          include: ['tests/build/**/*.test.ts'],
          // Builds overwrite each other's output.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'docs',
          include: ['tests/docs/**/*.test.ts'],
          // Each builds or starts a browser, and waits for it.
          maxConcurrency: 3,
          // After all others, whose time limits they would strain.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
