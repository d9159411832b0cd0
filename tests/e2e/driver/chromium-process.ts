/** A Chromium of our own, started with the extension loaded. It ends with us, however we end. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserProcess, startProcess } from './browser-process.ts';
import { isThere, waitFor } from './wait.ts';

export interface ProcessOptions {
  executablePath: string;
  extensionDir: string;
  /** Whether the profile holds the extension as installed; else it is loaded for this run only. */
  installed: boolean;
  profileDir: string;
  headless: boolean;
  colorScheme: 'light' | 'dark';
  windowSize: { width: number; height: number };
  /** The browser's language, such as `zh-CN`. Chromium falls back to en-US if its package of that
   * language is not installed. */
  lang: string;
  /** On top of this process's environment. */
  env: NodeJS.ProcessEnv;
  /** Lets the browser reach nothing but this machine. */
  loopbackOnly: boolean;
}

export interface ChromiumProcess extends BrowserProcess {
  /** Where its DevTools protocol listens. */
  webSocketUrl: string;
}

/** Starts it and waits until it can be driven. @throws Error with its last words if it can't be. */
export async function startChromium(options: ProcessOptions): Promise<ChromiumProcess> {
  const portFile = join(options.profileDir, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const started = startProcess(options.executablePath, flagsFor(options), {
    // 3 and 4 are the pipes of --remote-debugging-pipe. Nothing is said over them: Chromium ends
    // when they break, and they break when this process dies, be it of a SIGKILL.
    pipes: 2,
    env: { LANGUAGE: options.lang, ...options.env },
  });
  started.child.stdio[4]?.on('data', () => {});
  const readPort = async () => {
    const end = started.end();
    if (end) throw new Error(`${options.executablePath} ${end}\n${started.stderrTail()}`);
    const [port, path] = (await readFile(portFile, 'utf8').catch(() => '')).split('\n');
    return port && path ? `ws://127.0.0.1:${port}${path}` : undefined;
  };
  try {
    const webSocketUrl = await waitFor('Chromium to open its DevTools port', readPort, isThere, {
      timeoutMs: 30_000,
      inWords: () => `no ${portFile}; Chromium wrote:\n${started.stderrTail()}`,
    });
    return { ...started, webSocketUrl };
  } catch (error) {
    await started.kill();
    throw error;
  }
}

function flagsFor(options: ProcessOptions): string[] {
  const { width, height } = options.windowSize;
  return [
    // A screen as people have: under that of 800×600 by default a popup gets less than its height.
    ...(options.headless ? ['--headless=new', '--screen-info={1440x1000}'] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(options.loopbackOnly
      ? [
          '--no-proxy-server',
          '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
        ]
      : []),
    ...(options.colorScheme === 'dark' ? ['--force-dark-mode'] : []),
    `--user-data-dir=${options.profileDir}`,
    ...(options.installed
      ? []
      : [
          `--disable-extensions-except=${options.extensionDir}`,
          `--load-extension=${options.extensionDir}`,
        ]),
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    `--window-size=${width},${height}`,
    `--lang=${options.lang}`,
    '--force-color-profile=srgb',
    // Quiet: no first-run pages, no bubbles, no calls home, no key ring, small /dev/shm.
    '--no-first-run',
    '--no-default-browser-check',
    '--hide-crash-restore-bubble',
    '--disable-search-engine-choice-screen',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-client-side-phishing-detection',
    '--disable-default-apps',
    '--disable-sync',
    '--disable-quic',
    '--disable-breakpad',
    '--disable-dev-shm-usage',
    '--disable-features=Translate,OptimizationHints,MediaRouter',
    '--metrics-recording-only',
    '--mute-audio',
    '--password-store=basic',
    '--use-mock-keychain',
    'about:blank',
  ];
}
