/* Tells what another Node process is busy with. On SIGUSR1 that process opens an inspector in a thread of
 * its own, which can look into a loop that never ends. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Rpc } from '../driver/rpc.ts';
import { waitFor } from '../driver/wait.ts';

interface Profile {
  nodes: {
    callFrame: { functionName: string; url: string; lineNumber: number };
    /** How often the process was found in this function. */
    hitCount: number;
  }[];
}

const LIMIT = { timeoutMs: 5_000 };
const LOOK_MS = 300;
const MOST = 10;

/** Returns the functions that a process is in, the busiest first; none if it waits. @throws Error if it
 * does not answer */
export async function busyWith(pid: number, debugPort: number): Promise<string[]> {
  process.kill(pid, 'SIGUSR1');
  const rpc = await Rpc.overWebSocket(await inspectorUrl(debugPort), LIMIT.timeoutMs);
  try {
    await rpc.send('Profiler.enable', {}, LIMIT);
    await rpc.send('Profiler.start', {}, LIMIT);
    await delay(LOOK_MS);
    const { profile } = await rpc.send<{ profile: Profile }>('Profiler.stop', {}, LIMIT);
    return profile.nodes
      .filter(({ hitCount, callFrame: { url } }) => hitCount > 0 && url !== '')
      .sort((a, b) => b.hitCount - a.hitCount)
      .slice(0, MOST)
      .map(({ callFrame: { functionName, url, lineNumber } }) => {
        const file = url.startsWith('file:') ? fileURLToPath(url) : url;
        return `${functionName || '(anonymous)'} at ${file}:${lineNumber + 1}`;
      });
  } finally {
    rpc.close();
  }
}

async function inspectorUrl(debugPort: number): Promise<string> {
  const list = () =>
    fetch(`http://127.0.0.1:${debugPort}/json/list`, {
      signal: AbortSignal.timeout(LIMIT.timeoutMs),
    }).then(
      (answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
      () => [],
    );
  const [target] = await waitFor('the inspector', list, ({ length }) => length > 0, LIMIT);
  return target?.webSocketDebuggerUrl ?? '';
}
