/** A Chromium of our own. It ends with us, however we end. */
import type { Readable, Writable } from 'node:stream';
import { type BrowserProcess, startProcess } from './browser-process.ts';
import { Rpc, RpcError } from './rpc.ts';

export interface ProcessOptions {
  executablePath: string;
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
  /** The line to the browser, in its DevTools protocol. */
  rpc: Rpc;
}

/** Starts it and waits until it can be driven. @throws Error with its last words if it can't be. */
export async function startChromium(options: ProcessOptions): Promise<ChromiumProcess> {
  // Chromium ends when its pipes break, and they break when this process dies, be it of a SIGKILL.
  const started = startProcess(options.executablePath, flagsFor(options), {
    pipes: 2,
    env: { LANGUAGE: options.lang, ...options.env },
  });
  const [toBrowser, fromBrowser] = started.child.stdio.slice(3) as [Writable, Readable];
  const rpc = Rpc.overPipes(toBrowser, fromBrowser);
  try {
    await rpc.send('Browser.getVersion');
    return { ...started, rpc };
  } catch (error) {
    await started.kill();
    const { message } = error as Error;
    const isSilent = error instanceof RpcError && error.kind === 'unanswered';
    const why = isSilent ? message : `${started.end()}; ${message}`;
    throw new Error(`${options.executablePath} ${why}\n${started.stderrTail()}`);
  }
}

/** Features that took a quarter of a journey's processor time and show nothing: pages behind the address
 * bar, a renderer in reserve, and others that call home. */
const NOT_NEEDED = [
  'Translate',
  'OptimizationHints',
  'MediaRouter',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'OmniboxAimPopup',
];

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
    '--remote-debugging-pipe',
    // Extensions can be installed and removed over that pipe.
    '--enable-unsafe-extension-debugging',
    `--window-size=${width},${height}`,
    `--lang=${options.lang}`,
    '--force-color-profile=srgb',
    // Quiet: no experiments, no first-run pages, no bubbles, no calls home, no key ring, small /dev/shm.
    '--disable-field-trial-config',
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
    `--disable-features=${NOT_NEEDED.join(',')}`,
    '--metrics-recording-only',
    '--mute-audio',
    '--password-store=basic',
    '--use-mock-keychain',
    'about:blank',
  ];
}
