/* A wish to end a session, as written by the surface that a person clicked on. It is one storage
 * item, so it outlives popup, worker and browser; the background's drain fulfils it. */
import type { Session } from '../api/schemas.ts';
import { type Identity, refOf } from '../session/ref.ts';
import * as items from '../store/items.ts';
import type { Intent } from '../store/schemas.ts';
import { wakeAt } from '../wake.ts';

/** Undo is offered until `dueAtMs`; the DELETE follows this much later, so that an undo at the
 * last instant is still stored in time. */
const UNDO_GRACE_MS = 250;

export interface Asked {
  session: Pick<Session, 'product' | 'id' | 'sessionId' | 'expiresAtMs'>;
  from: Intent['from'];
  undoMs: number;
  nowMs: number;
}

/** Writes the wish. Needs no `await` by a popup that may close: both calls have left it by then.
 * The alarm is for a background that is killed before it has seen the wish. */
export async function askToTerminate({ session, from, undoMs, nowMs }: Asked): Promise<void> {
  const { product, id, sessionId, expiresAtMs } = session;
  const asked = { askedAtMs: nowMs, dueAtMs: nowMs + undoMs };
  await Promise.all([
    items.intents
      .item(refOf(session))
      .write({ product, id, sessionId, expiresAtMs, ...asked, from }),
    wakeAt('drain', sendableFromMs(asked), nowMs),
  ]);
}

/** Takes the wish back. Comes too late only once the DELETE is under way. */
export async function undo(identity: Identity): Promise<void> {
  await items.intents.item(refOf(identity)).remove();
}

/** From when on the DELETE of an intent may go out. */
export function sendableFromMs({
  askedAtMs,
  dueAtMs,
}: Pick<Intent, 'askedAtMs' | 'dueAtMs'>): number {
  return dueAtMs > askedAtMs ? dueAtMs + UNDO_GRACE_MS : dueAtMs;
}
