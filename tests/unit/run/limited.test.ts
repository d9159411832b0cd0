import { expect, test, vi } from 'vitest';
import { freePort } from '../../run/free-port.ts';
import { runLimited } from '../../run/limited.mjs';

const node = (script: string) => [process.execPath, '-e', script];

test('a command that ends in time gives its exit code', async () => {
  const ended = await runLimited(node('process.exit(3)'), { limitMs: 20_000 });
  expect(ended).toEqual({ status: 3, hasTimedOut: false });
});

test('a command that spins is killed at its limit, with what it started in a group of its own', async () => {
  const port = await freePort();
  const server = `require('node:http').createServer((_, answer) => answer.end()).listen(${port})`;
  const spinning = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { detached: true });
    for (;;);`;
  const answers = () => fetch(`http://127.0.0.1:${port}`).then(Boolean, () => false);
  const ending = runLimited(node(spinning), { limitMs: 6_000 });
  await vi.waitFor(async () => expect(await answers()).toBe(true), { timeout: 6_000 });
  expect(await ending).toEqual({ status: null, hasTimedOut: true });
  await vi.waitFor(async () => expect(await answers()).toBe(false));
});
