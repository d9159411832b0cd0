/* `npm run screenshots`: sets up what is missing, then takes a picture of every view (screenshots.ts).
 * Words behind it say which surfaces (popup, page, sidepanel, options); else it is all of them. */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
  const args = ['tsx', 'tests/run/screenshots.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
