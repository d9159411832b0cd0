/* What the background does, each as one function to be called from any listener in any order and
 * as often as one likes: all work from what is stored, one at a time. */
import { browser } from 'wxt/browser';
import { type Api, createApi } from '../api/client.ts';
import { poll } from '../polling/poll.ts';
import { type PollCause, plannedEveryMs, shouldPoll } from '../polling/schedule.ts';
import { serial } from '../serial.ts';
import { overviewOf } from '../session/overview.ts';
import { refOf } from '../session/ref.ts';
import * as items from '../store/items.ts';
import { forgetWhatWasSeen, readKey, restrictStorageAccess } from '../store/key.ts';
import { readState } from '../store/state.ts';
import { badgeOf, paintBadge } from '../surface/badge.ts';
import { menuOf, paintMenu, parseMenuId } from '../surface/menu.ts';
import { drain } from '../termination/drain.ts';
import { askToTerminate } from '../termination/intent.ts';
import { type Wake, wakeAt, wakeEvery } from '../wake.ts';

/** A timer serves a living worker; one that is idle for 30 s is killed, so none is set for later
 * than this, and the alarm of the same name takes over. */
const LONGEST_TIMER_MS = 25_000;

export interface Engine {
  /** At every start of the worker: after an install, a browser start, or a kill. */
  boot(): Promise<void>;
  poll(cause: PollCause): Promise<void>;
  /** Ends the sessions that people asked to end and whose time has come. */
  drain(): Promise<void>;
  /** Badge, tooltip and menu from what is stored. */
  repaint(): Promise<void>;
  /** Plans the alarm anew after a change of settings. */
  replan(): Promise<void>;
  onMenuClick(menuId: string): Promise<void>;
}

export function createEngine(now: () => number = Date.now): Engine {
  const timers = new Map<Wake, ReturnType<typeof setTimeout>>();
  let paintedMenu = '';
  let clockOffsetMs = 0;

  async function callAt(name: Wake, atMs: number | null, task: () => void): Promise<void> {
    clearTimeout(timers.get(name));
    if (atMs === null) return void (await browser.alarms.clear(name));
    const waitMs = Math.max(0, atMs - now());
    if (waitMs <= LONGEST_TIMER_MS) timers.set(name, setTimeout(task, waitMs));
    await wakeAt(name, atMs, now());
  }

  const repaint = serial(async () => {
    const overview = overviewOf(await readState(), now());
    await paintBadge(badgeOf(overview));
    const menu = menuOf(overview);
    if (JSON.stringify(menu) !== paintedMenu) {
      paintedMenu = JSON.stringify(menu);
      await paintMenu(menu);
    }
    await callAt('repaint', overview.changesAtMs, repaint);
  });

  const drainAll = serial(async () => {
    const api = await openApi();
    if (!api) return;
    const nextAtMs = await navigator.locks.request('drain', () =>
      drain({ api, now, random: Math.random }),
    );
    await callAt('drain', nextAtMs, drainAll);
  });

  async function openApi(): Promise<Api | null> {
    const key = await readKey();
    if (key === null) return null;
    return createApi({
      key,
      now,
      onExchange: (exchange) => {
        clockOffsetMs = exchange.clockOffsetMs ?? clockOffsetMs;
      },
    });
  }

  async function pollOnce(cause: PollCause): Promise<void> {
    await navigator.locks.request('poll', async () => {
      const key = await readKey();
      const api = await openApi();
      if (!api || !shouldPoll(await readState(), cause, now())) return;
      const everyMs = await poll({
        api,
        now,
        clockOffsetMs: () => clockOffsetMs,
        isCurrent: async () => (await readKey()) === key,
      });
      await wakeEvery('poll', everyMs);
    });
  }

  /** Under the lock of the rounds, since it writes to the last one's record. */
  async function replan(): Promise<void> {
    await navigator.locks.request('poll', async () => {
      const state = await readState();
      if (!state.key) return void (await browser.alarms.clear('poll'));
      const everyMs = plannedEveryMs(state);
      const { round } = state;
      if (round && round.everyMs !== everyMs) await items.round.write({ ...round, everyMs });
      await wakeEvery('poll', everyMs);
    });
  }

  return {
    poll: pollOnce,
    drain: drainAll,
    repaint,
    replan,

    async boot() {
      await restrictStorageAccess();
      if ((await readKey()) === null) await forgetWhatWasSeen();
      await repaint();
      await replan();
      await drainAll();
      const { round } = await readState();
      const isDue = !round?.finishedAtMs || now() - round.finishedAtMs >= round.everyMs;
      if (isDue) await pollOnce('alarm');
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
