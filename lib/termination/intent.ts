/* A wish to end a session, as written by the surface that a person clicked on. It is one storage
 * item, so it outlives popup, worker and browser; the background's drain fulfils it. Of many that are
 * asked for in one go (a bulk), each is one of its own. */
import type { Session } from '../api/schemas.ts';
import { expiryMsOf } from '../session/expiry.ts';
import { type Identity, refOf } from '../session/ref.ts';
import { keepTogether, readTogether, removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Intent } from '../store/schemas.ts';
import type { State } from '../store/state.ts';
import { wakeAt } from '../wake.ts';
import { bulkWith, openRefsOf } from './bulk.ts';

/** Undo is offered until `dueAtMs`; the DELETE follows this much later, so that an undo at the
 * last instant is still stored in time. */
export const UNDO_GRACE_MS = 250;

export interface Asked {
  session: Wanted;
  from: Intent['from'];
  undoMs: number;
  /** The view that has to close first; default null. */
  heldBy?: string | null;
  /** The account under which it is asked for (State). */
  owner: string;
  nowMs: number;
}

type Wanted = Pick<Session, 'product' | 'id' | 'sessionId' | 'startedAtMs' | 'expiresAtMs'>;

/** Writes the wish. Needs no `await` by a popup that may close: both calls have left it by then.
 * The alarm is for a background that is killed before it has seen the wish. */
export async function askToTerminate(wish: Asked): Promise<void> {
  const { session, from, undoMs, heldBy = null, owner, nowMs } = wish;
  const asked = { askedAtMs: nowMs, dueAtMs: nowMs + undoMs, from, heldBy, owner };
  await Promise.all([
    keepTogether(intentEntry(session, asked)),
    wakeAt('drain', sendableFromMs(asked), nowMs),
  ]);
}

export interface AllAsked {
  sessions: readonly Wanted[];
  undoMs: number;
  heldBy?: string | null;
  nowMs: number;
  /** As it is shown: reading it first would be too late for a popup that closes. */
  state: BulkState;
}

type BulkState = Pick<State, 'owner' | 'bulk' | 'intents' | 'attempts' | 'ended'>;

/** The same for many in one go, all of them or none; they join an earlier bulk that is not through, and
 * take the place of one that is. */
export async function askToTerminateAll(wish: AllAsked): Promise<void> {
  const { sessions, undoMs, heldBy = null, nowMs, state } = wish;
  const { owner } = state;
  const asked = { askedAtMs: nowMs, dueAtMs: nowMs + undoMs, from: 'bulk' as const, heldBy, owner };
  const refs = [...new Set(sessions.map(refOf))];
  const intents = sessions.map((session) => intentEntry(session, asked));
  await Promise.all([
    keepTogether(...intents, items.bulk.entry(bulkWith(state, refs, nowMs))),
    wakeAt('drain', sendableFromMs(asked), nowMs),
  ]);
}

function intentEntry(
  session: Wanted,
  asked: Pick<Intent, 'askedAtMs' | 'dueAtMs' | 'from' | 'heldBy' | 'owner'>,
): Record<string, unknown> {
  const { product, id, sessionId } = session;
  const expiresAtMs = expiryMsOf(session);
  return items.intents.item(refOf(session)).entry({
    product,
    id,
    sessionId,
    expiresAtMs,
    ...asked,
  });
}

/** Takes the wish back. Comes too late only once the DELETE is under way. */
export async function undo(identity: Identity): Promise<void> {
  await items.intents.item(refOf(identity)).remove();
}

/** Takes back all of the bulk that may still be sent, as it is shown; of one whose DELETE is under
 * way too late, as with a single undo. What was refused keeps its reason. */
export async function undoAll(state: BulkState): Promise<void> {
  await removeTogether(...openRefsOf(state).map((ref) => items.intents.item(ref)));
}

/** Sends what waits for a view to close without that. As shown, it may have been undone, or taken from its view,
 * a moment ago: it is read anew. */
export async function endHeld(held: readonly Intent[], nowMs: number): Promise<void> {
  const read = await Promise.all(held.map(stillHeld));
  const free = read.flatMap((intent) =>
    intent ? [{ ...intent, dueAtMs: intent.askedAtMs, heldBy: null }] : [],
  );
  const entries = free.map((intent) => items.intents.item(refOf(intent)).entry(intent));
  await Promise.all([keepTogether(...entries), wakeAt('drain', nowMs, nowMs)]);
}

async function stillHeld(intent: Intent): Promise<Intent | null> {
  const ref = refOf(intent);
  const [present, attempt] = await readTogether(items.intents.item(ref), items.attempts.item(ref));
  const isSame = present?.askedAtMs === intent.askedAtMs;
  return isSame && attempt?.askedAtMs !== intent.askedAtMs ? present : null;
}

/** Takes several wishes back. */
export function undoThese(these: readonly Identity[]): Promise<void> {
  return removeTogether(...these.map((each) => items.intents.item(refOf(each))));
}

/** A person has seen how the bulk went. What of it still waits is ended all the same. */
export function dismissBulk(): Promise<void> {
  return items.bulk.remove();
}

/** From when on the DELETE of an intent may go out. */
export function sendableFromMs({
  askedAtMs,
  dueAtMs,
}: Pick<Intent, 'askedAtMs' | 'dueAtMs'>): number {
  return dueAtMs > askedAtMs ? dueAtMs + UNDO_GRACE_MS : dueAtMs;
}
