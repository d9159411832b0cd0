/* What the background does, each as one function to be called from any listener in any order and
 * as often as one likes: all work from what is stored, one at a time. */
import { browser } from 'wxt/browser';
import { type Api, createApi } from '../api/client.ts';
import { poll } from '../polling/poll.ts';
import {
  isPollDue,
  type PollCause,
  plannedEveryMs,
  refreshWaitMs,
  shouldPoll,
} from '../polling/schedule.ts';
import { serial } from '../serial.ts';
import { overviewOf } from '../session/overview.ts';
import { refOf } from '../session/ref.ts';
import * as items from '../store/items.ts';
import { forgetWhatWasSeen, readKey, restrictStorageAccess } from '../store/key.ts';
import { readState } from '../store/state.ts';
import { badgeOf, paintBadge } from '../surface/badge.ts';
import { type MenuItem, menuOf, paintMenu, parseMenuId } from '../surface/menu.ts';
import { drain } from '../termination/drain.ts';
import { askToTerminate } from '../termination/intent.ts';
import { type Wake, wakeAt, wakeEvery } from '../wake.ts';

/** A timer serves a living worker; one that is idle for 30 s is killed, so none is set for later
 * than this, and the alarm of the same name takes over. */
const LONGEST_TIMER_MS = 25_000;

export interface Engine {
  /** At every start of the worker: after an install, a browser start, or a kill. */
  boot(): void;
  poll(cause: PollCause): Promise<void>;
  /** Ends the sessions that people asked to end and whose time has come. */
  drain(): Promise<void>;
  /** Badge, tooltip and menu from what is stored. */
  repaint(): Promise<void>;
  /** Plans the alarm anew after a change of key or settings. */
  replan(): Promise<void>;
  onMenuClick(menuId: string): Promise<void>;
}

export function createEngine(now: () => number = Date.now): Engine {
  const timers = new Map<Wake, ReturnType<typeof setTimeout>>();
  let paintedMenu: MenuItem[] | null = null;
  let clockOffsetMs = 0;

  async function callAt(name: Wake, atMs: number, task: () => void): Promise<void> {
    clearTimeout(timers.get(name));
    const waitMs = Math.max(0, atMs - now());
    if (waitMs <= LONGEST_TIMER_MS) timers.set(name, setTimeout(task, waitMs));
    await wakeAt(name, atMs, now());
  }

  const repaint = serial(async () => {
    const overview = overviewOf(await readState(), now());
    await paintBadge(badgeOf(overview));
    const menu = menuOf(overview);
    const before = paintedMenu;
    paintedMenu = null;
    await paintMenu(menu, before);
    paintedMenu = menu;
    if (overview.changesAtMs !== null) await callAt('repaint', overview.changesAtMs, repaint);
  });

  const drainAll = serial(async () => {
    const access = await openApi();
    if (!access || (await readState()).intents.size === 0) return;
    // The alarm that called us has rung: another one, should we be killed while we send.
    await wakeAt('drain', now(), now());
    const nextAtMs = await navigator.locks.request('drain', () =>
      drain({ ...access, now, random: Math.random }),
    );
    if (nextAtMs !== null) await callAt('drain', nextAtMs, drainAll);
  });

  /** The API for the present key, and whether that is still the one. */
  async function openApi(): Promise<{ api: Api; isCurrent: () => Promise<boolean> } | null> {
    const kept = await readKey();
    if (kept === null) return null;
    const api = createApi({
      key: kept.key,
      now,
      onExchange: (exchange) => {
        clockOffsetMs = exchange.clockOffsetMs ?? clockOffsetMs;
      },
    });
    const isCurrent = async () => {
      const present = await readKey();
      return present?.key === kept.key && present.savedAtMs === kept.savedAtMs;
    };
    return { api, isCurrent };
  }

  async function pollOnce(cause: PollCause): Promise<void> {
    await navigator.locks.request('poll', async () => {
      if (cause === 'person') await delay(refreshWaitMs(await readState(), now()));
      const access = await openApi();
      if (!access || !shouldPoll(await readState(), cause, now())) return;
      const everyMs = await poll({ ...access, cause, now, clockOffsetMs: () => clockOffsetMs });
      await wakeEvery('poll', everyMs);
    });
  }

  /** The alarm waits for no round: one that hangs until the worker is killed must be followed by
   * another. The record of the last round is the round's own, hence the lock. */
  async function replan(): Promise<void> {
    const state = await readState();
    if (!state.key) return void (await browser.alarms.clear('poll'));
    await wakeEvery('poll', plannedEveryMs(state));
    await navigator.locks.request('poll', async () => {
      const latest = await readState();
      const everyMs = plannedEveryMs(latest);
      if (latest.round && latest.round.everyMs !== everyMs) {
        await items.round.write({ ...latest.round, everyMs });
      }
    });
  }

  async function pollIfDue(): Promise<void> {
    if (isPollDue(await readState(), now())) await pollOnce('alarm');
  }

  async function forgetWithoutKey(): Promise<void> {
    if ((await readKey()) === null) await forgetWhatWasSeen();
  }

  return {
    poll: pollOnce,
    drain: drainAll,
    repaint,
    replan,

    // Side by side: none waits for another, nor fails with it. What people asked for goes first.
    boot() {
      drainAll();
      repaint();
      replan();
      pollIfDue();
      forgetWithoutKey();
      restrictStorageAccess();
    },

    async onMenuClick(menuId) {
      const command = parseMenuId(menuId);
      if (command?.kind === 'refresh') {
        await items.refresh.write({ askedAtMs: now(), by: 'person' });
      } else if (command?.kind === 'settings') {
        await browser.runtime.openOptionsPage();
      } else if (command?.kind === 'terminate') {
        const state = await readState();
        const ref = refOf(command.identity);
        const row = overviewOf(state, now()).rows.find((listed) => listed.ref === ref);
        // A menu that stood open may name a session that has ended since, or is about to.
        if (row?.fate.kind !== 'active') return;
        const { undoMs } = state.settings;
        await askToTerminate({ session: row.session, from: 'menu', undoMs, nowMs: now() });
      }
    },
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
