/* `npm run chaos`: sets up what is missing, then ends sessions under chaos (tests/chaos). */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
  const command = ['tsx', 'tests/chaos/main.ts', ...process.argv.slice(2)];
  const chaos = spawnSync('npx', command, { stdio: 'inherit', env });
  process.exitCode = chaos.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
