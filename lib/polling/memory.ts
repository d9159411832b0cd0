/* What the background remembers from list to list of a product: its sessions, what the lists have
 * shown of each (traces), and those that are no more (past). One answer of the API leads from one
 * memory to the next. Pure. */
import type { SessionFilter } from '../api/client.ts';
import type { Product, Session } from '../api/schemas.ts';
import { expiryMsOf } from '../session/expiry.ts';
import { withEnds } from '../session/past.ts';
import { refOf } from '../session/ref.ts';
import { traced } from '../session/trace.ts';
import type { Ended, Past, Trace } from '../store/schemas.ts';
import { pastAfter } from './history.ts';
import { mergedList } from './narrow.ts';
import { heirsOf, returnsOf, withReturns } from './returns.ts';

export interface Memory {
  /** Whether the list was read to its end. */
  isWhole: boolean;
  /** The same objects where the answer said nothing new of them. */
  sessions: Session[];
  /** By a session's id; the same object where the answer said nothing new. */
  traces: Map<string, Trace>;
  /** Of both products. */
  past: Past[];
}

/** All pages of an answer. */
export interface Answer {
  product: Product;
  /** Null for the whole list. */
  filter: SessionFilter | null;
  sessions: Session[];
  /** `cut`: the list goes on in a way that can't be followed. `failed`: a page failed on the way. */
  extent: 'whole' | 'cut' | 'failed';
  /** Records were left out, or may have been: what is missing has not ended for sure. */
  isPartial: boolean;
  atMs: number;
  /** Server clock minus ours. */
  clockOffsetMs: number;
}

/** `ended`: what is known of ends by then. `previousMs`: when the whole list was last read; null if
 * it never was. */
export function memoryAfter(
  before: Memory,
  answer: Answer,
  ended: Iterable<Ended>,
  previousMs: number | null,
): Memory {
  const { product, filter, isPartial } = answer;
  const ends = [...ended];
  const answered = recognised(before.sessions, answer.sessions);
  const endedRefs = new Set(ends.map(refOf));
  // A list that breaks off can't tell that the rest has ended, but an expiry can. A session without an
  // expiry is kept through one such list only, or it would stay for ever.
  const untilMs = before.isWhole ? Infinity : 0;
  const isAlive = (session: Session) =>
    !endedRefs.has(refOf(session)) &&
    (expiryMsOf(session) ?? untilMs) > answer.atMs + answer.clockOffsetMs;
  const former = answer.extent === 'whole' ? before.sessions : before.sessions.filter(isAlive);
  const sessions = isPart(answer)
    ? mergedList(former, filter ?? {}, answered, isPartial)
    : answered;
  const compared = { ...answer, former: before.sessions, listed: sessions, ended: ends };
  const past = pastAfter(before.past, compared);
  const newcomers = answered.filter(
    (session) => !before.traces.has(session.id) && !endedRefs.has(refOf(session)),
  );
  // One that was ended here may still be listed for a while.
  const known = withEnds(past, ends).filter(({ session }) => session.product === product);
  const returns = returnsOf(newcomers, known, { ...answer, previousMs });
  const traces = tracesAfter(before, sessions, { ...answer, sessions: answered }, previousMs);
  for (const session of newcomers) {
    const trace = traces.get(session.id);
    const returned = returns.get(refOf(session));
    if (trace && returned) traces.set(session.id, { ...trace, returned });
  }
  const isWhole = answer.extent === 'whole';
  return { isWhole, sessions, traces, past: withReturns(past, heirsOf(sessions, traces)) };
}

/** The sessions of an answer; those that are as they were are the objects that they were. */
function recognised(former: readonly Session[], answer: readonly Session[]): Session[] {
  const known = new Map(former.map((session) => [session.id, session]));
  return answer.map((session) => {
    const last = known.get(session.id);
    return last && isSame(last, session) ? last : session;
  });
}

function isSame(a: Session, b: Session): boolean {
  const fields = Object.keys(a) as (keyof Session)[];
  return fields.every((field) =>
    field === 'unread' ? String(a.unread) === String(b.unread) : a[field] === b[field],
  );
}

function isPart({ filter, extent }: Answer): boolean {
  return filter !== null || extent !== 'whole';
}

function tracesAfter(
  before: Memory,
  sessions: readonly Session[],
  answer: Answer,
  previousMs: number | null,
): Map<string, Trace> {
  const answered = isPart(answer) ? new Set(answer.sessions) : null;
  // A cut list gets a new age, so the sessions that it did not reach lose traces of an older age.
  const { traces: former } = before;
  const others = answer.extent === 'cut' ? new Map<string, Trace>() : former;
  const unknown = new Set(
    before.sessions.flatMap(({ id, bytesUsed }) => (bytesUsed === null ? id : [])),
  );
  const most = pointsPerTrace(sessions.length);
  const traces = new Map<string, Trace>();
  for (const session of sessions) {
    const known = former.get(session.id);
    const isAnswered = answered === null || answered.has(session);
    const trace = isAnswered
      ? traced(known, session, {
          atMs: answer.atMs,
          previousMs,
          wasUnknown: unknown.has(session.id),
          most,
        })
      : others.get(session.id);
    if (trace) traces.set(session.id, trace);
  }
  return traces;
}

/** Storage holds 10 MB in all: many sessions are remembered in less detail each. */
function pointsPerTrace(sessions: number): number {
  return Math.min(40, Math.max(3, Math.floor(80_000 / Math.max(1, sessions))));
}
