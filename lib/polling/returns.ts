/* Sessions that came back: their client went on after an end, and the same proxy username made
 * another session. After an expiry that is a client's normal life and no news. Pure. */
import type { Session } from '../api/schemas.ts';
import { CLOCK_SLACK_MS, PAST_KEPT_MS } from '../session/past.ts';
import { type Ref, refOf } from '../session/ref.ts';
import { clientOf } from '../session/username.ts';
import type { Past, Returned, Trace } from '../store/schemas.ts';

interface Times {
  /** When the list was read, and the one before it; null if there was none. */
  atMs: number;
  previousMs: number | null;
  /** Server clock minus ours. */
  clockOffsetMs: number;
}

/** What each newcomer is the return of, by its ref: the latest end under its proxy username that
 * nobody has come back from. `past`: all ends that are known. */
export function returnsOf(
  newcomers: readonly Session[],
  past: readonly Past[],
  times: Times,
): Map<Ref, Returned> {
  const returns = new Map<Ref, Returned>();
  const ends = latestByClient(past, times);
  for (const session of ends.size > 0 ? newcomers : []) {
    const client = clientOf(session);
    const end = client === null ? undefined : ends.get(client);
    if (client === null || !end || session.startedAtMs === null) continue;
    const startedAtMs = session.startedAtMs - times.clockOffsetMs;
    if (startedAtMs < earliestMs(end, times) - CLOCK_SLACK_MS) continue;
    ends.delete(client);
    returns.set(refOf(session), {
      ref: refOf(end.session),
      afterMs: Math.max(0, startedAtMs - end.endedAtMs),
      fromIp: end.session.exitIp,
    });
  }
  return returns;
}

function latestByClient(past: readonly Past[], { atMs }: Times): Map<string, Past> {
  const latest = new Map<string, Past>();
  for (const end of past) {
    const isOpen = end.how !== 'expired' && end.cameBackAs === null;
    if (!isOpen || atMs - end.endedAtMs >= PAST_KEPT_MS) continue;
    const client = clientOf(end.session);
    if (client === null) continue;
    const other = latest.get(client);
    if (!other || other.endedAtMs <= end.endedAtMs) latest.set(client, end);
  }
  return latest;
}

/** One that is found gone was last seen in the list before. */
function earliestMs({ how, endedAtMs }: Past, { previousMs }: Times): number {
  return how === 'gone' ? Math.min(endedAtMs, previousMs ?? endedAtMs) : endedAtMs;
}

/** The past, told which sessions came back and as what. */
export function withReturns(past: readonly Past[], heirs: ReadonlyMap<string, Ref>): Past[] {
  return past.map((each) => {
    const heir = heirs.get(refOf(each.session));
    return heir && each.cameBackAs === null ? { ...each, cameBackAs: heir } : each;
  });
}

/** By the ref of a session that came back: that of the one it came back as. */
export function heirsOf(sessions: readonly Session[], traces: ReadonlyMap<string, Trace>) {
  const heirs = new Map<string, Ref>();
  for (const session of sessions) {
    const returned = traces.get(session.id)?.returned;
    if (returned) heirs.set(returned.ref, refOf(session));
  }
  return heirs;
}
