/* The one gate that each request of the background passes: nothing goes out before the vendor's
 * instant or with a key that was changed, everything is in the books before it is sent, and the
 * rounds of polling keep to their share and leave what is left of a window to the ends that people
 * asked for. These are held to a share of their own before they come here (ends.ts). */
import type { ApiError } from '../api/errors.ts';
import type { Exchange, Gate } from '../api/exchange.ts';
import type { RateLimit } from '../api/headers.ts';
import { withBooks } from '../store/books.ts';
import { readTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import { allowanceOf, type Budget, budgetOf } from './allowance.ts';
import { backOffMs } from './back-off.ts';
import { EMPTY_LEDGER, emptyEnoughMs, type Ledger, noted, roomInMinuteMs } from './ledger.ts';
import { pausedUntilMs } from './pause.ts';

export interface QuotaOptions {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  random: () => number;
}

export interface Quota {
  /** `isCurrent` turns false once the key was changed. */
  gateFor(purpose: Purpose, isCurrent: () => Promise<boolean>): Gate;
  /** How many ends wait to be sent now; null while that is looked up, and polls let the first pass. */
  expectEnds(count: number | null): void;
  /** Server clock minus ours, by the latest answer. */
  clockOffsetMs(): number;
  network: Network;
}

type Purpose = 'poll' | 'end';

/** Whether anybody can be reached at all, as far as the latest requests tell. */
export interface Network {
  /** Requests without an answer since the last one that had one. */
  unansweredInARow(): number;
  /** Ends wait until then, if the network was given up; an answer ends that. */
  goneUntilMs(): number;
  /** Gives up for a while, each time for longer. */
  giveUp(): number;
  /** Somebody has reason to think that it is back. */
  hope(): void;
}

/** A change of key is seen, and a worker that waits kept alive, at least this often. */
const LONGEST_SLEEP_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;
/** When a pause is over, the ends that waited for it go first: polls wait this much longer. */
const ENDS_FIRST_MS = 500;
/** And for ends that are on their way to the gate, where a busy machine takes its time with what
 * stands before that: up to this much. */
const LONGEST_WAY_MS = 5_000;
const LOOK_FOR_ENDS_MS = 50;
/** A window that is reset later is not one of a minute. */
const LONGEST_MINUTE_MS = 65_000;
/** A round that has begun waits out a pause that is no longer than this. */
const LONGEST_PAUSE_IN_ROUND_MS = 120_000;

export function createQuota({ now, sleep, random }: QuotaOptions): Quota {
  let endsWaiting = 0;
  /** The first of the ends that are on their way has passed, or is not waited for any longer. */
  let endsPassedByMs = 0;
  let clockOffsetMs = 0;
  let unanswered = 0;
  let givenUp = 0;
  let goneUntilMs = 0;
  /** Whether the latest pause that was read is our own back-off, as its 429 named no instant. */
  let isBackingOff = false;
  /** The key's window as of the latest answer. */
  let window: RateLimit | null = null;

  /** Null once the request is in the books and may go; else why not, or how long to wait. */
  async function tryToPass(
    purpose: Purpose,
    isCurrent: () => Promise<boolean>,
  ): Promise<ApiError | number | null> {
    const [isWanted, [pause, books, account, limit]] = await Promise.all([
      isCurrent(),
      readTogether(items.pause, items.ledger, items.account, items.limit),
    ]);
    isBackingOff = (pause?.unnamed ?? 0) > 0;
    // Nobody reads it: what a former key brings in is dropped.
    if (!isWanted) return { kind: 'rate-limited', untilMs: null, requestId: null };
    const nowMs = now();
    if (purpose === 'poll' && nowMs < endsPassedByMs) return LOOK_FOR_ENDS_MS;
    const headStartMs = purpose === 'poll' ? ENDS_FIRST_MS : 0;
    const untilMs = pausedUntilMs({ pause }, nowMs - headStartMs);
    if (untilMs !== null) {
      const waitMs = untilMs + headStartMs - nowMs;
      if (purpose === 'poll' && waitMs <= LONGEST_PAUSE_IN_ROUND_MS) return waitMs;
      return { kind: 'rate-limited', untilMs, requestId: null };
    }
    const ledger = books ?? EMPTY_LEDGER;
    const terms = {
      plan: account?.account?.plan ?? null,
      limitPerMinute: limit?.perMinute ?? null,
    };
    const budget = budgetOf(terms);
    const hindrance = purpose === 'poll' ? hindranceOf(ledger, budget, nowMs) : null;
    if (hindrance !== null) return hindrance;
    const written = items.ledger.write(noted(ledger, nowMs, 1, purpose));
    // A disk without room for books must not keep a person's click from its end.
    await (purpose === 'end' ? written.catch(() => {}) : written);
    if (window) window.remaining -= 1;
    if (purpose === 'end') endsPassedByMs = 0;
    return null;
  }

  function hindranceOf(ledger: Ledger, budget: Budget, nowMs: number): ApiError | number | null {
    const untilMs = emptyEnoughMs(ledger, budget, 1, nowMs);
    if (untilMs > nowMs) return { kind: 'over-budget', untilMs, requestId: null };
    const waitMs = Math.max(roomInMinuteMs(ledger, budget, 1, nowMs), endsFirstMs(nowMs)) - nowMs;
    return waitMs > 0 ? waitMs : null;
  }

  /** Later than now while ends are waiting for what is left of the window. */
  function endsFirstMs(nowMs: number): number {
    const isWanted = window && nowMs < window.resetAtMs && window.remaining <= endsWaiting;
    return isWanted && endsWaiting > 0 ? nowMs + LOOK_AGAIN_MS : nowMs;
  }

  /** Stops all requests until the instant that the answer names. If a 429 names none, a back-off of our own
   * decides. */
  async function pause({ waitUntilMs }: Exchange): Promise<void> {
    const known = await items.pause.read();
    const inForceMs = pausedUntilMs({ pause: known }, now());
    if (waitUntilMs !== null) {
      if (waitUntilMs > (inForceMs ?? 0)) await setPause(waitUntilMs, 0);
    } else if (inForceMs === null) {
      // Several requests may have been under way at the first 429: these count once.
      const unnamed = (known?.unnamed ?? 0) + 1;
      await setPause(now() + backOffMs(unnamed, random()), unnamed);
    }
  }

  async function setPause(untilMs: number, unnamed: number): Promise<void> {
    await items.pause.write({ saidAtMs: now(), untilMs, unnamed });
    isBackingOff = unnamed > 0;
  }

  /** After an answer other than a 429, the back-off starts anew at the next 429 that names no instant. */
  async function endBackOff(): Promise<void> {
    isBackingOff = false;
    if (pausedUntilMs({ pause: await items.pause.read() }, now()) === null)
      await items.pause.remove();
  }

  /** Keeps a limit of a minute that differs from the plan's, for the rounds to be planned with. */
  async function noteLimit(rateLimit: RateLimit): Promise<void> {
    const { limit } = rateLimit;
    const [account, known] = await readTogether(items.account, items.limit);
    const plan = account?.account?.plan ?? null;
    const isOther =
      isOfMinute(rateLimit) &&
      limit >= 1 &&
      limit !== allowanceOf({ plan, limitPerMinute: null }).perMinute;
    const isKnown = known?.perMinute === limit;
    if (isOther && !isKnown) await items.limit.write({ perMinute: limit });
    // Noted while the plan was not known, it does no harm; another one, or a day's, would.
    if (known && !isOther && !(isKnown && isOfMinute(rateLimit))) await items.limit.remove();
  }

  /** A day's window looks like a minute's in its last minute, and is found out by the next one. */
  function isOfMinute({ resetAtMs }: RateLimit): boolean {
    return resetAtMs - now() <= LONGEST_MINUTE_MS;
  }

  function gateFor(purpose: Purpose, isCurrent: () => Promise<boolean>): Gate {
    /** The limit of the latest answer, and whether it is one of a minute. */
    let limitHeard: string | null = null;
    return {
      async admit() {
        for (;;) {
          const verdict = await withBooks(() => tryToPass(purpose, isCurrent));
          if (typeof verdict !== 'number') return verdict;
          await sleep(Math.min(verdict, LONGEST_SLEEP_MS));
        }
      },
      async heard(exchange: Exchange | null) {
        if (exchange === null) {
          unanswered += 1;
          return;
        }
        unanswered = givenUp = goneUntilMs = 0;
        clockOffsetMs = exchange.clockOffsetMs ?? clockOffsetMs;
        const { rateLimit, waitUntilMs, isThrottled } = exchange;
        const isPause = isThrottled || waitUntilMs !== null;
        const isRelief = isBackingOff && !isPause;
        const limitNow = rateLimit && `${rateLimit.limit} ${isOfMinute(rateLimit)}`;
        const isNewLimit = rateLimit !== null && limitNow !== limitHeard;
        window = rateLimit ?? window;
        if (!isPause && !isRelief && !isNewLimit) return;
        await withBooks(async () => {
          if (!(await isCurrent())) return;
          if (isNewLimit) await noteLimit(rateLimit);
          limitHeard = limitNow ?? limitHeard;
          if (isPause) await pause(exchange);
          if (isRelief) await endBackOff();
        });
      },
    };
  }

  return {
    gateFor,
    expectEnds(count) {
      if (count === null) endsPassedByMs = now() + LONGEST_WAY_MS;
      if (count === 0) endsPassedByMs = 0;
      endsWaiting = count ?? endsWaiting;
    },
    clockOffsetMs: () => clockOffsetMs,
    network: {
      unansweredInARow: () => unanswered,
      goneUntilMs: () => goneUntilMs,
      giveUp() {
        givenUp += 1;
        goneUntilMs = now() + backOffMs(givenUp, random());
        return goneUntilMs;
      },
      hope() {
        unanswered = givenUp = goneUntilMs = 0;
      },
    },
  };
}
