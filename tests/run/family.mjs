/* A process with all that it started, in whatever group: a browser has one of its own. Leans on node alone. */
import { execFileSync } from 'node:child_process';

/** SIGKILL to a process and to all that it started and that is still its own. @param {number} pid */
export function killFamily(pid) {
  for (const group of groupsOf(pid)) signalGroup(group, 'SIGKILL');
}

/**
 * Does nothing if nobody of the group is left.
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** @param {number} pid */
function groupsOf(pid) {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  const groups = new Set([pid]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [child = 0, parent = 0, group = 0] of table) {
      if (!family.has(parent)) continue;
      family.add(child);
      groups.add(group);
    }
  }
  return groups;
}
