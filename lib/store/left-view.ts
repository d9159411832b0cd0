/* How the list was last looked at, as a text that waits in `localStorage` to be stored (view-keeper.ts). All
 * pages of the extension share it. If the browser gives pages no `localStorage`, nothing waits. */
import * as items from './items.ts';

const KEY = items.view.key;

export function leaveView(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // A page that closes within 300 ms loses the change.
  }
}

export function leftView(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function forgetLeftView(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // None was left.
  }
}
