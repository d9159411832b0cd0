/* Numbers are called sure only if they are sure, whatever happens to the account's products, the server's
 * lists, the plan's allowance, or a key that is refused for a while. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { overviewOf } from '../../../lib/session/overview.ts';
import * as items from '../../../lib/store/items.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { formatLeft } from '../../../lib/surface/format.ts';
import { retryWords } from '../../../lib/surface/problem-words.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser } from '../support/browser.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let sandbox: Sandbox;
let background: Background;

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<void> {
  sandbox = await startSandbox({ sessions: 8, speed: 0, ...options });
  background = new Background(sandbox);
}
beforeEach(() => start());
afterEach(() => sandbox.close());

const connect = () => background.connect(sandbox.keys.full);
const overview = async () => overviewOf(await background.state(), background.nowMs);
const spoil = (fault: FaultSpec) => sandbox.faults.inject(fault);
const requests = () => background.sent.length;

/** The sub-users as they were before the account got mobile. */
const onlyResidential = {
  endpoint: 'subusers',
  kind: 'body',
  body: JSON.stringify({
    data: [{ id: 'sub_1', name: 'a', products: ['residential'] }],
    next_cursor: null,
  }),
} as const satisfies FaultSpec;

test.each([
  ['is counted within a quarter of an hour', 'pro', 16 * MINUTE_MS, null],
  ['is counted within forty minutes where rounds are rare', 'trial', 41 * MINUTE_MS, null],
  ['is counted at once where a person refreshes', 'pro', 3_000, 'person'],
] as const)('a product that the account gets %s', async (_, plan, ms, by) => {
  await sandbox.close();
  await start({ plan, minutesLeft: [200, 220] });
  const fault = spoil(onlyResidential);
  await connect();
  await background.pass(1.5 * MINUTE_MS);
  expect((await background.state()).products).toEqual(['residential']);
  sandbox.faults.clear(fault);
  if (by) await background.ask(by);
  await background.pass(ms);
  expect((await overview()).count).toBe(sandbox.world.sessions().length);
});

test('products that are known stay in use for no more than an hour if sub-users can’t be read', async () => {
  const fault = spoil(onlyResidential);
  await connect();
  sandbox.faults.clear(fault);
  spoil({ endpoint: 'subusers', kind: 'status', status: 500 });
  await background.pass(1.5 * HOUR_MS);
  expect((await background.state()).products).toBeNull();
});

test('a session that the server lists is shown, however far ahead the server’s clock is', async () => {
  const date = new Date(background.nowMs + 40 * MINUTE_MS).toUTCString();
  spoil({ endpoint: '*', kind: 'latency', ms: 0, headers: { date } });
  await connect();
  const { rows, count } = await overview();
  expect(count).toBe(8);
  expect(badgeOf(await overview()).text).toBe('8');
  for (const { endsAtMs } of rows) {
    expect(formatLeft(Number(endsAtMs) - background.nowMs)).toBe('0:00');
  }
});

test('a smaller limit than the plan’s is believed at once', async () => {
  await sandbox.close();
  await start({ plan: 'trial' });
  // The account was pro when it was read.
  const body = JSON.stringify({ id: 'usr_1', email: 'ada@example.com', plan: 'pro' });
  spoil({ endpoint: 'account', kind: 'body', body });
  await connect();
  await background.pass(MINUTE_MS);
  expect(await background.state()).toMatchObject({ account: { plan: 'pro' }, limitPerMinute: 30 });
  const before = requests();
  await background.pass(4 * HOUR_MS);
  expect(requests() - before).toBeLessThan(90);
});

test.each([
  ['by itself, in an hour', async () => background.pass(61 * MINUTE_MS)],
  ['at once by a person', async () => background.ask('opened')],
  ['at once when the computer is online', async () => background.ask('online')],
  [
    'at once by a background that starts',
    async () => {
      background.kill();
      await background.wake();
    },
  ],
])('a key that was refused in passing is tried again %s', async (_, again) => {
  await connect();
  await background.pass(MINUTE_MS);
  const fault = spoil({ endpoint: '*', kind: 'status', status: 401 });
  await background.pass(2 * MINUTE_MS);
  const refused = await overview();
  expect(refused.standing).toBe('key-refused');
  expect(retryWords(refused, background.nowMs)[0]).toMatch(/^helodata is asked again at /);
  const before = requests();
  await background.pass(10 * MINUTE_MS);
  expect(requests()).toBe(before);
  sandbox.faults.clear(fault);
  await again();
  await background.pass(10_000);
  expect((await overview()).standing).toBe('fresh');
});

test('a key that stays refused is tried again ever more rarely', async () => {
  await items.settings.remove();
  await connect();
  spoil({ endpoint: '*', kind: 'status', status: 401 });
  await background.pass(2 * MINUTE_MS);
  const before = requests();
  await background.pass(24 * HOUR_MS);
  expect(requests() - before).toBeLessThan(15);
});

test('a key that stays refused is asked about rarely, too, where each alarm starts a background', async () => {
  await sandbox.close();
  await start({ plan: 'trial' });
  await connect();
  spoil({ endpoint: '*', kind: 'status', status: 401 });
  await background.pass(40 * MINUTE_MS);
  const before = requests();
  const endMs = background.nowMs + 12 * HOUR_MS;
  while (background.nowMs < endMs) {
    const alarms = await browser.alarms.getAll();
    const nextMs = Math.min(endMs, ...alarms.map(({ scheduledTime }) => scheduledTime));
    // A browser kills a background that is idle for half a minute.
    background.kill();
    await background.pass(Math.max(0, nextMs - background.nowMs) + 29_000);
  }
  expect(requests() - before).toBeLessThan(40);
});

test('a list that belies one expiry belies them all, so that none leaves the count between lists', async () => {
  const date = new Date(background.nowMs + 24 * MINUTE_MS).toUTCString();
  spoil({ endpoint: '*', kind: 'latency', ms: 0, headers: { date } });
  await connect();
  await background.pass(3 * MINUTE_MS);
  for (let look = 0; look < 12; look++) {
    expect((await overview()).count).toBe(sandbox.world.sessions().length);
    await background.pass(5_000);
  }
});

test('a look-up that failed while the clock was ahead is made again once it is right', async () => {
  await connect();
  background.setClock(48 * HOUR_MS);
  const fault = spoil({ endpoint: 'subusers', kind: 'status', status: 503 });
  await background.ask('person');
  await background.pass(20 * MINUTE_MS);
  sandbox.faults.clear(fault);
  background.setClock(0);
  background.kill();
  await background.wake();
  const before = sandbox.journal.requests('subusers').length;
  await background.pass(HOUR_MS);
  expect(sandbox.journal.requests('subusers').length).toBeGreaterThan(before);
});
