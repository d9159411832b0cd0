/**
 * A Chromium of our own: started with the extension loaded, killed when asked and when this process
 * ends, however it ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

export interface ChromiumProcess {
  /** Where its DevTools protocol listens. */
  webSocketUrl: string;
  /** Settles when it has ended, whoever ended it. */
  exited: Promise<void>;
  /** SIGKILL, to the browser and all its helpers; returns when it has ended. */
  kill(): Promise<void>;
  /** The end of what it wrote to stderr, for errors. */
  stderrTail(): string;
}

/** Starts it and waits until it can be driven. @throws Error with its last words if it can't be. */
export async function startChromium(options: ProcessOptions): Promise<ChromiumProcess> {
  const portFile = join(options.profileDir, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const child = spawn(options.executablePath, flagsFor(options), {
    detached: process.platform !== 'win32', // a process group of its own, to be killed as one
    // 3 and 4 are the pipes of --remote-debugging-pipe. Nothing is said over them: Chromium ends
    // when they break, and they break when this process dies, be it of a SIGKILL.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, LANGUAGE: options.lang, ...options.env },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-50_000);
  });
  const stderrTail = () =>
    stderr
      .split('\n')
      .filter((line) => !line.includes('dbus/')) // wherever there is no desktop
      .join('\n')
      .slice(-2_000);
  for (const pipe of child.stdio.slice(3)) pipe?.on('error', () => {});
  child.stdio[4]?.on('data', () => {});

  let failure: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failure = `could not be started: ${error.message}`;
      resolve();
    });
    child.once('exit', (code, signal) => {
      failure = `ended at once (${signal ?? `exit code ${code}`})`;
      killGroup(child); // helpers that outlive it would write to the profile
      resolve();
    });
  });
  const killNow = () => killGroup(child);
  process.once('exit', killNow);
  void exited.then(() => process.off('exit', killNow));

  const readPort = async () => {
    if (failure) throw new Error(`${options.executablePath} ${failure}\n${stderrTail()}`);
    const [port, path] = (await readFile(portFile, 'utf8').catch(() => '')).split('\n');
    return port && path ? `ws://127.0.0.1:${port}${path}` : undefined;
  };
  try {
    const webSocketUrl = await waitFor('Chromium to open its DevTools port', readPort, isThere, {
      timeoutMs: 30_000,
      inWords: () => `no ${portFile}; Chromium wrote:\n${stderrTail()}`,
    });
    return {
      webSocketUrl,
      exited,
      kill: () => {
        if (failure === undefined) killNow();
        return exited;
      },
      stderrTail,
    };
  } catch (error) {
    if (failure === undefined) killNow();
    await exited;
    throw error;
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
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
