/* What the numbers are worth: one standing for all surfaces, the first of these that applies.
 * ARCHITECTURE.md has the same table with what each surface makes of it. */
import type { ApiError } from '../api/errors.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import { askedProducts, keyProblem, type ListStatus, type State } from '../store/state.ts';
import { expiryMsOf } from './expiry.ts';

export type Standing = keyof typeof STANDINGS;

interface Face {
  /** `number`: of active sessions, or `?` where that is unknown, or 0 and unsure. */
  badge: 'number' | 'key' | 'loading' | 'none';
  color: 'sure' | 'unsure' | 'refused';
  /** Whether Refresh would ask. */
  mayRefresh: boolean;
  /** Whether sessions can be ended. A click on one is kept even while nothing can be sent. */
  mayEnd: boolean;
}

const face = (
  badge: Face['badge'],
  color: Face['color'],
  { mayRefresh = true, mayEnd = true } = {},
): Face => ({ badge, color, mayRefresh, mayEnd });

export const STANDINGS = {
  /** No key was entered yet. */
  'no-key': face('key', 'unsure', { mayRefresh: false, mayEnd: false }),
  /** The browser keeps the extension from the API. */
  'no-access': face('number', 'unsure', { mayRefresh: false }),
  /** 401. */
  'key-refused': face('key', 'refused'),
  /** The account has no product with sessions. */
  'no-products': face('none', 'sure', { mayEnd: false }),
  /** The first answer is still under way. */
  loading: face('loading', 'unsure'),
  /** No list was ever read, and the last try failed. */
  'never-loaded': face('number', 'unsure'),
  /** 403 on every list. */
  'key-may-not-list': face('key', 'refused'),
  /** 429, or a pause that the vendor asked for has made the numbers old. */
  throttled: face('number', 'unsure'),
  /** No answer of the API: no network, nobody there, or something in between that answered instead. */
  offline: face('number', 'unsure'),
  /** Numbers are known, but one is old, or can't be refreshed. */
  stale: face('number', 'unsure'),
  /** Records without an id were left out of a list, or its end could not be read. */
  'partly-understood': face('number', 'unsure'),
  /** One list is right, the other one may not be read (403). */
  'product-missing': face('number', 'unsure'),
  /** All is right, but the key may only read: 403 on DELETE. */
  'key-may-not-end': face('number', 'sure', { mayEnd: false }),
  fresh: face('number', 'sure'),
} satisfies Record<string, Face>;

const DEFAULT_EVERY_MS = 60_000;

/** Failures in which the API has not answered. */
const UNANSWERED: ApiError['kind'][] = ['offline', 'unreachable', 'timed-out', 'foreign'];

export interface Judged {
  standing: Standing;
  /** The failure to speak of first. */
  problem: ApiError | null;
  /** From when on a first round that has brought nothing is taken for lost with its worker. */
  lostAtMs: number;
}

export function standingOf(state: State, nowMs: number): Judged {
  const statuses = askedProducts(state).map((product) => state.statuses[product]);
  const problems = statuses.flatMap((status) => status?.problem ?? []);
  const lostAtMs =
    state.round?.finishedAtMs === null ? state.round.startedAtMs + DEFAULT_EVERY_MS : Infinity;
  return {
    standing: standing(state, statuses, { nowMs, lostAtMs }),
    problem: keyProblem(state) ?? problems.find(isOfKey) ?? problems[0] ?? null,
    lostAtMs,
  };
}

function standing(
  state: State,
  statuses: (ListStatus | null)[],
  { nowMs, lostAtMs }: { nowMs: number; lostAtMs: number },
): Standing {
  if (!state.key) return 'no-key';
  if (!state.hasAccess) return 'no-access';
  if (keyProblem(state)) return 'key-refused';
  if (statuses.length === 0) return 'no-products';
  if (statuses.every((status) => status?.problem && isOfKey(status.problem))) {
    return 'key-may-not-list';
  }
  // What the key may not read tells nothing of the network.
  const open = statuses.filter((status) => !status?.problem || !isOfKey(status.problem));
  const problems = open.flatMap((status) => status?.problem?.kind ?? []);
  if (statuses.every((status) => !status?.good)) {
    if (pausedUntilMs(state, nowMs) !== null && problems.length === 0) return 'throttled';
    return problems.length > 0 || nowMs >= lostAtMs ? 'never-loaded' : 'loading';
  }
  const isCurrent = open.every((status) => status?.good && isYoung(state, status.good.atMs, nowMs));
  if (problems.includes('rate-limited') || problems.includes('over-budget')) return 'throttled';
  if (!isCurrent && pausedUntilMs(state, nowMs) !== null) return 'throttled';
  if (problems.some((kind) => UNANSWERED.includes(kind))) return 'offline';
  if (!isCurrent || problems.length > 0 || countsForbidden(state, nowMs)) return 'stale';
  if (open.some(isPartlyRead)) return 'partly-understood';
  if (open.length < statuses.length) return 'product-missing';
  return state.readOnly ? 'key-may-not-end' : 'fresh';
}

/** Sessions of a list that may not be read any more still count until they expire, unseen. */
function countsForbidden(state: State, nowMs: number): boolean {
  return askedProducts(state).some((product) => {
    const status = state.statuses[product];
    const serverNowMs = nowMs + (status?.good?.clockOffsetMs ?? 0);
    return (
      status?.good != null &&
      status.problem?.kind === 'not-permitted' &&
      state.lists[product].some((session) => (expiryMsOf(session) ?? Infinity) > serverNowMs)
    );
  });
}

function isPartlyRead(status: ListStatus | null): boolean {
  const good = status?.good;
  return good != null && (good.notUnderstood.count > 0 || !good.isWhole);
}

function isOfKey({ kind }: ApiError): boolean {
  return kind === 'not-permitted';
}

/** A list from the future was read before the clock was set back: its age is unknown. */
function isYoung(state: State, asOfMs: number, nowMs: number): boolean {
  return asOfMs <= nowMs && nowMs < oldAtMs(state, asOfMs);
}

/** From when on a list is old: two intervals after it was read. */
export function oldAtMs(state: State, asOfMs: number): number {
  return asOfMs + 2 * (state.round?.everyMs ?? DEFAULT_EVERY_MS);
}
