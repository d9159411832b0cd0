/* Which DELETEs ought not to have been sent: those for a session that had ended, as its sender could know.
 *
 * A DELETE for a session that has ended is no wrong in two cases:
 * - The browser has sent it by itself. Chromium repeats a request, DELETE too, when a connection that it
 *   reuses is reset. No extension can forbid that, or see it. Such a DELETE follows within `REPEATED_MS` on
 *   one for the same session whose connection was reset, and no other request for that session lies
 *   between the two.
 * - Since the DELETE before it, the API has told us in a look-up that the session lived. That DELETE was
 *   still on its way, or had been accepted, and acted only afterwards. */
import type { Entry } from '../sandbox/journal.ts';

/** Chromium takes some 3 ms, and a busy machine longer. Our own next DELETE follows a look-up. */
const REPEATED_MS = 250;

/** `entries`: of the whole journal, in the order of their arrival. */
export function sentAfterEnd(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, at) => {
    if (entry.endpoint !== 'delete') return false;
    const earlier = entries.slice(0, at).filter((other) => isSameSession(other, entry));
    return hasEnded(earlier, entry) && !isRepetition(entry, earlier.at(-1)) && !lived(earlier);
  });
}

/** How many the browser has sent by itself. */
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

/** Whether a look-up since the last DELETE has told of a session that lived. */
function lived(earlier: Entry[]): boolean {
  const looks = earlier.slice(earlier.findLastIndex(({ endpoint }) => endpoint === 'delete') + 1);
  return looks.some(({ alive, status }) => alive && status === 200);
}
