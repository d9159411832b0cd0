/* Connections stay open, as those of the real API do: if a connection that a browser reuses is reset, the
 * browser repeats the request by itself. */
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { start } from './support.ts';

/** Asks for the account. Returns whether the request used a connection that had been used before. */
function isReused({ baseUrl }: Sandbox, agent: Agent): Promise<boolean> {
  return new Promise((done, failed) => {
    const asked = request(`${baseUrl}/users/me`, { agent }, (answer) => {
      answer.resume().once('end', () => done(asked.reusedSocket));
    });
    asked.once('error', failed).end();
  });
}

test('a connection serves request after request', async () => {
  const sandbox = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  expect([
    await isReused(sandbox, agent),
    await isReused(sandbox, agent),
    await isReused(sandbox, agent),
  ]).toEqual([false, true, true]);
});
