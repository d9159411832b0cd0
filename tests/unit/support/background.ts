/* The real background in a time of its own, over real HTTP to a sandbox whose clock goes with it: a
 * day passes in seconds, and every alarm, timer, kill and answer comes when it would. The clock of this
 * computer can be set; timers, time limits and the sandbox go by true time all the same. */
import { vi } from 'vitest';
import type { Browser } from 'wxt/browser';
import { createEngine, type Engine, type EngineOptions } from '../../../lib/background/engine.ts';
import { onStorageChanged } from '../../../lib/background/on-storage-changed.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { isWake } from '../../../lib/wake.ts';
import { mulberry32 } from '../../sandbox/random.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { browser, releaseLocks } from './browser.ts';

/** A request that left the background. */
export interface Sent {
  /** True time. */
  atMs: number;
  method: string;
  pathname: string;
  /** Null without an answer. */
  status: number | null;
  /** How long a 429 asked to wait; 0 if it did not say. */
  waitMs: number;
}

interface Timer {
  /** True time. */
  atMs: number;
  task: () => void;
}

/** Far more than any instant has; beyond that, an alarm or a timer sets itself again at once. */
const MOST_WAKES = 1_000;
/** By the real clock: a sandbox on the same machine takes milliseconds. */
const LONGEST_ANSWER_MS = 20_000;

export class Background {
  readonly #sandbox: Sandbox;
  readonly #random: () => number;
  /** True time. */
  #nowMs: number;
  /** The computer's clock minus true time. */
  #aheadMs = 0;
  /** True time at which this life of the worker has begun. */
  #bornAtMs: number;
  /** Ends the time limit of the request that is sent next: each is made right before. */
  #abort = () => {};
  #timers = new Set<Timer>();
  #inFlight = 0;
  /** Which life of the worker this is; what belongs to an earlier one never goes on. */
  #life = 0;
  #engine: Engine | null = null;
  readonly sent: Sent[] = [];
  /** Which answers come 20 s late, when the client has given up. */
  isLate: (method: string, pathname: string) => boolean = () => false;
  /** Carries each request to the sandbox, and its answer back. */
  transport: (url: string, init: RequestInit) => Promise<Response> = fetch;

  constructor(sandbox: Sandbox, seed = 1) {
    browser.reset();
    releaseLocks('all');
    stubMissing();
    this.#sandbox = sandbox;
    this.#random = mulberry32(seed);
    this.#nowMs = this.#bornAtMs = sandbox.clock.now();
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => this.#timeLimit());
    browser.storage.onChanged.addListener((changes) => this.#onChanged(changes));
  }

  /** By the computer's clock. */
  get nowMs(): number {
    return this.#nowMs + this.#aheadMs;
  }

  get trueMs(): number {
    return this.#nowMs;
  }

  /** As `performance.now()` of the worker: no clock that is set moves it, and each life begins at 0. */
  get elapsedMs(): number {
    return this.#nowMs - this.#bornAtMs;
  }

  /** Sets the computer's clock so far ahead of true time; it alone changes. */
  setClock(aheadMs: number): void {
    this.#aheadMs = aheadMs;
  }

  state = readState;

  /** Saves a key, as the popup does, and waits until all that follows at once is done. */
  async connect(key: string): Promise<void> {
    await items.keyInLocal.write({ key, savedAtMs: this.nowMs, checked: true });
    await this.#quiet();
  }

  /** Kills the worker where it stands; the next event starts another. */
  kill(): void {
    this.#life += 1;
    this.#bornAtMs = this.#nowMs;
    this.#engine = null;
    this.#timers.clear();
    this.#inFlight = 0;
    releaseLocks();
  }

  /** Lets a person do something, and waits until all that follows at once is done. */
  async act(task: (nowMs: number) => Promise<unknown>): Promise<void> {
    await task(this.nowMs);
    await this.#quiet();
  }

  /** Any event of the browser: it starts the worker if that is dead. */
  wake(): Promise<void> {
    return this.act(async () => {
      this.#alive();
    });
  }

  ask(by: 'person' | 'opened' | 'watching' | 'online'): Promise<void> {
    return this.act((askedAtMs) => items.refresh.write({ askedAtMs, by, narrow: null }));
  }

  /** A click in the toolbar's menu. */
  clickMenu(menuId: string): Promise<void> {
    return this.act(() => this.#alive().onMenuClick(menuId));
  }

  clickNotification(id: string): Promise<void> {
    return this.act(() => this.#alive().onNotificationClick(id));
  }

  /** Lets time pass, with all that it brings. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    let instantMs = this.#nowMs;
    let wakes = 0;
    for (;;) {
      const alarms = await browser.alarms.getAll();
      const times = [...this.#timers].map(({ atMs }) => atMs);
      const rings = alarms.map(({ scheduledTime }) => scheduledTime - this.#aheadMs);
      const nextMs = Math.min(...times, ...rings);
      if (nextMs > endMs) break;
      this.#setTime(Math.max(nextMs, this.#nowMs));
      wakes = instantMs === this.#nowMs ? wakes + 1 : 0;
      instantMs = this.#nowMs;
      if (wakes > MOST_WAKES) throw new Error(`The background wakes without end at ${instantMs}`);
      await this.#ring(alarms);
      await this.#quiet();
    }
    this.#setTime(endMs);
  }

  async #ring(alarms: Browser.alarms.Alarm[]): Promise<void> {
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#nowMs);
    for (const timer of due) {
      this.#timers.delete(timer);
      timer.task();
    }
    for (const { name, scheduledTime } of alarms) {
      if (scheduledTime > this.nowMs) continue;
      await browser.alarms.clear(name);
      const engine = this.#alive();
      if (!isWake(name)) continue;
      if (name === 'poll') void engine.poll('clock');
      else void engine[name]();
    }
  }

  #onChanged(changes: Record<string, Browser.storage.StorageChange>): void {
    onStorageChanged(this.#alive(), changes);
  }

  #alive(): Engine {
    if (this.#engine) return this.#engine;
    this.#engine = createEngine(this.#options(this.#life));
    this.#engine.boot();
    return this.#engine;
  }

  /** Time, chance and network of one life. */
  #options(life: number): EngineOptions {
    return {
      now: () => this.nowMs,
      elapsed: () => this.elapsedMs,
      random: this.#random,
      after: (ms, task) => this.#after(ms, task, life),
      fetch: (request) => this.#fetch(request as Request, life),
    };
  }

  #timeLimit(): AbortSignal {
    const limit = new AbortController();
    this.#abort = () => limit.abort(new DOMException('too late', 'TimeoutError'));
    return limit.signal;
  }

  #after(ms: number, task: () => void, life: number): () => void {
    const timer = { atMs: this.#nowMs + ms, task };
    if (life === this.#life) this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async #fetch(request: Request, life: number): Promise<Response> {
    const never = new Promise<never>(() => {});
    if (life !== this.#life) return never;
    const { pathname, search } = new URL(request.url);
    const { method, headers, redirect } = request;
    const sent: Sent = { atMs: this.#nowMs, method, pathname, status: null, waitMs: 0 };
    const abort = this.#abort;
    this.sent.push(sent);
    this.#inFlight += 1;
    try {
      const url = this.#sandbox.origin + pathname + search;
      const answer = await this.transport(url, { method, headers, redirect });
      const body = await answer.arrayBuffer();
      sent.status = answer.status;
      if (answer.status === 429) sent.waitMs = waitMsIn(answer.headers, this.#nowMs);
      if (life !== this.#life) return never;
      if (this.isLate(method, pathname)) await this.#giveUp(life, abort);
      return new Response(answer.status === 204 ? null : body, answer);
    } finally {
      if (life === this.#life) this.#inFlight -= 1;
      else await never;
    }
  }

  async #giveUp(life: number, abort: () => void): Promise<never> {
    this.#inFlight -= 1;
    await new Promise<void>((resolve) => this.#after(15_000, resolve, life));
    this.#inFlight += 1;
    abort();
    throw new DOMException('too late', 'TimeoutError');
  }

  /** Until nothing more happens without time passing. */
  async #quiet(): Promise<void> {
    const deadlineMs = performance.now() + LONGEST_ANSWER_MS;
    for (let turns = 0; turns < 3; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#inFlight > 0) turns = -1;
      if (performance.now() > deadlineMs) {
        const { method, pathname } = this.sent.at(-1) ?? {};
        throw new Error(`The sandbox does not answer; the last request was ${method} ${pathname}`);
      }
    }
  }

  #setTime(atMs: number): void {
    this.#nowMs = atMs;
    this.#sandbox.clock.set(atMs);
  }
}

/** By `Retry-After` in seconds, else by `X-RateLimit-Reset` in Unix seconds or milliseconds. */
function waitMsIn(headers: Headers, nowMs: number): number {
  const afterS = headers.get('retry-after');
  if (afterS !== null) return Number(afterS) * 1000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? 0);
  return Math.max(0, (reset > 1e11 ? reset : reset * 1000) - nowMs);
}

/** What the fake browser lacks, as far as the background calls it. */
function stubMissing(): void {
  const done = async () => {};
  const menus = { create: () => '', update: done, remove: done, removeAll: done };
  Object.assign(browser.contextMenus, menus);
  for (const area of [browser.storage.local, browser.storage.session]) {
    Object.assign(area, { setAccessLevel: done });
  }
  Object.assign(browser.permissions, { contains: async () => true });
  browser.runtime.getManifest = () => ({ version: '1.0.0', manifest_version: 3, name: 'x' });
}
