/* A journey's record: its process, each call to the browser and each request to the sandbox, written as
 * they happen. So it can be read when that process spins or is dead, and a failed journey leaves it. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { freePort } from '../../run/free-port.ts';

/** The driver publishes each call on the first, the sandbox each request on the second. */
const CHANNELS = ['browser', 'sandbox'];
const LONGEST_LINE = 300;

/** Opens the record with the auto fixture that every journey has. */
export const test = base.extend<{ record: undefined }>({
  record: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from here.
    async ({}, use, testInfo) => {
      const { outputDir, name } = testInfo.project;
      const path = recordPath(outputDir, name, testInfo.title);
      const close = await openRecord(path, testInfo.title);
      await use(undefined);
      close();
      if (testInfo.status === testInfo.expectedStatus) rmSync(path, { force: true });
    },
    { auto: true },
  ],
});

/** Where the record of a journey lies, for this process and for the one that watches it. */
export function recordPath(outputDir: string, project: string, title: string): string {
  const name = `${project} ${title}`.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
  return join(outputDir, 'records', `${name}.txt`);
}

/** The process that a record was written by. @throws if there is no record at `path` */
export function processOf(path: string): { pid: number; debugPort: number } {
  const [, pid, debugPort] =
    /^process (\d+), debug port (\d+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  if (pid === undefined) throw new Error(`${path} names no process`);
  return { pid: Number(pid), debugPort: Number(debugPort) };
}

/** Starts a record; the returned function ends it. */
async function openRecord(path: string, title: string): Promise<() => void> {
  // Nothing listens there before the process is sent a SIGUSR1 (busy-with.ts).
  process.debugPort = await freePort();
  mkdirSync(join(path, '..'), { recursive: true });
  const file = openSync(path, 'w');
  const startedAtMs = performance.now();
  writeSync(file, `${title}\nprocess ${process.pid}, debug port ${process.debugPort}\n`);
  const note = (line: unknown, channel: string | symbol) => {
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(2).padStart(7);
    writeSync(file, `${seconds} s  ${String(channel)}: ${String(line).slice(0, LONGEST_LINE)}\n`);
  };
  for (const channel of CHANNELS) subscribe(channel, note);
  return () => {
    for (const channel of CHANNELS) unsubscribe(channel, note);
    closeSync(file);
  };
}
