/* The moment at which the computer is online again. Chromium's worker gets no `online` event (only
 * pages do), but its connection changes; Firefox's event page is a page. Neither wakes a dead
 * background: a popup that is open passes its own event on. */

interface Connected {
  connection?: EventTarget;
  onLine: boolean;
}

export function onOnline(listener: () => void): void {
  const { connection } = navigator as Connected;
  if (!connection) {
    globalThis.addEventListener('online', listener);
    return;
  }
  // It changes with the line's speed, too.
  let wasOnLine = navigator.onLine;
  connection.addEventListener('change', () => {
    if (navigator.onLine && !wasOnLine) listener();
    wasOnLine = navigator.onLine;
  });
}
