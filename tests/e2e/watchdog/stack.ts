/* Where another process of Node's stands, spinning or not: on SIGUSR1 it opens an inspector in a thread
 * of its own, which can stop the script in the middle of a loop. */
import { fileURLToPath } from 'node:url';
import { Rpc } from '../driver/rpc.ts';
import { isThere, waitFor } from '../driver/wait.ts';

interface Script {
  scriptId: string;
  url: string;
}

interface Paused {
  callFrames: {
    functionName: string;
    location: { scriptId: string; lineNumber: number };
  }[];
}

const PATIENCE_MS = 5_000;

/** The functions that are under way in a process, the innermost first; none if it waits. It stays
 * stopped there. @throws Error if it does not answer */
export async function stackOf(pid: number, debugPort: number): Promise<string[]> {
  process.kill(pid, 'SIGUSR1');
  const rpc = await Rpc.overWebSocket(await inspectorUrl(debugPort), PATIENCE_MS);
  try {
    const urls = new Map<string, string>();
    let frames: Paused['callFrames'] | undefined;
    rpc.onEvent(({ method, params }) => {
      if (method === 'Debugger.scriptParsed') {
        const { scriptId, url } = params as unknown as Script;
        urls.set(scriptId, url.startsWith('file:') ? fileURLToPath(url) : url);
      } else if (method === 'Debugger.paused') {
        frames = (params as unknown as Paused).callFrames;
      }
    });
    const limit = { timeoutMs: PATIENCE_MS };
    await rpc.send('Debugger.enable', {}, limit);
    await rpc.send('Debugger.pause', {}, limit);
    // A process that waits runs no script that could be stopped.
    const stopped = await waitFor('the script to stop', () => frames, isThere).catch(() => []);
    return stopped.map(
      ({ functionName, location: { scriptId, lineNumber } }) =>
        `${functionName || '(anonymous)'} at ${urls.get(scriptId)}:${lineNumber + 1}`,
    );
  } finally {
    rpc.close();
  }
}

async function inspectorUrl(debugPort: number): Promise<string> {
  const list = () =>
    fetch(`http://127.0.0.1:${debugPort}/json/list`).then(
      (answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
      () => [],
    );
  const [target] = await waitFor('the inspector to open', list, ({ length }) => length > 0);
  return target?.webSocketDebuggerUrl ?? '';
}
