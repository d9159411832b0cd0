/* Stores how the list is filtered and sorted 300 ms after the last change, because each write wakes the
 * background. Until then a copy waits in the page's `localStorage`, written at once: the browser may kill
 * a page that closes before it hears of that. Without a key nothing is stored, and no copy is left
 * waiting: a filter goes with the key that it was typed under, whichever page removes that key. */
import { withBooks } from './books.ts';
import * as items from './items.ts';
import { forgetLeftView, leaveView, leftView } from './left-view.ts';
import type { ListView } from './state.ts';

const PAUSE_MS = 300;

/** A page opens with the view before if storing what was left takes longer. */
const LONGEST_WAIT_MS = 1_000;

let timer: ReturnType<typeof setTimeout> | undefined;

export function keepView(view: ListView): void {
  const waiting = String(items.view.entry(view)[items.view.key]);
  leaveView(waiting);
  clearTimeout(timer);
  timer = setTimeout(() => void store(view, waiting), PAUSE_MS);
}

/** Stores what was left by a page that closed, for a page that is opened: before it reads anything.
 * Never rejects, nor waits for storage that does not answer. */
export async function takeLeftView(): Promise<void> {
  const left = leftView();
  if (left === null) return;
  const view = await items.view.readFrom(left).catch(() => undefined);
  if (view) await orLate(store(view, left));
  else if (view === null) forgetLeftView();
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
  const isSettled = await withBooks(async () => {
    if (await hasKey()) await items.view.write(view);
  }).then(
    () => true,
    () => false,
  );
  if (isSettled && leftView() === waiting) forgetLeftView();
}

async function hasKey(): Promise<boolean> {
  return ((await items.keyInSession.read()) ?? (await items.keyInLocal.read())) !== null;
}
