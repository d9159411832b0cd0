/* What processes use of the processor, as the browser itself counts it: true time of the processor,
 * whoever else keeps the machine busy meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Rpc } from '../e2e/driver/rpc.ts';
import { waitFor } from '../e2e/driver/wait.ts';

interface ProcessInfo {
  type: string;
  /** Seconds since it was started, of all its threads. */
  cpuTime: number;
}

type Line = Pick<Rpc, 'send'>;

/** Milliseconds of the processor that the pages and workers of the browser use for a task, collecting
 * their garbage included. To be called when all is quiet. */
export async function rendererMsOf(rpc: Line, task: () => Promise<unknown>): Promise<number> {
  const before = await cpuMs(rpc, ({ type }) => type === 'renderer');
  await task();
  return (await cpuMs(rpc, ({ type }) => type === 'renderer')) - before;
}

/** Waits until neither the browser nor a sandbox in this process has anything to do. */
export async function untilQuiet(rpc: Line): Promise<void> {
  const busyMs = async () => {
    const { user, system } = process.cpuUsage();
    return (await cpuMs(rpc, () => true)) + (user + system) / 1_000;
  };
  let quietReadings = 0;
  await waitFor(
    'the browser to have nothing to do',
    async () => {
      const before = await busyMs();
      await delay(EVERY_MS);
      const ms = (await busyMs()) - before;
      quietReadings = ms < QUIET_MS ? quietReadings + 1 : 0;
      return ms;
    },
    () => quietReadings === 3,
    { timeoutMs: 120_000, everyMs: 0 },
  );
}

const EVERY_MS = 100;
/** Of `EVERY_MS`, what may pass without work: clocks of pages, and this asking. */
const QUIET_MS = 25;

async function cpuMs(rpc: Line, isMeant: (info: ProcessInfo) => boolean): Promise<number> {
  const { processInfo } = await rpc.send<{ processInfo: ProcessInfo[] }>(
    'SystemInfo.getProcessInfo',
  );
  return processInfo.filter(isMeant).reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
}
