/* How each documented command is run in short, and what is expected of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Running } from './run.ts';

/** Run here, in the shortest form that still does what the documents say. */
export interface InShort {
  run: string;
  /** In a copy of the project; in a folder with package.json and its lock alone; or, for what only
   * reads, in the project itself. Default: a copy. */
  where?: 'copy' | 'package-list' | 'project';
  /** Default 0. Not looked at if `whileRunning` ends it. */
  exitCode?: number;
  prints?: RegExp;
  before?: (folder: string) => void;
  after?: (folder: string) => void;
  /** For what runs until it is ended: what it does until then. */
  whileRunning?: (running: Running) => Promise<void>;
}

/** Run for real by something else that `npm test` runs, which is to contain these words. */
export interface Elsewhere {
  ranBy: string;
  words: string;
}

/** Run by what another command of this table runs. */
export interface SameAs {
  sameAs: string;
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const fileThere = (name: string) => (folder: string) =>
  expect(existsSync(join(folder, name)), name).toBe(true);

const SANDBOX_DEV = 'WXT_API_BASE_URL=http://127.0.0.1:4010/v1 npm run dev';

/** In an order in which the long ones come first. */
export const COMMANDS: Record<string, InShort | Elsewhere | SameAs> = {
  // These wait for the extension's own pauses.
  'npm run chaos -- --n 200 --seed 7': {
    // With other seeds several tries of a single end fail, and the pauses between them add up; with this
    // seed a single DELETE fails, after it acted.
    run: 'npm run chaos -- --n 1 --seed 1463',
    prints: /All holds for 1 terminations, seed 1463\./,
  },
  'npm run store:pictures': {
    run: 'npm run store:pictures -- --draft drafts',
    after: fileThere('drafts/en-1.png'),
  },
  'npm start': {
    run: 'npm start',
    prints: /The API received: DELETE \S+, and answered 204\./,
    after: fileThere('test-results/tour/5-ended.png'),
  },
  'npm run release:check': {
    run: 'npm run release:check -- --quick',
    // Between two releases the top entry tells of what has no version yet.
    before(folder) {
      const { version } = JSON.parse(read(folder, 'package.json'));
      const changes = read(folder, 'CHANGELOG.md');
      const released = changes.replace(/^## .*$/m, `## [${version}] - 2026-01-01`);
      writeFileSync(join(folder, 'CHANGELOG.md'), released);
    },
    prints: /✓ sources: .* byte for byte\n\nNothing is wrong so far/,
  },
  'npm run zip': { ranBy: 'tests/release/packages.ts', words: "build('zip', {" },
  'npm run zip:firefox': { ranBy: 'tests/release/packages.ts', words: "build('zip:firefox', {" },

  'npm run screenshots -- popup': {
    run: 'npm run screenshots -- popup --language en-US --last welcome',
    after: fileThere('screenshots/popup.en-US/welcome.large.png'),
  },
  'npm run screenshots': { sameAs: 'npm run screenshots -- popup' },
  'npm run bench': { run: 'npm run bench -- size', prints: /Background, minified/ },
  'npm run bench -- poll heap': {
    // To measure takes a quarter of an hour. This shows that it knows both: it turns down the third.
    run: 'npm run bench -- poll heap nothing',
    exitCode: 2,
    prints: /There is no measurement nothing;/,
  },

  [SANDBOX_DEV]: {
    run: SANDBOX_DEV,
    async whileRunning({ folder, printed }) {
      // Opens no browser: it asks people to load it.
      await printed(/Load ".output\/chrome-mv3-dev" as an unpacked extension/);
      expect(read(folder, '.output/chrome-mv3-dev/manifest.json')).toContain(
        'connect-src http://127.0.0.1:4010 ',
      );
    },
  },
  'npm run dev': { sameAs: SANDBOX_DEV },
  'npm run build': { ranBy: 'tests/build/production.test.ts', words: "script: 'build'" },
  'npm run build:firefox': {
    ranBy: 'tests/build/production.test.ts',
    words: "script: 'build:firefox'",
  },
  'npm run build:sandbox': {
    ranBy: 'tests/build/production.test.ts',
    words: "build('build:sandbox', {",
  },
  'npm run sandbox': {
    run: 'npm run sandbox -- --port 0',
    async whileRunning({ printed }) {
      const [, address = ''] = await printed(/Control +(\S+)/);
      expect((await fetch(address)).status).toBe(200);
    },
  },
  'npm run sandbox -- --help': { run: 'npm run sandbox -- --help', prints: /--port <n>/ },

  // In its two parts, types and lint.
  'npm run check': { ranBy: 'tests/run/test.mjs', words: "'check:lint'" },
  'npm run fix': {
    run: 'npm run fix',
    before: (folder) => writeFileSync(join(folder, 'lib/untidy.ts'), 'export const a={b:"c"}'),
    after: (folder) => expect(read(folder, 'lib/untidy.ts')).toBe("export const a = { b: 'c' };\n"),
  },
  'npx wxt prepare': { ranBy: 'package.json', words: '"check:types": "wxt prepare && ' },

  // It is what runs this test.
  'npm test': { ranBy: 'package.json', words: '"test": "node tests/run/test.mjs"' },
  'npm run test:unit': {
    ranBy: 'package.json',
    words: '"test:unit": "node tests/run/test.mjs types lint unit"',
  },
  'npx vitest run tests/unit/session/filter': {
    // All of it takes as long as the rest of this table.
    run: 'npx vitest run tests/unit/session/filter/typing',
    prints: /Test Files +1 passed/,
  },
  "npx vitest run tests/unit/session/order.test.ts -t 'group'": {
    run: "npx vitest run tests/unit/session/order.test.ts -t 'group'",
    prints: /Tests +\d+ passed \| \d+ skipped/,
  },
  'npx vitest tests/unit/surface': {
    // It watches by itself in a terminal only.
    run: 'npx vitest --watch tests/unit/surface/badge',
    async whileRunning({ folder, printed }) {
      await printed(/Waiting for file changes/);
      const file = join(folder, 'lib/surface/badge.ts');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
      await printed(/RERUN +lib\/surface\/badge\.ts/);
    },
  },
  'npx vitest run --project build': {
    run: 'npx vitest run --project build tests/build/packages',
    prints: /Test Files +1 passed/,
  },
  'npx vitest run --project docs': { ranBy: 'vitest.config.ts', words: "name: 'docs'" },
  // All of their files run in `npm test` as they are.
  'npx vitest run tests/unit/locales': {
    ranBy: 'tests/unit/locales/locales.test.ts',
    words: 'test(',
  },
  'npx vitest run tests/build/store.test.ts': {
    ranBy: 'tests/build/store.test.ts',
    words: 'test(',
  },
  'npx playwright test main-job': {
    run: 'npx playwright test main-job --list',
    prints: /Total: \d+ tests in 1 file/,
  },
  "npx playwright test -g 'killed'": {
    run: "npx playwright test -g 'killed' --list",
    prints: /Total: \d+ tests? in \d+ file/,
  },

  'npm install': {
    run: 'npm install --dry-run',
    where: 'package-list',
    prints: /added \d+ packages/,
  },
  'npm ci --ignore-scripts': {
    run: 'npm ci --ignore-scripts --dry-run',
    where: 'package-list',
    prints: /added \d+ packages/,
  },
  'npm version --no-git-tag-version 1.1.0': {
    run: 'npm version --no-git-tag-version --allow-same-version 1.1.0',
    where: 'package-list',
    after: (folder) => expect(JSON.parse(read(folder, 'package-lock.json')).version).toBe('1.1.0'),
  },
  'git log --oneline': {
    run: 'git log --oneline -1',
    where: 'project',
    prints: /^[0-9a-f]{7,} \S/,
  },
};
