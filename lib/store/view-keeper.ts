/* How the list is looked at changes with each letter typed: it is stored once that pauses, since each
 * write wakes the background. Until then it waits in the page's own storage, written at once: a page
 * that closes may be killed before it hears of that. */
import * as items from './items.ts';
import type { ListView } from './state.ts';

const PAUSE_MS = 300;
/** Where it waits. */
const WAITING = items.view.key;

let timer: ReturnType<typeof setTimeout> | undefined;

export function keepView(view: ListView): void {
  const waiting = JSON.stringify(items.view.entry(view));
  localStorage.setItem(WAITING, waiting);
  clearTimeout(timer);
  timer = setTimeout(() => void store(view, waiting), PAUSE_MS);
}

/** Stores what was left by a page that closed, for a page that is opened: before it reads anything. */
export async function takeLeftView(): Promise<void> {
  const left = localStorage.getItem(WAITING);
  if (left === null) return;
  const view = await items.view.readFrom(JSON.parse(left)[WAITING]);
  if (view) await store(view, left);
  else localStorage.removeItem(WAITING);
}

/** It waits no longer once it is stored, unless something newer waits by then. */
async function store(view: ListView, waiting: string): Promise<void> {
  // Where nothing can be written any more, the list stays as it was looked at before.
  const isStored = await items.view.write(view).then(
    () => true,
    () => false,
  );
  if (isStored && localStorage.getItem(WAITING) === waiting) localStorage.removeItem(WAITING);
}
