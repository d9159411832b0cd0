/**
 * A browser as a process of our own: killed when asked and when this process ends, with all its
 * helpers.
 */
import { type ChildProcess, spawn } from 'node:child_process';

export interface BrowserProcess {
  child: ChildProcess;
  /** Settles when it has ended, whoever ended it. */
  exited: Promise<void>;
  /** SIGKILL, to the browser and all its helpers; returns when it has ended. */
  kill(): Promise<void>;
  /** The end of what it wrote to stderr, for errors. */
  stderrTail(): string;
  /** How it ended, in words; undefined while it runs. */
  end(): string | undefined;
}

/** Starts it with these pipes beyond stderr, by number from 3 on. */
export function startProcess(
  command: string,
  args: string[],
  { env, pipes }: { env: NodeJS.ProcessEnv; pipes: number },
): BrowserProcess {
  const child = spawn(command, args, {
    detached: process.platform !== 'win32', // a process group of its own, to be killed as one
    stdio: ['ignore', 'ignore', 'pipe', ...Array<'pipe'>(pipes).fill('pipe')],
    env: { ...process.env, ...env },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-50_000);
  });
  for (const pipe of child.stdio.slice(3)) pipe?.on('error', () => {});

  let end: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end = `could not be started: ${error.message}`;
      resolve();
    });
    child.once('exit', (code, signal) => {
      end = `ended at once (${signal ?? `exit code ${code}`})`;
      killGroup(child); // helpers that outlive it would write to the profile
      resolve();
    });
  });
  const killNow = () => killGroup(child);
  process.once('exit', killNow);
  void exited.then(() => process.off('exit', killNow));
  return {
    child,
    exited,
    kill: () => {
      if (end === undefined) killNow();
      return exited;
    },
    stderrTail: () =>
      stderr
        .split('\n')
        .filter((line) => !line.includes('dbus')) // wherever there is no desktop
        .join('\n')
        .slice(-2_000),
    end: () => end,
  };
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
