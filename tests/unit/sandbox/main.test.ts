import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { start } from './support.ts';

const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

/** Runs the CLI; `untilPrinted` is answered with Ctrl-C. */
function run(args: string[], untilPrinted?: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args]);
  const out = { stdout: '', stderr: '' };
  child.stderr.on('data', (chunk) => {
    out.stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    out.stdout += chunk;
    if (untilPrinted !== undefined && out.stdout.includes(untilPrinted)) child.kill('SIGINT');
  });
  return new Promise<typeof out & { code: number | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...out, code }));
  });
}

const SLOW_MS = 30_000;

test('prints where it is and the keys; Ctrl-C ends it', { timeout: SLOW_MS }, async () => {
  const { stdout, stderr, code } = await run(['--port', '0', '--sessions', '3'], 'Ctrl-C');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/v1\n/);
  expect(stdout).toMatch(/read +hel_test_read0{60}\n/);
});

test.each([
  [['--plan', 'gold'], '--plan must be one of trial'],
  [['--port', 'http'], '--port must be a whole number'],
  [['--prot', '4010'], "Unknown option '--prot'"],
])('%j: a sentence and exit code 2', { timeout: SLOW_MS }, async (args, sentence) => {
  const { stdout, stderr, code } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain('    at ');
});

test('a port in use: a sentence', { timeout: SLOW_MS }, async () => {
  const { origin } = await start();
  const { stderr, code } = await run(['--port', new URL(origin).port]);
  expect(code).toBe(1);
  expect(stderr).toContain('That port is in use');
});
