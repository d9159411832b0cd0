/* Commands that must end. Leans on node alone. */
import { spawn } from 'node:child_process';
import { killFamily, signalGroup } from './family.mjs';

/**
 * Runs a command, and kills it with all that it started at the limit, or when this process is ended.
 * @param {string[]} command
 * @param {{ limitMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ status: number | null, hasTimedOut: boolean }>} `status`: its exit code, null if
 *   it was killed
 */
export function runLimited([file, ...args], { limitMs, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', env, detached: true });
    const kill = () => {
      if (child.pid !== undefined) killFamily(child.pid);
    };
    let hasTimedOut = false;
    const timer = setTimeout(() => {
      hasTimedOut = true;
      kill();
    }, limitMs);
    // Its group is not the terminal's, so Ctrl-C does not reach it.
    const endWithUs = (signal) => {
      kill();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, endWithUs);
    const settle = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, endWithUs);
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL'); // what it left running
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', (status) => {
      settle();
      resolve({ status, hasTimedOut });
    });
  });
}
