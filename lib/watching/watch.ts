/* Watching: what came to hold is stored first and shown then, so that nothing is ever shown twice. A
 * background that is killed between the two loses what would pop up, and the dot stays. */
import type { Overview } from '../session/overview.ts';
import * as items from '../store/items.ts';
import type { State } from '../store/state.ts';
import { showNotices } from '../surface/notifications.ts';
import { nextEndingMs } from './causes.ts';
import { noteCauses } from './notice.ts';
import { isQuiet } from './quiet.ts';

/** Tells of what is to be told now. @returns when it is to be called again if nothing changes until
 * then; Infinity if it need not be. */
export async function watch(state: State, overview: Overview, nowMs: number): Promise<number> {
  const { noted, fresh } = noteCauses(state, overview, nowMs);
  if (noted) await items.notices.write(noted);
  if (!isQuiet(state.watching.quiet, nowMs)) await showNotices(fresh, state.subusers);
  return nextEndingMs(state, overview.rows, nowMs);
}
