/* Builds the production bundle for a sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Gives the folder to load unpacked. @throws with the build's output where it fails. */
export async function buildForSandbox(baseUrl: string): Promise<string> {
  const env = { ...process.env, WXT_API_BASE_URL: baseUrl };
  const child = spawn('npm', ['run', '--silent', 'build:sandbox'], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm run build:sandbox ended with ${code}:\n${output}`);
  return '.output/chrome-mv3-sandbox';
}
