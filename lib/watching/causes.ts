/* Which of the things that a person wants to be told of hold now, by what is stored. Nothing does
 * while nothing is watched, and then no session is looked at. */
import type { Session } from '../api/schemas.ts';
import type { Overview, Row } from '../session/overview.ts';
import type { Ref } from '../session/ref.ts';
import { bytesPerMinute } from '../session/trace.ts';
import type { Notice, Trace } from '../store/schemas.ts';
import { askedProducts, type State } from '../store/state.ts';

export type Cause = Notice['cause'];

/** A notice that is not made yet. `name`: `moved:residential:ses_…`, or `key`. */
export interface Held extends Omit<Notice, 'atMs'> {
  name: string;
}

/** The name under which a cause is told: of a session by its ref. */
export function nameOf(cause: Cause, ref: Ref | null): string {
  return ref === null ? cause : `${cause}:${ref}`;
}

/** What must be passed for a cause to hold, by `boundName`. A product whose list is not known has
 * none yet. A session that somebody chose has passed nothing: it is always told of. */
export function boundsOf(state: State): Record<string, number> {
  const { isOn, moved, bytes, rate, key } = state.watching;
  if (!isOn) return {};
  const read = askedProducts(state).filter((product) => state.statuses[product]?.good);
  const ofProducts = read.flatMap((product) => [
    ...(moved.isOn ? [[`moved:${product}`, 0]] : []),
    ...(bytes.isOn ? [[`bytes:${product}`, bytes.over]] : []),
    ...(rate.isOn ? [[`rate:${product}`, rate.over]] : []),
  ]);
  return Object.fromEntries(key.isOn ? [...ofProducts, ['key', 0]] : ofProducts);
}

/** Of the cause and the product, whichever session it is: `bytes:residential`, or `key`. */
export function boundName(name: string): string {
  return name.split(':', 2).join(':');
}

/** All that hold, of sessions that nobody is ending. */
export function heldCauses(state: State, { rows, standing }: Overview, nowMs: number): Held[] {
  const { isOn, key } = state.watching;
  if (!isOn) return [];
  const held = rows.flatMap((row) => (row.fate.kind === 'active' ? heldOf(state, row, nowMs) : []));
  if (key.isOn && standing === 'key-refused') {
    held.push({ name: nameOf('key', null), cause: 'key', session: null, fromIp: null, rate: null });
  }
  return held;
}

function heldOf(state: State, { ref, session, endsAtMs }: Row, nowMs: number): Held[] {
  const { moved, bytes, rate, ending } = state.watching;
  const trace = state.traces[session.product].get(session.id) ?? null;
  const held: Held[] = [];
  const hold = (cause: Cause, more: Partial<Held> = {}) =>
    held.push({ name: nameOf(cause, ref), cause, session, fromIp: null, rate: null, ...more });

  if (moved.isOn && hasMoved(session, trace)) {
    hold('moved', { fromIp: trace?.ips.at(-2)?.ip ?? null });
  }
  if (bytes.isOn && (session.bytesUsed ?? 0) > bytes.over) hold('bytes');
  const perMinute = rate.isOn ? rateOf(state, session, trace) : 0;
  if (perMinute > rate.over) hold('rate', { rate: perMinute });
  const leftMs = (endsAtMs ?? Infinity) - nowMs;
  if (state.reminders.has(ref) && leftMs <= ending.withinMs) hold('ending');
  return held;
}

/** Seen to, or so when it was first seen: then nobody knows from where. */
function hasMoved(session: Session, trace: Trace | null): boolean {
  return session.repinned === true || (trace !== null && trace.ips.length > 1);
}

function rateOf(state: State, session: Session, trace: Trace | null): number {
  const read = state.statuses[session.product]?.good;
  return (trace && read && bytesPerMinute(trace, session, read)) ?? 0;
}

/** When the next session of those that somebody chose will be about to end; Infinity if none. */
export function nextEndingMs({ watching, reminders }: State, rows: Row[], nowMs: number): number {
  if (!watching.isOn || reminders.size === 0) return Infinity;
  return rows
    .filter(({ ref }) => reminders.has(ref))
    .map(({ endsAtMs }) => (endsAtMs ?? Infinity) - watching.ending.withinMs)
    .filter((atMs) => atMs > nowMs)
    .reduce((a, b) => Math.min(a, b), Infinity);
}
