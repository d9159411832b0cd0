/* The books of what was sent, as kept in storage, and what they leave to spend. Pure. */
import type * as v from 'valibot';
import type { ledgerSchema } from '../store/schemas.ts';
import type { Budget } from './allowance.ts';

/** Requests by the hour over a day and by five seconds over a minute, oldest first. Those for ends
 * that people asked for are told apart: they count, but must not silence the rounds of the clock. */
export type Ledger = Omit<v.InferOutput<typeof ledgerSchema>, 'v'>;
type Slot = Ledger['hours'][number];

export const EMPTY_LEDGER: Ledger = { hours: [], moments: [] };

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOMENT_MS = 5 * SECOND_MS;

/** The ledger with `count` requests more. */
export function noted(
  ledger: Ledger,
  nowMs: number,
  count: number,
  purpose: 'poll' | 'end' = 'poll',
): Ledger {
  const ends = purpose === 'end' ? count : 0;
  return {
    hours: add(recentHours(ledger, nowMs), [nowMs, count, ends], HOUR_MS),
    moments: add(recentMoments(ledger, nowMs), [nowMs, count, ends], MOMENT_MS),
  };
}

/** The ledger by a clock that was set back by so much; forward where that is negative. `hoursByMs`: the same of
 * the hours alone; those that stay in the future count as of now. */
export function shifted({ hours, moments }: Ledger, byMs: number, hoursByMs = byMs): Ledger {
  const shift =
    (ms: number) =>
    ([atMs, ...counts]: Slot): Slot => [atMs - ms, ...counts];
  return { hours: hours.map(shift(hoursByMs)), moments: moments.map(shift(byMs)) };
}

/** When the latest request was noted; null if none was. */
export function latestMs({ hours, moments }: Ledger): number | null {
  const latest = Math.max(hours.at(-1)?.[0] ?? -Infinity, moments.at(-1)?.[0] ?? -Infinity);
  return latest === -Infinity ? null : latest;
}

/** Requests of the last 24 hours; the whole of the hour that they began in, so rather too many. */
export function spentInDay(ledger: Ledger, nowMs: number): number {
  return sum(recentHours(ledger, nowMs));
}

/** Requests of the last minute, likewise rather too many. */
export function spentInMinute(ledger: Ledger, nowMs: number): number {
  return sum(recentMoments(ledger, nowMs));
}

/** The instant from which on `count` requests of polling stay within our share of a minute. */
export function roomInMinuteMs(
  ledger: Ledger,
  { perMinute }: Budget,
  count: number,
  nowMs: number,
): number {
  return roomMs(recentMoments(ledger, nowMs).map(polls), perMinute - count, MINUTE, nowMs);
}

/** The instant from which on terminations have room for `count` requests in their share of a minute and of
 * a day. */
export function roomForEndsMs(
  ledger: Ledger,
  { ends: { perMinute, perDay } }: Budget,
  count: number,
  nowMs: number,
): number {
  return Math.max(
    roomMs(recentMoments(ledger, nowMs).map(ends), perMinute - count, MINUTE, nowMs),
    roomMs(recentHours(ledger, nowMs).map(ends), perDay - count, DAY, nowMs),
  );
}

/** The instant from which on `count` requests stay within our share of a day. Two things hold: the
 * last 24 hours have room, and what was saved up suffices, so that a busy hour is paid back in
 * small steps and not by a day of silence. */
export function roomInDayMs(ledger: Ledger, budget: Budget, count: number, nowMs: number): number {
  if (budget.perDay === Infinity) return nowMs;
  const missing = Math.min(count, budget.reserve) - savings(ledger, budget, nowMs);
  const savedAtMs = missing <= 0 ? nowMs : nowMs + (missing / budget.refillPerDay) * DAY_MS;
  return Math.max(savedAtMs, emptyEnoughMs(ledger, budget, count, nowMs));
}

/** The instant from which on the last 24 hours of polling have room for `count` requests. */
export function emptyEnoughMs(
  ledger: Ledger,
  budget: Budget,
  count: number,
  nowMs: number,
): number {
  return roomMs(recentHours(ledger, nowMs).map(polls), budget.perDay - count, DAY, nowMs);
}

type Counted = [atMs: number, requests: number];

const polls = ([atMs, requests, ends]: Slot): Counted => [atMs, requests - ends];
const ends = ([atMs, , ends]: Slot): Counted => [atMs, ends];

/** How long a slot is open, and for how long it counts after that. */
interface Span {
  widthMs: number;
  spanMs: number;
}

const MINUTE: Span = { widthMs: MOMENT_MS, spanMs: MINUTE_MS };
const DAY: Span = { widthMs: HOUR_MS, spanMs: DAY_MS };

/** The instant from which on the slots hold no more than `most`. If `most` is below zero, because more is
 * wanted at once than ever fits, that is once they are empty. */
function roomMs(slots: Counted[], most: number, { widthMs, spanMs }: Span, nowMs: number): number {
  let spent = slots.reduce((total, [, requests]) => total + requests, 0);
  const bound = Math.max(0, most);
  for (const [atMs, requests] of slots) {
    if (spent <= bound) return nowMs;
    spent -= requests;
    if (spent <= bound) return atMs + widthMs + spanMs;
  }
  return nowMs;
}

/** What is saved up: at most the reserve, filled evenly, lowered by what was spent; below zero after
 * more was spent than there was. Within an hour what came in is taken to have come before what
 * went out, which never makes it too much. */
function savings(ledger: Ledger, { reserve, refillPerDay }: Budget, nowMs: number): number {
  const refilled = (saved: number, fromMs: number, toMs: number) =>
    Math.min(reserve, saved + (refillPerDay * (toMs - fromMs)) / DAY_MS);
  let saved = reserve;
  let doneMs = -Infinity;
  for (const [startMs, count, ends] of recentHours(ledger, nowMs)) {
    const endMs = Math.min(startMs + HOUR_MS, nowMs);
    saved = refilled(saved, doneMs, endMs) - (count - ends);
    doneMs = endMs;
  }
  return refilled(saved, doneMs, nowMs);
}

function add(slots: Slot[], slot: Slot, widthMs: number): Slot[] {
  const [nowMs, count, ends] = slot;
  const last = slots.at(-1);
  if (!last || nowMs >= last[0] + widthMs) return [...slots, slot];
  return [...slots.slice(0, -1), [last[0], last[1] + count, last[2] + ends]];
}

function recentHours({ hours }: Ledger, nowMs: number): Slot[] {
  return recent(hours, nowMs, HOUR_MS, DAY_MS);
}

function recentMoments({ moments }: Ledger, nowMs: number): Slot[] {
  return recent(moments, nowMs, MOMENT_MS, MINUTE_MS);
}

/** The slots that reach into the span. One of the future, which a clock that was set back a little
 * has made of it, counts as of now. */
function recent(slots: Slot[], nowMs: number, widthMs: number, spanMs: number): Slot[] {
  return slots
    .filter(([atMs]) => atMs + widthMs + spanMs > nowMs)
    .map(([atMs, ...counts]) => [Math.min(atMs, nowMs), ...counts]);
}

function sum(slots: Slot[]): number {
  return slots.reduce((total, [, count]) => total + count, 0);
}
