import { expect, test } from 'vitest';
import { serial } from '../../lib/serial.ts';

test('runs one at a time, and once more for any number of calls meanwhile', async () => {
  const log: string[] = [];
  const releases: (() => void)[] = [];
  const run = serial(async () => {
    log.push('start');
    await new Promise<void>((resolve) => releases.push(resolve));
    log.push('end');
  });
  const done = run();
  run();
  run();
  expect(log).toEqual(['start']);
  releases.shift()?.();
  await expect.poll(() => log).toEqual(['start', 'end', 'start']);
  releases.shift()?.();
  await done;
  expect(log).toEqual(['start', 'end', 'start', 'end']);
});

test('a run that fails tells its caller, and the next one runs', async () => {
  let fails = true;
  let runs = 0;
  const run = serial(async () => {
    runs += 1;
    if (fails) throw new Error('full disk');
  });
  await expect(run()).rejects.toThrow('full disk');
  fails = false;
  await run();
  expect(runs).toBe(2);
});

test('a run that fails takes no later one with it', async () => {
  let runs = 0;
  const run = serial(async () => {
    runs += 1;
    await Promise.resolve();
    if (runs === 1) throw new Error('full disk');
  });
  const first = run();
  run();
  await expect(first).rejects.toThrow('full disk');
  await expect.poll(() => runs).toBe(2);
});
