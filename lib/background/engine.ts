/* What the background does, each as one function to be called from any listener in any order and
 * as often as one likes: all work from what is stored, one at a time. */
import { browser } from 'wxt/browser';
import { hasAccess, mayNotify } from '../access.ts';
import { type Api, createApi } from '../api/client.ts';
import { isLatest, noteUnseen, pendingLook, takeLook } from '../inspection/look.ts';
import { poll } from '../polling/poll.ts';
import { type PollCause, paceOf, roundAtMs } from '../polling/schedule.ts';
import { createQuota } from '../quota/gate.ts';
import { serial } from '../serial.ts';
import { overviewOf } from '../session/overview.ts';
import { protectionOf } from '../session/protection.ts';
import { refOf } from '../session/ref.ts';
import { STANDINGS } from '../session/standing.ts';
import { checkUp } from '../store/check-up.ts';
import { followClock } from '../store/clock.ts';
import { readWork } from '../store/commands.ts';
import * as items from '../store/items.ts';
import { forgetWithoutKey, readKey, restrictStorageAccess } from '../store/key.ts';
import { forgetRetries, mayRetry } from '../store/since-start.ts';
import { keyProblem, readState, type State } from '../store/state.ts';
import { badgeOf, paintBadge } from '../surface/badge.ts';
import { type MenuItem, menuOf, paintMenu, parseMenuId } from '../surface/menu.ts';
import { awaitsList } from '../termination/attempt.ts';
import { drain } from '../termination/drain.ts';
import { takeFromClosed, undoTerms, untilClosed } from '../termination/hold.ts';
import { askToTerminate } from '../termination/intent.ts';
import { createUndoClock } from '../termination/undo-clock.ts';
import { type Wake, wakeAt } from '../wake.ts';
import { openNotification } from '../watching/click.ts';
import { unseenOf } from '../watching/notice.ts';
import { watch } from '../watching/watch.ts';

/** A timer serves a living worker; one that is idle for 30 s is killed, so none is set for later
 * than this, and the alarm of the same name takes over. */
const LONGEST_TIMER_MS = 25_000;
/** A round that is killed half-way is followed by another this much later. */
const AFTER_KILL_MS = 60_000;

/** 10,000 sessions take a fifth of a second to paint, and each of hundreds of ends would have them
 * painted: it rests for four times as long as that took, so that the ends go on meanwhile. */
const LONGEST_REST_MS = 1_000;

export interface Engine {
  /** At every start of the worker: after an install, a browser start, or a kill. */
  boot(): void;
  poll(cause: PollCause): Promise<void>;
  /** Ends the sessions that people asked to end and whose time has come. `impatient`: what failed
   * in passing is tried again at once. */
  drain(how?: 'impatient'): Promise<void>;
  /** Asks for the session that somebody looks at. */
  look(): Promise<void>;
  /** Badge, tooltip, menu and notifications from what is stored. */
  repaint(): Promise<void>;
  /** Plans the next round anew after a change of key or settings. */
  replan(): Promise<void>;
  /** Looks what the browser lets the extension do; goes on once it may connect again. */
  checkAccess(): Promise<void>;
  onMenuClick(menuId: string): Promise<void>;
  onNotificationClick(id: string): Promise<void>;
}

export interface EngineOptions {
  now: () => number;
  /** Milliseconds since a fixed instant; setting the clock does not change it. */
  elapsed: () => number;
  /** From 0 to below 1. */
  random: () => number;
  /** Calls a task once after so many milliseconds; gives what calls it off. */
  after: (ms: number, task: () => void) => () => void;
  fetch: typeof globalThis.fetch;
}

const REAL: EngineOptions = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  fetch: (request) => globalThis.fetch(request),
};

const plannedMs = (state: State, atMs: number) => roundAtMs(state, 'clock', atMs);

/** `options`: time, chance and network, for tests. */
export function createEngine({ now, elapsed, random, after, fetch }: EngineOptions = REAL): Engine {
  const sleep = (ms: number) => new Promise<void>((resolve) => after(ms, resolve));
  const quota = createQuota({ now, sleep, random });
  const undoClock = createUndoClock(now, elapsed);
  const callOff = new Map<Wake, () => void>();
  let paintedMenu: MenuItem[] | null = null;
  let isImpatient = false;
  /** The views that hold wishes. */
  const awaited = new Set<string>();

  async function callAt(name: Wake, atMs: number, task: () => void): Promise<void> {
    callOff.get(name)?.();
    const waitMs = Math.max(0, atMs - now());
    if (waitMs <= LONGEST_TIMER_MS) callOff.set(name, after(waitMs, task));
    await wakeAt(name, atMs, now());
  }

  const repaint = serial(async () => {
    const startedAtMs = now();
    // Read before the state: if the key is changed in between, `watch` shows nothing.
    const key = await readKey();
    const state = await readState();
    const overview = overviewOf(state, now());
    await paintBadge(badgeOf(overview, unseenOf(state)));
    const menu = menuOf(overview, state.protections);
    const before = paintedMenu;
    paintedMenu = null;
    await paintMenu(menu, before);
    paintedMenu = menu;
    const againAtMs = await watch({ state, overview, key }, now()).catch(() => Infinity);
    const changesAtMs = Math.min(overview.changesAtMs ?? Infinity, againAtMs);
    if (changesAtMs < Infinity) await callAt('repaint', changesAtMs, repaint);
    const restMs = Math.min(4 * (now() - startedAtMs), LONGEST_REST_MS);
    if (restMs > 0) await sleep(restMs);
  });

  const drainSerially = serial(async () => {
    const hurry = isImpatient;
    isImpatient = false;
    const [views, access, isWanted] = await Promise.all([
      // Whether or not anything may be sent: what their rows say depends on it.
      takeFromClosed(now()),
      openApi('end'),
      mayDrain(),
      followClock(now(), plannedMs),
    ]);
    for (const view of views) drainAfter(view);
    if (!access || !isWanted) return;
    const nextAtMs = await navigator.locks.request('drain', () =>
      drain({ ...access, now, random, quota, undoClock, isImpatient: hurry }),
    );
    if (nextAtMs === null) return;
    await callAt('drain', nextAtMs, () => {
      quota.expectEnds(null);
      drainAll();
    });
  });

  async function drainAll(how?: 'impatient'): Promise<void> {
    isImpatient ||= how === 'impatient';
    try {
      const isWanted = await mayDrain();
      if (isWanted) quota.expectEnds(null);
      // The alarm that called us has rung: another one, should we be killed while we send; even if
      // this call only waits for a run that is at it.
      await Promise.all([isWanted && wakeAt('drain', now(), now()), drainSerially()]);
    } catch {
      // Storage can't be written: nothing is sent that could not be accounted for. The alarm calls.
    } finally {
      quota.expectEnds(0);
    }
  }

  /** At once when a view closes; where we are killed before, the alarm calls. */
  function drainAfter(view: string): void {
    if (awaited.has(view)) return;
    awaited.add(view);
    untilClosed(view).then(() => {
      awaited.delete(view);
      drainAll();
    });
  }

  async function mayDrain(): Promise<boolean> {
    const { commands, strangers } = await readWork();
    const { intents, attempts, hasAccess: isOpen } = commands;
    if (!isOpen || intents.size + attempts.size + strangers.length === 0) return false;
    return (await readKey()) !== null;
  }

  /** The API for the present key, and whether that is still the one. `isWanted`: whether anybody
   * still wants to hear. */
  async function openApi(
    purpose: 'poll' | 'end',
    isWanted: () => Promise<boolean> = async () => true,
  ): Promise<{ api: Api; isCurrent: () => Promise<boolean> } | null> {
    const kept = await readKey();
    if (kept === null) return null;
    const isCurrent = async () => {
      const present = await readKey();
      const isSame = present?.key === kept.key && present.savedAtMs === kept.savedAtMs;
      return isSame && (await isWanted());
    };
    const gate = quota.gateFor(purpose, isCurrent);
    return { api: createApi({ key: kept.key, now, fetch, gate }), isCurrent };
  }

  async function pollOnce(cause: PollCause): Promise<void> {
    // The alarm that called us has rung: another one, should we be killed before the end.
    if (cause === 'clock') await wakeAt('poll', now() + AFTER_KILL_MS, now());
    try {
      await pollInTurn(cause);
      await planRound();
    } catch {
      // Storage can't be written: what was asked can't be kept, nor when to ask again.
      await callAt('poll', now() + AFTER_KILL_MS, () => pollOnce('clock'));
    }
  }

  async function pollInTurn(cause: PollCause): Promise<void> {
    await navigator.locks.request('poll', async () => {
      await followClock(now(), plannedMs);
      const waitMs = roundAtMs(await readState(), cause, now()) - now();
      // A moment away, as a rule: rounds start a second or some apart.
      const isWorthIt = cause === 'person' || cause === 'online';
      if (isWorthIt && waitMs > 0 && waitMs <= LONGEST_TIMER_MS) await sleep(waitMs);
      const access = await openApi('poll');
      if (!access || roundAtMs(await readState(), cause, now()) > now()) return;
      await wakeAt('poll', now() + AFTER_KILL_MS, now());
      const { clockOffsetMs, network } = quota;
      const wasGone = network.goneUntilMs() > now();
      await poll({ ...access, cause, now, clockOffsetMs, random });
      // The API has answered: what waits for the network waits no longer.
      if (wasGone && network.goneUntilMs() === 0) drainAll('impatient');
      // The new lists may show that a session has ended.
      else if (awaitsList(await readState())) drainAll();
    });
  }

  async function planRound(): Promise<void> {
    const atMs = roundAtMs(await readState(), 'clock', now());
    if (atMs === Infinity) {
      callOff.get('poll')?.();
      await browser.alarms.clear('poll');
    } else {
      await callAt('poll', atMs, () => pollOnce('clock'));
    }
  }

  async function replan(): Promise<void> {
    await planRound();
    // The record of the last round is the round's own, hence the lock.
    await navigator.locks.request('poll', async () => {
      const state = await readState();
      const { everyMs } = paceOf(state);
      if (state.round && state.round.everyMs !== everyMs) {
        // Storage that can't be written leaves the former interval to judge the numbers' age by.
        await items.round.write({ ...state.round, everyMs }).catch(() => {});
      }
    });
  }

  async function checkAccess(): Promise<void> {
    const [granted, notifying, state] = await Promise.all([hasAccess(), mayNotify(), readState()]);
    if (notifying !== state.mayNotify) await items.notifying.write({ granted: notifying });
    if (granted === state.hasAccess) return;
    await items.access.write({ granted });
    if (!granted) return;
    drainAll('impatient');
    await pollOnce('opened');
  }

  const look = serial(async () => {
    try {
      const wish = await pendingLook(now());
      // Without a key every surface asks for one, and shows nothing else.
      const access = wish && (await openApi('poll', () => isLatest(wish)));
      if (!access) return;
      const { granted = true } = (await items.access.read()) ?? {};
      if (granted) await takeLook({ ...access, now }, wish);
      else await noteUnseen(wish, { kind: 'no-access', requestId: null }, now());
    } catch {
      // Storage can't be written at all: there is nowhere to say so.
    }
  });

  /** A background that starts tries a refused key again at once, if none has done so a while before. */
  async function retryRefusedKey(): Promise<void> {
    if (!keyProblem(await readState())) await forgetRetries();
    else if (await mayRetry(now())) await pollOnce('online');
  }

  /** Sets aside first all that can't be read, and brings back all that can be read again, a key too. */
  async function lookThroughStorage(): Promise<void> {
    await checkUp(now());
    await forgetWithoutKey();
  }

  return {
    poll: pollOnce,
    drain: drainAll,
    look,
    repaint,
    replan,
    checkAccess,
    onNotificationClick: (id) => openNotification(id, now()),

    // Side by side: none waits for another, nor fails with it. What people asked for goes first.
    boot() {
      drainAll();
      look();
      repaint();
      replan();
      checkAccess();
      retryRefusedKey();
      lookThroughStorage();
      restrictStorageAccess();
    },

    async onMenuClick(menuId) {
      const command = parseMenuId(menuId);
      if (command?.kind === 'refresh') {
        await items.refresh.write({ askedAtMs: now(), by: 'person', narrow: null });
      } else if (command?.kind === 'settings') {
        await browser.runtime.openOptionsPage();
      } else if (command?.kind === 'terminate') {
        const state = await readState();
        const ref = refOf(command.identity);
        const { rows, standing, readOnly } = overviewOf(state, now());
        const row = rows.find((listed) => listed.ref === ref);
        // A menu that stood open may name a session that has ended since, or is about to.
        if (row?.fate.kind !== 'active' || readOnly || !STANDINGS[standing].mayEnd) return;
        if (protectionOf(row.session, state.protections)) return;
        const { session } = row;
        const terms = undoTerms(state.settings, null);
        await askToTerminate({ session, from: 'menu', owner: state.owner, ...terms, nowMs: now() });
      }
    },
  };
}
