/* How the list is looked at changes with each letter typed: it is kept once that pauses, and when
 * the page goes. (Each write would wake the background.) */
import * as items from './items.ts';
import type { ListView } from './state.ts';

const PAUSE_MS = 300;

let unkept: ListView | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export function keepView(view: ListView): void {
  unkept = view;
  clearTimeout(timer);
  timer = setTimeout(keepNow, PAUSE_MS);
}

/** Needs no `await` by a page that is about to close: the call has left it by then. */
export function keepNow(): void {
  if (unkept) items.view.write(unkept);
  unkept = null;
}
