/* `npm run bench`: sets up what is missing, then measures how fast everything is (tests/bench). */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
  const command = ['tsx', 'tests/bench/main.ts', ...process.argv.slice(2)];
  const bench = spawnSync('npx', command, { stdio: 'inherit', env });
  process.exitCode = bench.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
