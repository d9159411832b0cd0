/* The one gate that each request of the background passes: nothing goes out before the vendor's
 * instant, everything is in the books before it is sent, and the rounds of polling keep to their
 * share of a minute and leave what is left of a window to the ends that people asked for. */
import type { ApiError } from '../api/errors.ts';
import type { Exchange, Gate } from '../api/exchange.ts';
import type { RateLimit } from '../api/headers.ts';
import * as items from '../store/items.ts';
import { withBooks } from '../store/ledger.ts';
import { budgetOf } from './allowance.ts';
import { EMPTY_LEDGER, noted, roomInMinuteMs } from './ledger.ts';
import { pausedUntilMs } from './pause.ts';

export interface QuotaOptions {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

export interface Quota {
  /** `isCurrent` turns false once the key was changed: nothing more is sent with the former. */
  gateFor(purpose: 'poll' | 'end', isCurrent: () => Promise<boolean>): Gate;
  /** How many ends wait to be sent now. */
  expectEnds(count: number): void;
  /** Server clock minus ours, by the latest answer. */
  clockOffsetMs(): number;
  /** Requests without an answer since the last one that had one. */
  unansweredInARow(): number;
}

/** An idle worker is killed after 30 s: a longer wait is made of shorter ones, with a look at
 * storage in between. */
const LONGEST_SLEEP_MS = 20_000;
const LOOK_AGAIN_MS = 1_000;

export function createQuota({ now, sleep }: QuotaOptions): Quota {
  let endsWaiting = 0;
  let clockOffsetMs = 0;
  let unansweredInARow = 0;
  /** The key's window as of the latest answer. */
  let window: RateLimit | null = null;

  /** Null once the request is in the books and may go; else why not, or how long to wait. */
  function tryToPass(purpose: 'poll' | 'end'): Promise<ApiError | number | null> {
    return withBooks(async () => {
      const nowMs = now();
      const pauseUntilMs = (await items.pause.read())?.untilMs ?? null;
      const untilMs = pausedUntilMs({ pauseUntilMs }, nowMs);
      if (untilMs !== null) return { kind: 'rate-limited', untilMs, requestId: null };
      const ledger = (await items.ledger.read()) ?? EMPTY_LEDGER;
      if (purpose === 'poll') {
        const plan = (await items.account.read())?.account?.plan ?? null;
        const roomMs = roomInMinuteMs(ledger, budgetOf(plan), 1, nowMs);
        const waitMs = Math.max(roomMs, endsFirstMs(nowMs)) - nowMs;
        if (waitMs > 0) return waitMs;
      }
      if (window) window.remaining -= 1;
      await items.ledger.write(noted(ledger, nowMs, 1));
      return null;
    });
  }

  /** Later than now while ends are waiting for what is left of the window. */
  function endsFirstMs(nowMs: number): number {
    const isWanted = window && nowMs < window.resetAtMs && window.remaining <= endsWaiting;
    return isWanted && endsWaiting > 0 ? nowMs + LOOK_AGAIN_MS : nowMs;
  }

  async function pause(untilMs: number): Promise<void> {
    await withBooks(async () => {
      const pauseUntilMs = (await items.pause.read())?.untilMs ?? null;
      const inForceMs = pausedUntilMs({ pauseUntilMs }, now()) ?? 0;
      if (untilMs > inForceMs) await items.pause.write({ untilMs });
    });
  }

  return {
    gateFor: (purpose, isCurrent) => ({
      async admit() {
        for (;;) {
          const verdict = await tryToPass(purpose);
          if (typeof verdict !== 'number') return verdict;
          await sleep(Math.min(verdict, LONGEST_SLEEP_MS));
          if (!(await isCurrent())) return { kind: 'rate-limited', untilMs: null, requestId: null };
        }
      },
      async heard(exchange: Exchange | null) {
        unansweredInARow = exchange === null ? unansweredInARow + 1 : 0;
        if (exchange === null) return;
        clockOffsetMs = exchange.clockOffsetMs ?? clockOffsetMs;
        window = exchange.rateLimit ?? window;
        if (exchange.waitUntilMs !== null && (await isCurrent())) await pause(exchange.waitUntilMs);
      },
    }),
    expectEnds(count) {
      endsWaiting = count;
    },
    clockOffsetMs: () => clockOffsetMs,
    unansweredInARow: () => unansweredInARow,
  };
}
