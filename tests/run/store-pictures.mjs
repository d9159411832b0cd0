/* `npm run store:pictures`: sets up what is missing, then draws the stores' pictures
 * (store-pictures.ts). */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
  const args = ['tsx', 'tests/run/store-pictures.ts'];
  process.exitCode = spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
