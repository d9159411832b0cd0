/**
 * The sandbox's own levers under /control, for people at a terminal and for tests in another
 * process. The sandbox listens on loopback alone; a web page in the same machine's browser is kept
 * out by its Origin, its Sec-Fetch-Site, and (DNS rebinding) its Host.
 */
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { parsed, Refusal } from './errors.ts';
import { type FaultSpec, faultSchema } from './faults.ts';
import { plans } from './limits.ts';
import type { Env, Parts } from './parts.ts';
import { sampleForms } from './samples.ts';
import { products } from './session.ts';

const LATEST_MS = Date.UTC(2100, 0, 1);
const LONGEST_MS = 366 * 24 * 3_600_000;

const clockBody = v.pipe(
  v.strictObject({
    nowMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LATEST_MS))),
    advanceMs: v.optional(v.pipe(v.number(), v.minValue(-LONGEST_MS), v.maxValue(LONGEST_MS))),
    speed: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100_000))),
  }),
  v.check((body) => Object.keys(body).length > 0, 'give nowMs, advanceMs or speed'),
  v.check((body) => !(body.nowMs && body.advanceMs), 'nowMs and advanceMs exclude each other'),
);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const moment = v.pipe(v.string(), v.isoTimestamp());

const sessionBody = v.strictObject({
  product: v.picklist(products),
  id: v.exactOptional(v.pipe(v.string(), v.regex(/^ses_[A-Za-z0-9_]{1,60}$/))),
  subuser: v.exactOptional(name),
  session_id: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,32}$/))),
  region: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z]{2}$/))),
  state: v.exactOptional(v.nullable(name)),
  city: v.exactOptional(v.nullable(name)),
  asn: v.exactOptional(v.nullable(count)),
  exit_ip: v.exactOptional(v.pipe(v.string(), v.ip())),
  started_at: v.exactOptional(moment),
  expires_at: v.exactOptional(moment),
  bytes_used: v.exactOptional(count),
  requests: v.exactOptional(count),
  repinned: v.exactOptional(v.boolean()),
  status: v.exactOptional(name),
  bytesPerSecond: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
});
const planBody = v.strictObject({ plan: v.picklist(plans) });
const listsBody = v.strictObject({ terminated: v.boolean() });
const samplesBody = v.strictObject({ as: v.picklist(sampleForms) });
const clientBody = v.strictObject({
  afterMs: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS))),
});

const SESSION = `/control/sessions/:product{${products.join('|')}}/:id` as const;

export function createControl(parts: Parts): Hono<Env> {
  const { clock, world, limits, journal, faults } = parts;
  const control = new Hono<Env>();
  control.use('/control/*', async (c, next) => {
    refuseForeigners(c);
    await next();
  });

  control.get('/control/state', (c) => c.json(stateOf(parts)));

  control.get('/control/journal', (c) => c.json({ entries: journal.entries() }));
  control.delete('/control/journal', (c) => {
    journal.clear();
    return c.body(null, 204);
  });

  control.post('/control/clock', async (c) => {
    const { nowMs, advanceMs, speed } = parsed(clockBody, await jsonOf(c));
    if (nowMs !== undefined) clock.set(nowMs);
    if (advanceMs !== undefined) clock.advance(advanceMs);
    if (speed !== undefined) clock.speed = speed;
    return c.json({ nowMs: clock.now(), speed: clock.speed });
  });

  control.post('/control/sessions', async (c) => {
    const { product, ...wish } = parsed(sessionBody, await jsonOf(c));
    if (wish.id && world.session(product, wish.id)) {
      throw new Refusal(409, 'exists', `There is a session ${wish.id} already.`);
    }
    return c.json(world.add(product, wish), 201);
  });
  control.post(`${SESSION}/expire`, (c) => {
    const { product, id } = c.req.param();
    return done(c, world.expire(parsed(v.picklist(products), product), id));
  });
  control.post(`${SESSION}/repin`, (c) => {
    const { product, id } = c.req.param();
    return done(c, world.repin(parsed(v.picklist(products), product), id));
  });

  /** Lets its client go on when it is ended. */
  control.post(`${SESSION}/keep-running`, async (c) => {
    const { product, id } = c.req.param();
    const wish = parsed(clientBody, await jsonOf(c));
    return done(c, world.keepRunning(parsed(v.picklist(products), product), id, wish));
  });

  control.post('/control/faults', async (c) => {
    const body = await jsonOf(c);
    parsed(faultSchema, body);
    return c.json({ id: faults.inject(body as FaultSpec) }, 201);
  });
  control.delete('/control/faults', (c) => {
    faults.clear(c.req.query('id'));
    return c.body(null, 204);
  });

  control.put('/control/plan', async (c) => {
    limits.plan = parsed(planBody, await jsonOf(c)).plan;
    return c.json({ plan: limits.plan });
  });
  /** Whether lists hold the terminated sessions of the last 24 h as well. */
  control.put('/control/lists', async (c) => {
    world.listTerminated = parsed(listsBody, await jsonOf(c)).terminated;
    return c.json({ terminated: world.listTerminated });
  });

  /** How a detail tells the latest requests. */
  control.put('/control/samples', async (c) => {
    world.samplesAs = parsed(samplesBody, await jsonOf(c)).as;
    return c.json({ as: world.samplesAs });
  });

  control.all('/control/*', (c) => c.notFound());
  return control;
}

function stateOf({ clock, world, limits, faults, keyring }: Parts) {
  return {
    nowMs: clock.now(),
    speed: clock.speed,
    plan: limits.plan,
    listTerminated: world.listTerminated,
    samplesAs: world.samplesAs,
    keys: keyring.tokens(),
    sessions: world.sessions(),
    endings: world.endings,
    faults: faults.list(),
  };
}

function refuseForeigners(c: Context<Env>): void {
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const isOurs = ['127.0.0.1', 'localhost'].includes(host);
  if (!isOurs || c.req.header('origin') !== undefined || site !== 'none') {
    throw new Refusal(403, 'foreign_origin', 'Not for web pages.');
  }
}

async function jsonOf(c: Context<Env>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new Refusal(400, 'invalid_request', 'The body must be JSON.');
  }
}

function done(c: Context<Env>, took: boolean): Response {
  if (!took) throw new Refusal(404, 'session_not_found', 'There is no such active session.');
  return c.body(null, 204);
}
