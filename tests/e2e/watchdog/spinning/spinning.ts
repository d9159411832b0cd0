import { channel } from 'node:diagnostics_channel';
import { test } from '../record.ts';

test('a journey that spins', async () => {
  channel('browser').publish('the last call');
  await spinForEver();
});

test('the journey after it', () => {});

/** Awaits only what is settled at once, so that no timer of this process ever fires. */
async function spinForEver(): Promise<never> {
  for (;;) await Promise.resolve();
}
