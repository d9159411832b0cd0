/* How the list is looked at changes with each letter typed: it is kept once that pauses. (Each write
 * would wake the background.) What the pause has not come to when the page goes is left in the page's
 * own storage: a write to the extension's is lost by then, in Chromium at least. */
import * as items from './items.ts';
import type { ListView } from './state.ts';

const PAUSE_MS = 300;
/** Where it is left, until the page is opened again. */
const LEFT = items.view.key;

let unkept: ListView | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export function keepView(view: ListView): void {
  unkept = view;
  clearTimeout(timer);
  timer = setTimeout(keepNow, PAUSE_MS);
}

function keepNow(): void {
  if (unkept) items.view.write(unkept);
  unkept = null;
  localStorage.removeItem(LEFT);
}

/** For a page that is about to close: done when it returns. */
export function leaveView(): void {
  if (unkept) localStorage.setItem(LEFT, JSON.stringify(items.view.entry(unkept)));
}

/** Keeps what was left, for a page that is opened: before it reads anything. */
export async function takeLeftView(): Promise<void> {
  const left = localStorage.getItem(LEFT);
  if (left === null) return;
  localStorage.removeItem(LEFT);
  const view = await items.view.readFrom(JSON.parse(left)[LEFT]);
  // Where nothing can be written any more, the list is as it was looked at before.
  if (view) await items.view.write(view).catch(() => {});
}
