/**
 * The embedded stand-in for helodata's API: real HTTP on loopback, a world that lives by its own
 * clock, faults on demand, and a journal of all that was asked.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { type AccountProduct, accountProducts } from './account.ts';
import { createApi } from './api.ts';
import { Clock } from './clock.ts';
import { createControl } from './control.ts';
import { answerError, Refusal } from './errors.ts';
import { layOver } from './exchange.ts';
import { Faults } from './faults.ts';
import { Journal } from './journal.ts';
import { type KeyName, Keyring } from './keys.ts';
import { Limits, type Plan } from './limits.ts';
import type { Env, Parts } from './parts.ts';
import type { SampleForm } from './samples.ts';
import { World } from './world.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** The same seed gives the same world. Default 1. */
  seed?: number;
  /** Sessions at the start, over both products. Default 24. */
  sessions?: number;
  /** Default `pro`. */
  plan?: Plan;
  /** The largest page; a larger `limit` is answered with 400. Default 200. */
  pageSize?: number;
  /** Sandbox seconds per real second; 0 stands still. Default 1. */
  speed?: number;
  /** Sandbox time at the start, Unix milliseconds. Default: the machine's. */
  nowMs?: number;
  /** What the account's sub-users have. Default: all three. */
  products?: AccountProduct[];
  /** Whether new sessions start as others end. Default false: they just live and expire. */
  churn?: boolean;
  /** Minutes the initial sessions have left, from and to. Default 2 to 29. */
  minutesLeft?: [number, number];
  /** Whether lists hold the terminated sessions of the last 24 h as well. Default false. */
  listTerminated?: boolean;
  /** How a detail tells the latest requests; their form is undocumented. Default `samples`. */
  samplesAs?: SampleForm;
  /** Whether the client of a session that is ended goes on: 12 s later there is another one under the
   * same username. Not for churn, whose jobs start anew by themselves. Default false. */
  clients?: boolean;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** `origin` + `/v1` */
  readonly baseUrl: string;
  /** Tokens by name; keys.ts says what each is for. */
  readonly keys: Record<KeyName, string>;
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Ends at once, open connections and hanging requests included. */
  close(): Promise<void>;
}

/** Room for an id of 2,048 characters in a path, nine bytes for each. */
const LONGEST_HEADER_BYTES = 32 * 1024;
/** A usual value of servers in front of an API. Node's own 5 s would close a connection just as a poll reuses
 * it. */
const KEEP_ALIVE_MS = 75_000;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const parts = assemble(options);
  const server = createAdaptorServer({
    fetch: createApp(parts).fetch,
    serverOptions: { maxHeaderSize: LONGEST_HEADER_BYTES },
  }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, options.port ?? 0);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { world, journal, faults, clock, limits, keyring } = parts;
  const keys = keyring.tokens();
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { origin, baseUrl: `${origin}/v1`, keys, world, journal, faults, clock, limits, close };
}

function assemble(options: SandboxOptions): Parts {
  const { nowMs, speed = 1, plan = 'pro', pageSize = 200 } = options;
  const clock = new Clock({ speed, ...(nowMs !== undefined && { nowMs }) });
  return {
    clock,
    pageSize,
    world: new World({
      clock,
      seed: options.seed ?? 1,
      sessions: options.sessions ?? 24,
      products: options.products ?? accountProducts,
      churn: options.churn ?? false,
      minutesLeft: options.minutesLeft ?? [2, 29],
      listTerminated: options.listTerminated ?? false,
      samplesAs: options.samplesAs ?? 'samples',
      clients: options.clients ?? false,
    }),
    keyring: new Keyring(clock.now()),
    limits: new Limits(plan, () => clock.now()),
    faults: new Faults(),
    journal: new Journal(),
  };
}

function createApp(parts: Parts): Hono<Env> {
  const app = new Hono<Env>();
  let count = 0;
  app.use(async (c, next) => {
    count += 1;
    c.set('requestId', `req_${`${count}`.padStart(8, '0')}`);
    await next();
    c.header('Date', new Date(parts.clock.now()).toUTCString());
    c.header('X-Request-Id', c.var.requestId);
    layOver(c);
  });
  app.route('/', createControl(parts));
  app.route('/', createApi(parts));
  app.notFound((c) => answerError(new Refusal(404, 'not_found', 'There is nothing here.'), c));
  app.onError(answerError);
  return app;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => listening());
  });
}
