/** The API itself: the paths of openapi.yaml and nothing else. */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import { accountProducts, owner, type Subuser } from './account.ts';
import { parsed, Refusal } from './errors.ts';
import { deliver, record } from './exchange.ts';
import { permit } from './keys.ts';
import { page } from './paging.ts';
import type { Env, Parts } from './parts.ts';
import { type Life, type Product, products, type Session } from './session.ts';

const whole = v.pipe(v.string(), v.regex(/^\d{1,10}$/, 'must be a whole number'), v.toNumber());
const paging = {
  cursor: v.optional(v.string()),
  limit: v.optional(v.pipe(whole, v.minValue(1, 'at least 1'))),
};
const subuserQuery = v.object({
  ...paging,
  product: v.optional(v.picklist(accountProducts)),
  status: v.optional(v.picklist(['active', 'disabled'])),
});
const sessionQuery = v.object({
  ...paging,
  subuser: v.optional(v.string()),
  session_id: v.optional(v.string()),
  region: v.optional(v.string()),
  asn: v.optional(whole),
  repinned: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
  ),
});

const LIST = `/v1/:product{${products.join('|')}}/sessions` as const;
const ONE = `${LIST}/:id` as const;

export function createApi(parts: Parts): Hono<Env> {
  const { world, limits } = parts;
  const api = new Hono<Env>();
  api.use(record(parts), deliver(parts));
  api.use('/v1/*', authenticate(parts), meter(parts));

  api.get('/v1/users/me', (c) => {
    permit(c.var.key, 'GET');
    return c.json({ ...owner, plan: limits.plan });
  });
  api.get('/v1/subusers', (c) => c.json(listSubusers(c, parts)));
  api.get(LIST, (c) => c.json(listSessions(c, parts)));

  api.get(ONE, (c) => {
    const { product, id } = addressed(c);
    const session = world.session(product, id);
    c.var.entry.alive = isAlive(session);
    if (!session) throw gone(id);
    return c.json({ ...recordOf(session), ...world.detail(product, id) });
  });

  api.delete(ONE, (c) => {
    const { product, id } = addressed(c);
    const { entry, fault } = c.var;
    const end = () => {
      entry.acted = world.terminate(product, id);
      if (entry.acted) entry.actedAtMs = Date.now();
      return entry.acted;
    };
    if (fault?.kind === 'accepted' && isAlive(world.session(product, id))) {
      setTimeout(end, fault.actsAfterMs).unref();
      return c.body(null, 202);
    }
    if (!end()) throw gone(id);
    return c.body(null, 204);
  });

  api.all('/v1/users/me', only('GET'));
  api.all('/v1/subusers', only('GET'));
  api.all(LIST, only('GET'));
  api.all(ONE, only('GET, DELETE'));
  return api;
}

function authenticate({ keyring, clock }: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = keyring.find(c.req.header('authorization'));
    if (!key || key.worksUntilMs <= clock.now()) {
      throw new Refusal(401, 'unauthorized', 'This key is missing, unknown or no longer valid.');
    }
    c.set('key', key);
    await next();
  };
}

function meter({ limits, clock }: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { name } = c.var.key;
    if (!limits.take(name)) {
      const waitMs = limits.allowance(name).resetAtMs - clock.now();
      const seconds = `${Math.max(1, Math.ceil(waitMs / 1000))}`;
      const message = `Over the limit of plan ${limits.plan}.`;
      throw new Refusal(429, 'rate_limited', message, { 'Retry-After': seconds });
    }
    await next();
  };
}

function listSubusers(c: Context<Env>, { world, pageSize }: Parts) {
  permit(c.var.key, 'GET');
  const { product, status, ...range } = parsed(subuserQuery, c.req.query());
  const rows = world.subusers
    .map((subuser) => seenBy(c.var.key.products, subuser))
    .filter(({ products: has }) => (product ? has.includes(product) : has.length > 0))
    .filter((subuser) => !status || subuser.status === status);
  return page(rows, ({ id }) => id, { ...range, query: queryOf(c), maxSize: pageSize });
}

/** A key shows as much of a sub-user as it covers. */
function seenBy(covered: readonly string[], subuser: Subuser): Subuser {
  return { ...subuser, products: subuser.products.filter((each) => covered.includes(each)) };
}

function listSessions(c: Context<Env>, { world, pageSize }: Parts) {
  const product = c.req.param('product') as Product;
  permit(c.var.key, 'GET', product);
  const { cursor, limit, ...filters } = parsed(sessionQuery, c.req.query());
  // Oldest first: what starts while somebody pages comes on a later page.
  const keyOf = ({ startedAtMs, id }: Life) => `${startedAtMs}`.padStart(16) + id;
  const request = { cursor, limit, query: queryOf(c), maxSize: pageSize };
  const { data, next_cursor } = page(world.listed(product, filters), keyOf, request);
  return { data: data.map((life) => recordOf(world.read(life))), next_cursor };
}

function addressed(c: Context<Env>): { product: Product; id: string } {
  const product = c.req.param('product') as Product;
  permit(c.var.key, c.req.method, product);
  return { product, id: c.req.param('id') ?? '' };
}

function isAlive(session: Session | undefined): boolean {
  return session !== undefined && session.status !== 'terminated';
}

/** As it is sent: the product is only in the path. */
function recordOf({ product, ...record }: Session): Omit<Session, 'product'> {
  return record;
}

function queryOf(c: Context<Env>): string {
  const { cursor, limit, ...filters } = c.req.query();
  return JSON.stringify([c.req.path, Object.entries(filters).sort()]);
}

function gone(id: string): Refusal {
  return new Refusal(404, 'session_not_found', `There is no session ${id}: expired or never was.`);
}

function only(methods: string): () => never {
  return () => {
    throw new Refusal(405, 'method_not_allowed', `Use ${methods}.`, { Allow: methods });
  };
}
