/* Builds the production bundle for a sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Gives the folder to load unpacked, in `outDir`. @throws with the build's output where it fails. */
export async function buildForSandbox(baseUrl: string, outDir = '.output'): Promise<string> {
  const env = { ...process.env, WXT_API_BASE_URL: baseUrl, BUILD_DIR: outDir };
  const child = spawn('npm', ['run', '--silent', 'build:sandbox'], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm run build:sandbox ended with ${code}:\n${output}`);
  return join(outDir, 'chrome-mv3-sandbox');
}
