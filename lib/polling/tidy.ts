/* Forgetting what has had its day: ends that the lists know of by now, protections of sessions that
 * are no more, reminders of such, and the ends that were asked for in one go. */
import { ENDED_LAG_MS } from '../session/overview.ts';
import { PAST_KEPT_MS } from '../session/past.ts';
import { protectedRef } from '../session/protection.ts';
import { parseRef, type Ref, refOf, refsOf } from '../session/ref.ts';
import { parseHistory } from '../store/history.ts';
import { removeTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Ended } from '../store/schemas.ts';
import {
  parseFamily,
  parseState,
  type RawState,
  readRawState,
  type State,
} from '../store/state.ts';

export async function tidy(nowMs: number): Promise<void> {
  const raw = await readRawState();
  const state = parseState(raw);
  const isOldBulk = state.bulk !== null && isDaysAgo(state.bulk.askedAtMs, nowMs);
  await removeTogether(
    ...oldEnds(state, nowMs).map((ref) => items.ended.item(ref)),
    ...idleProtections(raw, state, nowMs).map((name) => items.protections.item(name)),
    ...endedReminders(state).map((ref) => items.reminders.item(ref)),
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
    if (end.how === 'expired' || isOfBulk(state, end, nowMs)) {
      return isDaysAgo(end.endedAtMs, nowMs);
    }
    return !identity || (good && good.startedAtMs >= end.endedAtMs + ENDED_LAG_MS);
  };
  return [...state.ended].filter(([ref, end]) => isOld(ref, end)).map(([ref]) => ref);
}

function isOfBulk({ bulk }: State, { wish }: Ended, nowMs: number): boolean {
  const isTold = bulk !== null && !isDaysAgo(bulk.askedAtMs, nowMs);
  return isTold && wish?.from === 'bulk' && wish.askedAtMs === bulk.askedAtMs;
}

/** Names under which sessions are protected that are neither listed nor past. While a list can't be
 * told for sure, none of its sessions. */
function idleProtections({ local }: RawState, state: State, nowMs: number): string[] {
  const old = [...parseFamily(items.protections, local)].flatMap(([name, { sinceMs }]) => {
    const identity = parseRef(protectedRef(name) ?? '');
    const good = identity && state.statuses[identity.product]?.good;
    const isSure = good != null && good.notUnderstood.count === 0;
    return identity && isSure && isDaysAgo(sinceMs, nowMs) ? [{ name, ref: refOf(identity) }] : [];
  });
  if (old.length === 0) return [];
  const listed = Object.values(state.lists).flat();
  const past = parseHistory(local).map(({ session }) => session);
  const held = new Set([...listed, ...past].map(refOf));
  return old.filter(({ ref }) => !held.has(ref)).map(({ name }) => name);
}

/** Of sessions that are no more. While a list can't be told for sure, of none of its sessions. */
function endedReminders(state: State): Ref[] {
  const { reminders, lists, statuses, ended } = state;
  if (reminders.size === 0) return [];
  const listed = new Set(Object.values(lists).flatMap(refsOf));
  return [...reminders].filter((ref) => {
    const identity = parseRef(ref);
    const good = identity && statuses[identity.product]?.good;
    const isGone = good?.notUnderstood.count === 0 && !listed.has(ref);
    return !identity || isGone || ended.has(ref);
  });
}

/** A day or more from now, also in a future that a clock set back has made. */
function isDaysAgo(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) > PAST_KEPT_MS;
}
