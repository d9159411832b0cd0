/* Makes the packages for the stores, unpacks them again, and holds what is in them against all that
 * must be so. A line for each check; the last one is the verdict, and so is the exit code.
 *
 *   npm run release:check -- [--quick]
 *
 * `--quick` makes only Chrome's package again from the sources, by the packages that are installed
 * here instead of by those that `npm ci` fetches. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allowedManifest, BROWSERS, type Browser } from '../build/allowed.ts';
import { wrongAddresses, wrongInManifest, wrongLocales, wrongSizes } from '../build/checks.ts';
import { wrongByLinter } from '../build/lint.ts';
import {
  FOLDER,
  KINDS,
  makePackages,
  unpack,
  wrongInSources,
  wrongWhenRebuilt,
  wrongWhenRebuiltHere,
  zipOf,
} from '../release/packages.ts';
import { version, wrongVersions } from '../release/version.ts';

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
let failed = 0;
console.log(`Session Inspector for helodata ${version}`);
const room = mkdtempSync(join(tmpdir(), 'release-check-'));
try {
  checkAll();
} finally {
  rmSync(room, { recursive: true, force: true });
}
console.log(verdict());
process.exitCode = failed > 0 ? 1 : 0;

function checkAll(): void {
  check('package.json, its lock and the top of CHANGELOG.md have one version', wrongVersions);
  if (!check('the packages are built, from nothing', made)) return;
  for (const browser of BROWSERS) checkPackage(browser, unpack(browser, room));
  const sources = unpack('sources', room);
  check('sources: all that a build reads, and no more', () => wrongInSources(sources));
  if (quick) {
    check('sources: with the packages of this folder they make Chrome’s, byte for byte', () =>
      wrongWhenRebuiltHere(sources),
    );
  } else {
    check('sources: in a bare folder they make the same packages, byte for byte', () =>
      wrongWhenRebuilt(sources),
    );
  }
}

function checkPackage(browser: Browser, folder: string): void {
  const allowed = allowedManifest(browser, version);
  const of = (what: string) => `${browser}: ${what}`;
  check(of(`the manifest is of ${version} and holds what is allowed`), () =>
    wrongInManifest(folder, allowed),
  );
  check(of('no address of a sandbox, or any other that is not allowed'), () =>
    wrongAddresses(folder),
  );
  check(of('every language has every message'), () => wrongLocales(folder));
  check(of('opening, background and what comes later keep to their sizes'), () =>
    wrongSizes(folder),
  );
  if (browser === 'firefox') check(of('Mozilla’s linter is content'), () => wrongByLinter(folder));
}

function made(): string[] {
  makePackages();
  return [];
}

/** Prints how a check went. One that can't be carried out has failed. */
function check(what: string, findWrong: () => string[]): boolean {
  let wrong: string[];
  try {
    wrong = findWrong();
  } catch (error) {
    wrong = [error instanceof Error ? error.message : String(error)];
  }
  console.log(`${wrong.length === 0 ? '✓' : '✗'} ${what}`);
  for (const sentence of wrong) console.log(`    ${sentence}`);
  if (wrong.length > 0) failed += 1;
  return wrong.length === 0;
}

function verdict(): string {
  if (failed > 0) return `\nNot ready for the stores: ${failed} failed.`;
  if (quick) return '\nNothing is wrong so far. Without --quick it says whether they are ready.';
  const packages = KINDS.map((kind) => `  ${join(FOLDER, zipOf(kind))}`);
  return ['\nReady for the stores:', ...packages].join('\n');
}
