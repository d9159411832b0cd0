/* Forgetting what has had its day: ends that the lists know of by now, what is kept for
 * sessions that are no more, and the ends that were asked for in one go. If a list still holds a session
 * whose end was recorded, its termination goes on. */
import { ENDED_LAG_MS } from '../session/overview.ts';
import { PAST_KEPT_MS } from '../session/past.ts';
import { protectedRef } from '../session/protection.ts';
import { parseRef, refOf, refsOf } from '../session/ref.ts';
import { parseHistory } from '../store/history.ts';
import { keepTogether, removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Ended } from '../store/schemas.ts';
import {
  parseFamily,
  parseState,
  type RawState,
  readRawState,
  type State,
} from '../store/state.ts';
import { isOfBulk } from '../termination/bulk.ts';
import { reopened } from '../termination/reopen.ts';

export async function tidy(nowMs: number): Promise<void> {
  const raw = await readRawState();
  const state = parseState(raw);
  const goingOn = reopened(state, nowMs);
  if (goingOn.size > 0) await keepTogether(...[...goingOn.values()].flat());
  const isOldBulk = state.bulk !== null && isDaysAgo(state.bulk.askedAtMs, nowMs);
  await removeTogether(
    ...[...goingOn.keys(), ...oldEnds(state, nowMs)].map((ref) => items.ended.item(ref)),
    ...idle(keptFor(raw, state), raw, state, nowMs),
    ...[...state.reminders].filter((ref) => state.ended.has(ref)).map(items.reminders.item),
    ...(isOldBulk ? [items.bulk] : []),
  );
}

/** An end is remembered until a list was asked for that must know of it, and that has moved it to
 * the history; one of those that are counted as they go, as long as these are told of; and one that
 * came before it could be brought about, until a person has seen so. */
function oldEnds(state: State, nowMs: number): string[] {
  const isOld = (ref: string, end: Ended) => {
    const identity = parseRef(ref);
    const good = identity && state.statuses[identity.product]?.good;
    if (end.how === 'expired' || isToldOf(state, end, nowMs)) {
      return isDaysAgo(end.endedAtMs, nowMs);
    }
    return !identity || (good && good.startedAtMs >= end.endedAtMs + ENDED_LAG_MS);
  };
  return [...state.ended].filter(([ref, end]) => isOld(ref, end)).map(([ref]) => ref);
}

function isToldOf({ bulk }: State, { wish }: Ended, nowMs: number): boolean {
  return bulk !== null && !isDaysAgo(bulk.askedAtMs, nowMs) && isOfBulk(wish, bulk);
}

interface Kept {
  key: string;
  /** The session that it is kept for; null if that is none. */
  ref: string | null;
  sinceMs: number;
}

/** Protections, reminders, and what was answered of the session that was opened last. */
function keptFor({ local }: RawState, { detail }: State): Kept[] {
  const { protections, reminders } = items;
  const keptIn = (family: typeof protections, refIn: (name: string) => string | null) =>
    [...parseFamily(family, local)].map(([name, { sinceMs }]) => ({
      key: family.item(name).key,
      ref: refIn(name),
      sinceMs,
    }));
  return [
    ...keptIn(protections, protectedRef),
    ...keptIn(reminders, (ref) => ref),
    ...(detail ? [{ key: items.detail.key, ref: refOf(detail), sinceMs: detail.atMs }] : []),
  ];
}

/** What is kept for sessions that are neither listed nor past: a list may miss one once. While a list
 * can't be told for sure, of none of its sessions. */
function idle(kept: Kept[], { local }: RawState, state: State, nowMs: number): Kept[] {
  const old = kept.filter(({ ref, sinceMs }) => {
    const identity = parseRef(ref ?? '');
    const good = identity && state.statuses[identity.product]?.good;
    return good?.notUnderstood.count === 0 && isDaysAgo(sinceMs, nowMs);
  });
  if (old.length === 0) return [];
  const listed = Object.values(state.lists).flatMap(refsOf);
  const past = parseHistory(local).map(({ session }) => refOf(session));
  const held = new Set<string | null>([...listed, ...past]);
  return old.filter(({ ref }) => !held.has(ref));
}

/** A day or more from now, also in a future that a clock set back has made. */
function isDaysAgo(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) > PAST_KEPT_MS;
}
