/* Stores how the list is filtered and sorted 300 ms after the last change, because each write wakes the
 * background. Until then a copy waits in the page's `localStorage`, written at once: the browser may kill
 * a page that closes before it hears of that. */
import * as items from './items.ts';
import type { ListView } from './state.ts';

const PAUSE_MS = 300;
/** The key of the waiting copy, which has the text that is stored later. */
const WAITING = items.view.key;

/** A page opens with the view before if storing what was left takes longer. */
const LONGEST_WAIT_MS = 1_000;

let timer: ReturnType<typeof setTimeout> | undefined;

export function keepView(view: ListView): void {
  const waiting = String(items.view.entry(view)[WAITING]);
  try {
    localStorage.setItem(WAITING, waiting);
  } catch {
    // Without that copy, a page that closes within 300 ms loses the change.
  }
  clearTimeout(timer);
  timer = setTimeout(() => void store(view, waiting), PAUSE_MS);
}

/** Stores what was left by a page that closed, for a page that is opened: before it reads anything.
 * Never rejects, nor waits for storage that does not answer. */
export async function takeLeftView(): Promise<void> {
  const left = waitingCopy();
  if (left === null) return;
  const view = await items.view.readFrom(left).catch(() => undefined);
  if (view) await orLate(store(view, left));
  else if (view === null) localStorage.removeItem(WAITING);
}

/** Null, too, where the browser does not let the page read it. */
function waitingCopy(): string | null {
  try {
    return localStorage.getItem(WAITING);
  } catch {
    return null;
  }
}

/** Settles with a task that never rejects, or before it if that takes too long. */
function orLate(task: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, LONGEST_WAIT_MS);
    task.then(() => {
      clearTimeout(late);
      resolve();
    });
  });
}

/** Stores a view, then removes its waiting copy unless a newer one has replaced it. */
async function store(view: ListView, waiting: string): Promise<void> {
  // Where nothing can be written any more, the list stays as it was looked at before.
  const isStored = await items.view.write(view).then(
    () => true,
    () => false,
  );
  if (isStored && waitingCopy() === waiting) localStorage.removeItem(WAITING);
}
