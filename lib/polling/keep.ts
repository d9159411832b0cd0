/* Keeping what a list's answer says: the list, its status, and what is remembered of its sessions,
 * all of it or nothing. */
import type { Product, Session } from '../api/schemas.ts';
import { refOf } from '../session/ref.ts';
import { earlierThan } from '../session/trace.ts';
import { historyChanges, parseHistory } from '../store/history.ts';
import { removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { writeCopies } from '../store/room.ts';
import { type ListStatus, parseState, readRawState, type State } from '../store/state.ts';
import { type Answer, type Memory, memoryAfter } from './memory.ts';

type Good = NonNullable<ListStatus['good']>;

/** The longest life of a session. If a list has failed on its way for so long, none of the sessions from
 * before is left, so the list takes the age of the pages that came. */
const LONGEST_KEPT_MS = 30 * 60_000;

export type Failure = Omit<ListStatus, 'v' | 'good'>;

/** Keeps an answer. `reading`: how it was read; `failure`: why it is not whole, and when it is tried again.
 * If there was a list before, a narrowed answer, or a list that failed on its way, changes its sessions
 * only: the list keeps the age and the number of pages of its last whole reading. Rejects where storage has
 * no room even for the list alone. */
export async function keepAnswer(
  answer: Answer,
  reading: Omit<Good, 'earlierMs' | 'isWhole'>,
  failure: Failure | null = null,
): Promise<void> {
  const { product, filter, extent } = answer;
  const raw = await readRawState();
  const state = parseState(raw);
  const wholeBefore = state.statuses[product]?.good ?? null;
  // The list that it was to be a part of is gone.
  if (filter && !wholeBefore) return;
  const before: Memory = {
    isWhole: wholeBefore?.isWhole ?? true,
    sessions: wholeBefore ? state.lists[product] : endingOf(state, product),
    traces: state.traces[product],
    past: parseHistory(raw.local),
  };
  const after = memoryAfter(before, answer, state.ended.values(), wholeBefore?.atMs ?? null);
  const isOfFormer =
    wholeBefore !== null &&
    (filter !== null || (extent === 'failed' && reading.atMs - wholeBefore.atMs < LONGEST_KEPT_MS));
  const present = {
    ...reading,
    earlierMs: earlierThan(wholeBefore),
    isWhole: extent === 'whole',
  };
  const success = { problem: null, failures: 0, triedAtMs: reading.startedAtMs, retryAtMs: null };
  const status = items
    .listStatusOf(product)
    .entry({ good: isOfFormer ? wholeBefore : present, ...(failure ?? success) });
  const history = historyChanges(before.past, after.past);
  await writeCopies(
    [status, listEntry(product, wholeBefore && before, after), ...history.written],
    tracesEntry(product, before, after),
  );
  await removeTogether(...history.removed);
}

/** The sessions of a former key's list that somebody has ended or is ending: the history needs them. The present
 * key may see fewer sessions, so the others would look as if they were gone. */
function endingOf({ lists, intents, ended }: State, product: Product): Session[] {
  return lists[product].filter((session) => {
    const ref = refOf(session);
    return intents.has(ref) || ended.has(ref);
  });
}

/** A large list wakes every listener: it is only written if it changed. */
function listEntry(product: Product, before: Memory | null, { sessions }: Memory) {
  const isSame =
    sessions.length === before?.sessions.length &&
    sessions.every((session, index) => before.sessions[index] === session);
  return isSame ? {} : items.listOf(product).entry({ sessions });
}

function tracesEntry(product: Product, before: Memory, { traces }: Memory) {
  const isSame =
    traces.size === before.traces.size &&
    [...traces].every(([id, trace]) => before.traces.get(id) === trace);
  return isSame ? {} : items.tracesOf(product).entry({ traces });
}
