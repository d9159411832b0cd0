/* Watching: what came to hold is stored first and shown then, so that nothing is ever shown twice. A
 * background that is killed between the two loses what would pop up, and the dot stays. */
import type { Overview } from '../session/overview.ts';
import { whileCurrent } from '../store/books.ts';
import * as items from '../store/items.ts';
import { readKey } from '../store/key.ts';
import type { Notice } from '../store/schemas.ts';
import type { State } from '../store/state.ts';
import { showNotices } from '../surface/notifications.ts';
import { nextEndingMs } from './causes.ts';
import { noteCauses } from './notice.ts';
import { isQuiet } from './quiet.ts';

interface Seen {
  state: State;
  overview: Overview;
  /** The key of that state. */
  key: Awaited<ReturnType<typeof readKey>>;
}

/** Shows the alerts that are due, unless the key has been changed since: no alert of the former account is
 * shown under the next one. @returns when it is to be called again if nothing changes until then;
 * Infinity if it need not be. */
export async function watch({ state, overview, key }: Seen, nowMs: number): Promise<number> {
  const { noted, fresh } = noteCauses(state, overview, nowMs);
  let news: Notice[] = [];
  if (noted) {
    const isCurrent = async () => (await readKey())?.savedAtMs === key?.savedAtMs;
    await whileCurrent(isCurrent, async () => {
      await items.notices.write(noted);
      news = fresh;
    });
  }
  if (!isQuiet(state.watching.quiet, nowMs)) await showNotices(news, state.subusers);
  return nextEndingMs(state, overview.rows, nowMs);
}
