/* A clock that is set back leaves instants in the future: a pause of half a minute would become one
 * of hours. What was kept by the clock of then goes back with it, as if no time had passed. (A wish
 * and its tries are left alone, for people write to them: lib/termination judges those itself.)
 * A clock that is set forward looks like a computer that slept. Either way the books go forward with it: if
 * they forgot what was sent, we could spend it twice once the clock is set back. */
import { PRODUCTS } from '../api/schemas.ts';
import { latestMs, shifted } from '../quota/ledger.ts';
import { shiftedTrace } from '../session/trace.ts';
import { withBooks } from './books.ts';
import { historyChanges, parseHistory } from './history.ts';
import { removeTogether, writeTogether } from './item.ts';
import * as items from './items.ts';
import type { Past } from './schemas.ts';
import { parseState, readRawState, type State } from './state.ts';

/** Two processes may read the clock a little differently. */
const SLACK_MS = 5_000;

/** If a round comes this much later than planned, the computer slept or its clock was set forward. */
const LATE_MS = 3_600_000;

/** The background runs this before it plans anything. `plannedMs`: when the next round was due, judged as of
 * the latest request. */
export function followClock(
  nowMs: number,
  plannedMs: (state: State, atMs: number) => number,
): Promise<void> {
  return withBooks(async () => {
    const raw = await readRawState();
    const state = parseState(raw);
    const past = parseHistory(raw.local);
    const history = historyChanges(past, past.map(notAhead));
    const entries = [...booksBehind(state), ...keptAhead(state, nowMs), ...history.written];
    if (entries.length > 0) await writeTogether(...entries);
    await removeTogether(...history.removed);
  });

  function booksBehind(state: State): Record<string, unknown>[] {
    const atMs = latestMs(state.ledger);
    const isLate = atMs !== null && nowMs - plannedMs(state, atMs) > LATE_MS;
    return isLate ? [items.ledger.entry(shifted(state.ledger, atMs - nowMs))] : [];
  }

  function notAhead(each: Past): Past {
    return each.endedAtMs - nowMs > SLACK_MS ? { ...each, endedAtMs: nowMs } : each;
  }
}

function keptAhead(state: State, nowMs: number) {
  const { ledger, pause, statuses, traces, ended, notices, noticesSeenMs } = state;
  const entries: Record<string, unknown>[] = [];
  /** By how much something kept then is ahead of now; null if it is not. */
  const aheadMs = (keptAtMs: number | null | undefined) =>
    keptAtMs != null && keptAtMs - nowMs > SLACK_MS ? keptAtMs - nowMs : null;

  const booksMs = aheadMs(latestMs(ledger));
  if (booksMs !== null) {
    // Less than that, the clock may have been set forward without the books.
    const hoursMs = booksMs > 2 * LATE_MS ? booksMs : 0;
    entries.push(items.ledger.entry(shifted(ledger, booksMs, hoursMs)));
  }
  const pauseMs = aheadMs(pause?.saidAtMs);
  if (pause && pauseMs !== null) {
    entries.push(
      items.pause.entry({ ...pause, saidAtMs: nowMs, untilMs: pause.untilMs - pauseMs }),
    );
  }
  for (const product of PRODUCTS) {
    const status = statuses[product];
    const statusMs = aheadMs(status?.triedAtMs);
    if (!status || statusMs === null) continue;
    const { good, retryAtMs } = status;
    entries.push(
      items.listStatusOf(product).entry({
        ...status,
        good: good && {
          ...good,
          startedAtMs: good.startedAtMs - statusMs,
          atMs: good.atMs - statusMs,
          earlierMs: good.earlierMs.map((atMs) => atMs - statusMs),
          // The server's clock was not set.
          clockOffsetMs: good.clockOffsetMs + statusMs,
        },
        triedAtMs: nowMs,
        retryAtMs: retryAtMs === null ? null : retryAtMs - statusMs,
      }),
    );
    const back = new Map(
      [...traces[product]].map(([id, trace]) => [id, shiftedTrace(trace, statusMs)]),
    );
    if (back.size > 0) entries.push(items.tracesOf(product).entry({ traces: back }));
  }
  for (const [ref, end] of ended) {
    const endMs = aheadMs(end.endedAtMs);
    if (endMs !== null) entries.push(items.ended.item(ref).entry({ ...end, endedAtMs: nowMs }));
  }
  // Or nothing would be new before the clock is where it was when somebody last looked.
  const noticesMs = aheadMs(Math.max(noticesSeenMs, notices.at(-1)?.atMs ?? 0));
  if (noticesMs !== null) entries.push(...noticedBack(state, noticesMs));
  return entries;
}

function noticedBack({ notices, noticesSeenMs, told, silent, bounds }: State, byMs: number) {
  const back = (atMs: number) => Math.max(0, atMs - byMs);
  return [
    items.noticesSeen.entry({ atMs: back(noticesSeenMs) }),
    items.notices.entry({
      notices: notices.map((notice) => ({ ...notice, atMs: back(notice.atMs) })),
      told: Object.fromEntries(Object.entries(told).map(([name, atMs]) => [name, back(atMs)])),
      silent,
      bounds,
    }),
  ];
}
