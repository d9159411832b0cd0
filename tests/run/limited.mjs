/* Commands that must end. Leans on node alone. */
import { spawn } from 'node:child_process';

/**
 * Runs a command with all that it starts as one group, and kills the group at the limit.
 * @param {string[]} command
 * @param {{ limitMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ status: number | null, hasTimedOut: boolean }>} `status`: its exit code, null if
 *   it was killed
 */
export function runLimited([file, ...args], { limitMs, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', env, detached: true });
    let hasTimedOut = false;
    const timer = setTimeout(() => {
      hasTimedOut = true;
      killGroup(child);
    }, limitMs);
    // The group is not the terminal's, so its signals are passed on.
    const passOn = (signal) => {
      killGroup(child);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const settle = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, passOn);
      killGroup(child); // what it left running
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

function killGroup({ pid }) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
