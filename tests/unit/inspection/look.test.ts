/* A look at one session, by the real background over HTTP to the sandbox. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { budgetOf } from '../../../lib/quota/allowance.ts';
import { EMPTY_LEDGER, noted } from '../../../lib/quota/ledger.ts';
import * as items from '../../../lib/store/items.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser } from '../support/browser.ts';
import { onPlan } from '../support/samples.ts';

let sandbox: Sandbox;
let background: Background;
let sessions: Session[];

beforeEach(async () => {
  sandbox = await startSandbox({ sessions: 6, speed: 0, minutesLeft: [20, 25] });
  background = new Background(sandbox);
  await background.connect(sandbox.keys.full);
  const { residential, mobile } = (await background.state()).lists;
  sessions = [...residential, ...mobile];
  sandbox.journal.clear();
});
afterEach(() => sandbox.close());

const asked = () => sandbox.journal.requests('detail').map(({ id }) => id);
const detail = async () => (await background.state()).detail;
const write = ({ product, id }: Session, askedAtMs: number) =>
  items.look.write({ product, id, askedAtMs });
const look = (session: Session) => background.act((nowMs) => write(session, nowMs));
const one = (at = 0): Session => {
  const session = sessions[at];
  if (!session) throw new Error('the sandbox has sessions');
  return session;
};

describe('what is kept of a look', () => {
  test('is the session, its latest requests, and when that was', async () => {
    const session = one();
    await look(session);
    expect(asked()).toEqual([session.id]);
    expect(await detail()).toMatchObject({
      id: session.id,
      askedAtMs: background.nowMs,
      atMs: background.nowMs,
      session,
      endedAs: null,
      problem: null,
    });
    const { samples } = sandbox.world.detail(session.product, session.id) as { samples: unknown };
    expect((await detail())?.samples).toEqual(samples);
  });

  test('says of one that was ended that it was', async () => {
    const { product, id } = one();
    sandbox.world.terminate(product, id);
    await look(one());
    expect(await detail()).toMatchObject({ session: { id }, endedAs: 'terminated' });
  });

  test('says of one that nobody knows any more that it is gone', async () => {
    const { product, id } = one();
    sandbox.world.expire(product, id);
    await look(one());
    expect(await detail()).toMatchObject({
      id,
      session: null,
      problem: { kind: 'gone', requestId: expect.stringMatching(/^req_/) },
    });
  });

  test('is at most ten samples of whatever shape, and of a very long one its beginning', async () => {
    const { product, id } = one();
    const record = sandbox.world.session(product, id);
    const odd = [{ url: 'x'.repeat(50_000) }, 7, null, [[]], ...Array(30).fill({ a: 'b' })];
    const body = JSON.stringify({ ...record, samples: odd });
    sandbox.faults.inject({ endpoint: 'detail', kind: 'body', body });
    await look(one());
    const samples = (await detail())?.samples ?? [];
    expect(samples).toHaveLength(10);
    expect(samples[0]).toMatch(/^\{"url":"x+…$/);
    expect((samples[0] as string).length).toBeLessThan(4_100);
    expect(samples.slice(1, 5)).toEqual([7, null, [[]], { a: 'b' }]);
  });

  test('without room for samples is that there was none', async () => {
    const { set } = browser.storage.local;
    const isTooLarge = (entries: Record<string, unknown>) =>
      Object.values(entries).join().includes('"samples":[{');
    Object.assign(browser.storage.local, {
      async set(entries: Record<string, unknown>) {
        if (isTooLarge(entries)) throw new Error('QUOTA_BYTES exceeded');
        await set(entries);
      },
    });
    await look(one());
    Object.assign(browser.storage.local, { set });
    expect(await detail()).toMatchObject({ session: null, problem: { kind: 'not-stored' } });
  });
});

describe('a look', () => {
  test('that comes while another is under way is the one that counts', async () => {
    await background.act(async (nowMs) => {
      await write(one(0), nowMs - 2);
      await write(one(1), nowMs - 1);
      await write(one(2), nowMs);
    });
    expect(asked().length).toBeLessThan(3);
    expect(await detail()).toMatchObject({ id: one(2).id, session: { id: one(2).id } });
  });

  test('is taken once', async () => {
    await look(one());
    background.kill();
    await background.ask('person');
    await background.pass(60_000);
    expect(asked()).toHaveLength(1);
  });

  test('whose background was killed is taken by the next one', async () => {
    const session = one();
    await background.act(async (nowMs) => {
      await write(session, nowMs);
      background.kill();
    });
    await background.ask('watching');
    expect((await detail())?.session?.id).toBe(session.id);
  });

  test('that is a minute old is of no interest any more', async () => {
    await background.act((nowMs) => write(one(), nowMs - 60_001));
    expect(asked()).toEqual([]);
  });

  test('is taken though the clock was set back since the one before', async () => {
    await background.act((nowMs) => write(one(), nowMs + 3_600_000));
    await look(one());
    expect(asked()).toHaveLength(2);
    expect(await detail()).toMatchObject({ askedAtMs: background.nowMs, problem: null });
  });

  test('keeps to our share of the plan, and says until when', async () => {
    const { perDay } = budgetOf(onPlan('trial'));
    await background.act(async (nowMs) => {
      const account = { email: 'ada@example.com', plan: 'trial' };
      await items.account.write({ account, againAtMs: nowMs + 3_600_000 });
      await items.ledger.write(noted(EMPTY_LEDGER, nowMs, perDay));
    });
    sandbox.journal.clear();
    await look(one());
    expect(asked()).toEqual([]);
    const problem = { kind: 'over-budget', untilMs: expect.any(Number) };
    expect(await detail()).toMatchObject({ session: null, problem });
  });

  test('asks nothing where the browser keeps us from the API, and says so', async () => {
    await background.act(() => items.access.write({ granted: false }));
    await look(one());
    expect(asked()).toEqual([]);
    expect(await detail()).toMatchObject({ session: null, problem: { kind: 'no-access' } });
  });

  test('asks nothing without a key', async () => {
    await background.act(() => items.keyInLocal.remove());
    await look(one());
    expect(asked()).toEqual([]);
  });

  test('that nobody answers is told after the time that a request has', async () => {
    background.isLate = (_, pathname) => pathname.endsWith(one().id);
    await look(one());
    await background.pass(14_000);
    expect(await detail()).toBeNull();
    await background.pass(2_000);
    expect(await detail()).toMatchObject({ session: null, problem: { kind: 'timed-out' } });
  });

  test('with a key that was changed meanwhile is dropped', async () => {
    background.isLate = (_, pathname) => pathname.endsWith(one().id);
    await look(one());
    await background.connect(sandbox.keys.read);
    await background.pass(16_000);
    expect(asked()).toHaveLength(1);
    expect(await detail()).toBeNull();
  });
});
