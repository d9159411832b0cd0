/**
 * Where the seeded sessions come from: each lane is a scraper's job that has one session at a
 * time. Without churn a lane has its first session and no other; with churn the next one starts
 * some seconds after the last has ended. What a lane plays depends on seed and clock alone.
 */
import { castLife, timeLeftMs } from './cast.ts';
import { DAY_MS } from './clock.ts';
import { between, hash, mulberry32 } from './random.ts';
import { endOf, type Life, type Product, products } from './session.ts';

export interface LaneOptions {
  readonly seed: number;
  readonly churn: boolean;
  /** Minutes the initial sessions have left, from and to. */
  readonly minutesLeft: readonly [number, number];
  /** Ids of the sub-users that may own sessions; a product without any has no lanes. */
  readonly owners: Readonly<Record<Product, readonly string[]>>;
}

interface Lane {
  readonly index: number;
  readonly product: Product;
  nth: number;
  life: Life;
}

export class Lanes {
  readonly #options: LaneOptions;
  readonly #lanes: Lane[] = [];
  #guests = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Opens `count` lanes, every third of them mobile, and returns their first sessions. */
  open(count: number, nowMs: number): Life[] {
    const { seed, minutesLeft, owners } = this.#options;
    const [first, second = first] = products.filter((product) => owners[product].length > 0);
    if (!first || !second) return [];
    for (let index = 0; index < count; index += 1) {
      const product = index % 3 === 2 ? second : first;
      const leftMs = timeLeftMs(seed, index, minutesLeft);
      const life = this.#cast(product, index, 0, nowMs, leftMs);
      this.#lanes.push({ index, product, nth: 0, life });
    }
    return this.#lanes.map(({ life }) => life);
  }

  /** With churn: the sessions that have started since this was last asked. */
  successors(nowMs: number): Life[] {
    if (!this.#options.churn) return [];
    const started: Life[] = [];
    for (const lane of this.#lanes) {
      while (endOf(lane.life) <= nowMs) started.push(this.#succeed(lane, nowMs));
    }
    return started;
  }

  /** A session that belongs to no lane. */
  guest(product: Product, nowMs: number): Life {
    this.#guests += 1;
    return this.#cast(product, -this.#guests, 0, nowMs);
  }

  #succeed(lane: Lane, nowMs: number): Life {
    lane.nth += 1;
    const random = mulberry32(hash(this.#options.seed, 'gap', lane.index, lane.nth));
    // After a jump of more than a day nobody can see what happened meanwhile: don't play it.
    const startMs = Math.max(endOf(lane.life), nowMs - DAY_MS) + between(random, 2_000, 40_000);
    lane.life = this.#cast(lane.product, lane.index, lane.nth, startMs);
    return lane.life;
  }

  #cast(product: Product, lane: number, nth: number, nowMs: number, leftMs?: number): Life {
    const { seed, owners } = this.#options;
    const [first = 'sub_unknown', ...others] = owners[product];
    return castLife({
      seed,
      product,
      owners: [first, ...others],
      lane,
      nth,
      nowMs,
      ...(leftMs !== undefined && { leftMs }),
    });
  }
}
