/**
 * The sessions there are, at the sandbox's present moment. Reading is pure: no timer moves the
 * world, each answer is worked out from the seed and the clock. What is kept is only what somebody
 * did: added, ended, expired or re-pinned a session.
 */
import { type AccountProduct, ownersOf, type Subuser, subusersOf } from './account.ts';
import { Clients, otherIp } from './client.ts';
import { type Clock, DAY_MS } from './clock.ts';
import { Lanes } from './lanes.ts';
import { Lives } from './lives.ts';
import { liveFrom, type NewSession } from './newcomer.ts';
import { type SampleForm, samplesIn } from './samples.ts';
import {
  endOf,
  type Filters,
  fits,
  type Life,
  type Phase,
  type Product,
  phaseOf,
  type Session,
  snapshot,
} from './session.ts';

export interface WorldOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** How many sessions there are at the start, over both products. */
  readonly sessions: number;
  /** What the account has bought. */
  readonly products: readonly AccountProduct[];
  /** Whether a new session starts some seconds after another has ended. */
  readonly churn: boolean;
  /** Minutes the initial sessions have left, from and to. */
  readonly minutesLeft: readonly [number, number];
  /** See `World.listTerminated`. */
  readonly listTerminated: boolean;
  /** See `World.samplesAs`. */
  readonly samplesAs: SampleForm;
  /** Whether every session is as after `keepRunning`. */
  readonly clients: boolean;
}

/** One termination that took effect. `atMs` is sandbox time. */
export interface Ending {
  readonly product: Product;
  readonly id: string;
  readonly atMs: number;
}

/** A terminated record stays readable this long (contract: Sessions). */
const AUDIT_MS = DAY_MS;

export class World {
  readonly subusers: readonly Subuser[];
  readonly endings: Ending[] = [];
  /** Whether lists also hold the terminated sessions of the last 24 h: the contract allows both. */
  listTerminated: boolean;
  /** How a detail tells the latest requests. */
  samplesAs: SampleForm;
  /** For how long lists still hold a session that was ended, as it was before its end: the vendor's figures
   * lag. */
  listLagMs = 0;
  readonly #clients: Clients;
  readonly #lives = new Lives();
  readonly #lanes: Lanes;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.subusers = subusersOf(options.products);
    this.listTerminated = options.listTerminated;
    this.samplesAs = options.samplesAs;
    this.#clients = new Clients(options.clients);
    const { seed, churn, minutesLeft } = options;
    const owners = {
      residential: ownersOf(this.subusers, 'residential'),
      mobile: ownersOf(this.subusers, 'mobile'),
    };
    this.#lanes = new Lanes({ seed, churn, minutesLeft, owners });
    for (const life of this.#lanes.open(options.sessions, this.#now())) this.#lives.keep(life);
  }

  /** The active sessions, the oldest first. */
  sessions(product?: Product): Session[] {
    const nowMs = this.#now();
    return this.#select(['active'], product ? { product } : {}).map((life) =>
      snapshot(life, nowMs),
    );
  }

  /** What a list answer is made of, the oldest first: the active sessions and, if so set, terminated
   * ones. To be read with `read`: a page holds only a few of them. */
  listed(product: Product, filters: Filters = {}): Life[] {
    const nowMs = this.#now();
    return this.#select(['active', 'terminated'], { ...filters, product }).filter(
      (life) => this.listTerminated || phaseOf(life, nowMs) === 'active' || this.#lags(life),
    );
  }

  read(life: Life): Session {
    if (!this.#lags(life)) return snapshot(life, this.#now());
    return snapshot({ ...life, terminatedAtMs: null }, life.terminatedAtMs ?? 0);
  }

  #lags({ terminatedAtMs }: Life): boolean {
    const agoMs = this.#now() - (terminatedAtMs ?? Number.NEGATIVE_INFINITY);
    // Negative once the clock was set back.
    return agoMs >= 0 && agoMs < this.listLagMs;
  }

  /** What a GET finds: an active session, or the record of one terminated within 24 h. */
  session(product: Product, id: string): Session | undefined {
    const life = this.#readable(product, id);
    return life && snapshot(life, this.#now());
  }

  /** What a GET of one session adds to that. */
  detail(product: Product, id: string): object {
    const life = this.#readable(product, id);
    return life ? samplesIn(this.samplesAs, life, this.#now()) : {};
  }

  /**
   * Starts a session now. What is left out is made up; see `NewSession` for what a given amount
   * of traffic means. Throws if `id` is in use.
   */
  add(product: Product, wish: NewSession = {}): Session {
    if (wish.id !== undefined && this.session(product, wish.id)) {
      throw new RangeError(`there is a session ${wish.id} already`);
    }
    const nowMs = this.#now();
    const life = liveFrom(this.#lanes.guest(product, nowMs), wish, nowMs);
    this.#lives.keep(life);
    return snapshot(life, nowMs);
  }

  /** What DELETE does. False if there was nothing to end. */
  terminate(product: Product, id: string): boolean {
    const life = this.#active(product, id);
    if (!life) return false;
    life.terminatedAtMs = this.#now();
    this.endings.push({ product, id, atMs: life.terminatedAtMs });
    const next = this.#clients.next(life, life.terminatedAtMs);
    if (next) this.#lives.keep(next);
    return true;
  }

  /**
   * Lets the session's client go on when it is ended: `afterMs` (sandbox time, default 12 s) later
   * there is another one under the same username, and so on. False if it is not active.
   */
  keepRunning(product: Product, id: string, { afterMs }: { afterMs?: number } = {}): boolean {
    const life = this.#active(product, id);
    if (life) this.#clients.keepRunning(life, afterMs);
    return life !== undefined;
  }

  /** Lets `sesstime` run out now. False if the session is not active. */
  expire(product: Product, id: string): boolean {
    const life = this.#active(product, id);
    if (!life) return false;
    life.expiresAtMs = this.#now();
    return true;
  }

  /** Gives the session another exit IP now. False if it is not active. */
  repin(product: Product, id: string): boolean {
    const life = this.#active(product, id);
    if (!life) return false;
    life.pins.push({ atMs: this.#now(), ip: otherIp(life) });
    life.pins.sort((a, b) => a.atMs - b.atMs);
    return true;
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #select(phases: readonly Phase[], filters: Filters): Life[] {
    this.#catchUp();
    const nowMs = this.#now();
    return this.#lives
      .oldestFirst()
      .filter((life) => phases.includes(phaseOf(life, nowMs)) && isReadable(life, nowMs))
      .filter((life) => fits(life, filters, nowMs));
  }

  #readable(product: Product, id: string): Life | undefined {
    this.#catchUp();
    const life = this.#lives.get(product, id);
    return life && isReadable(life, this.#now()) ? life : undefined;
  }

  #active(product: Product, id: string): Life | undefined {
    const life = this.#readable(product, id);
    return life && phaseOf(life, this.#now()) === 'active' ? life : undefined;
  }

  /** With churn: lets start what has started by now, and forgets what nobody can read any more. */
  #catchUp(): void {
    if (!this.#options.churn) return;
    const nowMs = this.#now();
    for (const life of this.#lanes.successors(nowMs)) this.#lives.keep(life);
    this.#lives.forget((life) => endOf(life) + AUDIT_MS < nowMs);
  }
}

function isReadable(life: Life, nowMs: number): boolean {
  const phase = phaseOf(life, nowMs);
  return (
    phase === 'active' || (phase === 'terminated' && nowMs < (life.terminatedAtMs ?? 0) + AUDIT_MS)
  );
}
