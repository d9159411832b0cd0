/** Runs a task one at a time. Calls while it runs lead to just one more run after it, so a task
 * that works from the latest state is never late and never piles up. A run that fails takes no
 * later one with it. */
export function serial(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const run = () => {
    again = true;
    running ??= (async () => {
      try {
        while (again) {
          again = false;
          await task();
        }
      } finally {
        running = null;
        if (again) run();
      }
    })();
    return running;
  };
  return run;
}
