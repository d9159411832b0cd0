/* Builds the production bundle for a sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** For Chromium: gives the folder to load unpacked, in `outDir`. @throws with the build's output where
 * it fails. */
export async function buildForSandbox(baseUrl: string, outDir = '.output'): Promise<string> {
  await run('build:sandbox', baseUrl, outDir);
  return join(outDir, 'chrome-mv3-sandbox');
}

/** For Firefox: gives the package to install, in `outDir`. @throws with the build's output where it
 * fails. */
export async function packForSandbox(baseUrl: string, outDir = '.output'): Promise<string> {
  await run('zip:sandbox', baseUrl, outDir);
  const name = (await readdir(outDir)).find((each) => each.endsWith('-firefox-sandbox.zip'));
  if (name === undefined) throw new Error(`npm run zip:sandbox left no package in ${outDir}`);
  return join(outDir, name);
}

async function run(script: string, baseUrl: string, outDir: string): Promise<void> {
  const env = { ...process.env, WXT_API_BASE_URL: baseUrl, BUILD_DIR: outDir };
  const child = spawn('npm', ['run', '--silent', script], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm run ${script} ended with ${code}:\n${output}`);
}
