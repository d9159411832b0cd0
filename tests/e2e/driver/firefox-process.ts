/** A Firefox of our own. It ends with us, however we end. */
import { type BrowserProcess, startProcess } from './browser-process.ts';
import { isThere, waitFor } from './wait.ts';

export interface ProcessOptions {
  executablePath: string;
  profileDir: string;
  headless: boolean;
  windowSize: { width: number; height: number };
  /** On top of this process's environment. */
  env: NodeJS.ProcessEnv;
}

export interface FirefoxProcess extends BrowserProcess {
  /** Where it speaks WebDriver BiDi. */
  webSocketUrl: string;
}

/** Ends the whole group when the pipe 3 breaks, which it does when this process dies, be it of a
 * SIGKILL; Firefox takes the place of this shell. */
const WITH_US = '(cat <&3; kill -KILL 0) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Starts it and waits until it can be driven. @throws Error with its last words if it can't be. */
export async function startFirefox(options: ProcessOptions): Promise<FirefoxProcess> {
  const command = [options.executablePath, ...argumentsFor(options)];
  const [path = '', ...args] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', WITH_US, 'sh', ...command];
  const env = {
    // A screen as people have; that of 1366×768 by default leaves a popup less than its height.
    MOZ_HEADLESS_WIDTH: '1440',
    MOZ_HEADLESS_HEIGHT: '1000',
    MOZ_CRASHREPORTER_DISABLE: '1',
    ...options.env,
  };
  const started = startProcess(path, args, { env, pipes: 1 });
  const readUrl = () => {
    const end = started.end();
    if (end) throw new Error(`${options.executablePath} ${end}\n${started.stderrTail()}`);
    return /WebDriver BiDi listening on (ws:\S+)/.exec(started.stderrTail())?.[1];
  };
  try {
    const address = await waitFor('Firefox to open its BiDi port', readUrl, isThere, {
      timeoutMs: 60_000,
      inWords: () => `Firefox wrote:\n${started.stderrTail()}`,
    });
    return { ...started, webSocketUrl: `${address}/session` };
  } catch (error) {
    await started.kill();
    throw error;
  }
}

function argumentsFor({ profileDir, headless, windowSize: { width, height } }: ProcessOptions) {
  return [
    ...(headless ? ['--headless'] : []),
    '--no-remote',
    ...['--profile', profileDir],
    ...['--width', `${width}`, '--height', `${height}`],
    ...['--remote-debugging-port', '0'],
    // Extension pages, and the browser's own window.
    '--remote-allow-system-access',
    'about:blank',
  ];
}
