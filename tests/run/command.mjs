/* Running the commands that set up what is missing. Leans on node alone: no package may be there. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What installs may be silent for long. */
export const INSTALL_MS = 15 * 60_000;
const SILENCE_MS = 60_000;

/** Runs a command to its end, or until it has said nothing for `silenceMs` milliseconds. */
export function run(command, args, silenceMs = SILENCE_MS) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      shell: command.endsWith('.cmd'),
    });
    let output = '';
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      child.kill('SIGKILL');
    }, silenceMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        timer.refresh();
        output = (output + chunk).slice(-20_000);
      });
    }
    const end = (ok, why) => {
      clearTimeout(timer);
      resolve({ ok, output, why });
    };
    child.once('error', (error) => end(false, `could not be started (${error.message})`));
    child.once('close', (code, signal) => {
      if (silent) end(false, `was silent for ${silenceMs / 1_000} s and was stopped`);
      else end(code === 0, `failed (${signal ?? `exit code ${code}`})`);
    });
  });
}

/** The first line of a command's output that tells what went wrong. */
export function reason(output) {
  const line = output.split('\n').find((it) => /^(E:|err)/i.test(it.trim()));
  return line ? `: ${line.trim().replace(/\.$/, '')}` : '';
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}
