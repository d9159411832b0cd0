/* Finds the DELETEs that should not have been sent: those for a session that the sender could know had ended.
 *
 * A DELETE for a session that has ended is right in two cases:
 * - The browser has sent it by itself. Chromium repeats a request, even a DELETE, when a connection that it
 *   reuses is reset. No extension can forbid that, or see it. The repetition follows within `REPEATED_MS` a
 *   DELETE for the same session whose connection was reset, and no other request for that session lies
 *   between the two.
 * - Since the DELETE before it, a look-up has shown that the session lived. The earlier DELETE was still on
 *   its way, or had been accepted, and acted only afterwards. */
import type { Entry } from '../sandbox/journal.ts';

/** Chromium takes some 3 ms, and a busy machine longer. Our own next DELETE follows a look-up. */
const REPEATED_MS = 250;

/** `entries`: the whole journal, in the order of arrival. */
export function sentAfterEnd(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, at) => {
    if (entry.endpoint !== 'delete') return false;
    const earlier = entries.slice(0, at).filter((other) => isSameSession(other, entry));
    return hasEnded(earlier, entry) && !isRepetition(entry, earlier.at(-1)) && !lived(earlier);
  });
}

/** How many DELETEs the browser has sent by itself. */
export function repetitions(entries: readonly Entry[]): number {
  return entries.filter((entry, at) => {
    const previous = entries.slice(0, at).findLast((other) => isSameSession(other, entry));
    return entry.endpoint === 'delete' && isRepetition(entry, previous);
  }).length;
}

function isRepetition(entry: Entry, previous: Entry | undefined): boolean {
  return (
    previous?.endpoint === 'delete' &&
    previous.fault === 'reset' &&
    entry.receivedAtMs - previous.receivedAtMs <= REPEATED_MS
  );
}

function isSameSession(a: Entry, b: Entry): boolean {
  return a.product === b.product && a.id === b.id;
}

function hasEnded(earlier: Entry[], { receivedAtMs }: Entry): boolean {
  return earlier.some(({ actedAtMs }) => actedAtMs !== undefined && actedAtMs <= receivedAtMs);
}

/** Whether a look-up since the last DELETE has shown that the session lived. */
function lived(earlier: Entry[]): boolean {
  const looks = earlier.slice(earlier.findLastIndex(({ endpoint }) => endpoint === 'delete') + 1);
  return looks.some(({ alive, status }) => alive && status === 200);
}
