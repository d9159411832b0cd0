/* `npm start`: sets up what is missing, then shows the extension at work (tour.ts). */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
  const tour = spawnSync('npx', ['tsx', 'tests/run/tour.ts'], { stdio: 'inherit', env });
  process.exitCode = tour.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
