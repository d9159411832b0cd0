/**
 * The outermost layers around each request to the API: it is written down, faults have their way
 * with it, and every answer carries its request's id, the rate-limit headers and the sandbox's date.
 */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { targetOf } from './endpoints.ts';
import type { Fault } from './faults.ts';
import type { Env, Parts } from './parts.ts';
import { spoil, statusAnswer } from './spoil.ts';

/** Writes the request down on arrival, and its status once there is one. */
export function record({ journal, keyring }: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { method, path, raw } = c.req;
    const { requestId } = c.var;
    const authorization = c.req.header('authorization');
    const keyName =
      authorization === undefined ? 'none' : (keyring.find(authorization)?.name ?? 'unknown');
    const target = targetOf(method, (c.env.incoming.url ?? path).replace(/\?.*/, ''));
    const query = c.req.query();
    const { headers } = raw;
    const entry = journal.arrive({ ...target, requestId, method, path, query, keyName, headers });
    c.set('entry', entry);
    await next();
    entry.status = c.env.incoming.socket.destroyed ? null : c.res.status;
  };
}

/** Lets the fault aimed at this request, if any, happen; dresses the answer. */
export function deliver(parts: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    // A tab asks for its icon, too, whenever it likes: that is no request to the API.
    const isForApi = c.req.path.startsWith('/v1/');
    const fault = isForApi ? parts.faults.take(c.var.entry) : undefined;
    c.set('fault', fault);
    if (!fault) {
      await next();
    } else {
      c.var.entry.fault = fault.kind;
      const acts = ['latency', 'accepted'].includes(fault.kind) || fault.when === 'after';
      if (fault.when === 'before') await pause(fault);
      if (acts) await next();
      if (fault.when === 'after') await pause(fault);
      await strike(c, fault, acts);
    }
    dress(c, parts);
  };
}

/** Lays a fault's own headers over an answer, after all others are set. */
export function layOver(c: Context<Env>): void {
  for (const [name, value] of Object.entries(c.var.fault?.headers ?? {})) {
    c.header(name, value ?? undefined);
  }
}

async function strike(c: Context<Env>, fault: Fault, acted: boolean): Promise<void> {
  const { socket } = c.env.incoming;
  switch (fault.kind) {
    case 'latency':
    case 'accepted': // by the DELETE itself (api.ts)
      return;
    case 'reset':
      // A real RST, so that the client sees what a broken network looks like.
      socket.resetAndDestroy();
      return answerWith(c, RESPONSE_ALREADY_SENT);
    case 'hang':
      await new Promise<void>((gone) => {
        if (socket.destroyed) gone();
        else socket.once('close', () => gone());
      });
      return answerWith(c, RESPONSE_ALREADY_SENT);
    case 'status':
      return answerWith(c, statusAnswer(fault, c.var.requestId));
    case 'body':
      return answerWith(c, await spoil(acted ? c.res : new Response(), fault));
  }
}

function answerWith(c: Context<Env>, answer: Response): void {
  // Hono merges the headers of an answer that is already there into the new one.
  c.res = undefined;
  c.res = answer;
}

function dress(c: Context<Env>, { limits }: Parts): void {
  const { limit, remaining, resetAtMs } = limits.allowance(c.var.entry.keyName);
  c.header('X-Request-Id', c.var.requestId);
  c.header('X-RateLimit-Limit', `${limit}`);
  c.header('X-RateLimit-Remaining', `${remaining}`);
  c.header('X-RateLimit-Reset', `${Math.ceil(resetAtMs / 1000)}`);
}

/** Unreferenced, so that a long latency doesn't keep a closed sandbox's process alive. */
function pause({ ms = 0 }: Fault): Promise<void> {
  return new Promise((done) => {
    if (ms === 0) done();
    else setTimeout(done, ms).unref();
  });
}
