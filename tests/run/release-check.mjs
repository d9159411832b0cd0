/* `npm run release:check`: sets up what is missing, then says whether the packages for the stores are
 * ready (release-check.ts). */
import { spawnSync } from 'node:child_process';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const check = spawnSync('npx', ['tsx', 'tests/run/release-check.ts'], { stdio: 'inherit' });
  process.exitCode = check.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
