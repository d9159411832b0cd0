/* One at a time at the books: ledger, pause, and the key that they belong to. */

/** Runs a task that reads and writes them, while nobody else does, in any window. Not to be called
 * by such a task. */
export function withBooks<T>(task: () => Promise<T>): Promise<T> {
  return navigator.locks.request('books', task);
}

/** Writes something that was learned with a key, unless that was changed meanwhile. */
export async function whileCurrent(
  isCurrent: () => Promise<boolean>,
  write: () => Promise<void>,
): Promise<void> {
  await withBooks(async () => {
    if (await isCurrent()) await write();
  });
}
