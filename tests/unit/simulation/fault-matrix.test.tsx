// @vitest-environment node
/* Every kind of fault on every endpoint: what each surface says, that none of it is a lie, and that
 * all is well again by itself once the fault has lifted. The table is printed, and written to
 * test-results/fault-matrix.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { STANDINGS } from '../../../lib/session/standing.ts';
import type { State } from '../../../lib/store/state.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { surfaces } from './surfaces.tsx';

const MINUTE_MS = 60_000;

// What the popup says is the same in every width.
vi.stubGlobal('matchMedia', () => ({ matches: false }));

const endpoints = ['account', 'subusers', 'list', 'detail', 'delete'] as const;
type Endpoint = (typeof endpoints)[number];

const noRetryAfter = { 'retry-after': null, 'x-ratelimit-reset': null };
const elsewhere = { location: 'http://127.0.0.1:9/' };
const loop = '{"data":[],"next_cursor":"again"}';

/** What goes wrong; 20 s of latency is this side's business (Background.isLate). */
const faults: Record<string, ((endpoint: Endpoint) => FaultSpec) | 'late'> = {
  'latency 20 s': 'late',
  reset: (endpoint) => ({ endpoint, kind: 'reset' }),
  'status 500': (endpoint) => ({ endpoint, kind: 'status', status: 500 }),
  '502 HTML': (endpoint) => ({ endpoint, kind: 'body', body: 'html', status: 502, when: 'before' }),
  '429 Retry-After': (endpoint) => ({ endpoint, kind: 'status', status: 429 }),
  '429 without': (endpoint) => ({ endpoint, kind: 'status', status: 429, headers: noRetryAfter }),
  'status 401': (endpoint) => ({ endpoint, kind: 'status', status: 401 }),
  '403 scope': (endpoint) => ({ endpoint, kind: 'status', status: 403 }),
  '403 sub-user': (endpoint) => ({
    endpoint,
    kind: 'status',
    status: 403,
    code: 'subuser_scope_mismatch',
  }),
  'status 404': (endpoint) => ({ endpoint, kind: 'status', status: 404 }),
  'truncated JSON': (endpoint) => ({ endpoint, kind: 'body', body: 'truncated' }),
  'wrong types': (endpoint) => ({ endpoint, kind: 'body', body: 'wrong-types' }),
  'empty body': (endpoint) => ({ endpoint, kind: 'body', body: 'empty' }),
  'cursor loop': (endpoint) => ({ endpoint, kind: 'body', body: loop, when: 'before' }),
  redirect: (endpoint) => ({ endpoint, kind: 'status', status: 302, headers: elsewhere }),
};

const cells = endpoints.flatMap((endpoint) =>
  Object.keys(faults).map((fault) => ({ endpoint, fault })),
);

const table: string[] = [];
let sandbox: Sandbox;
afterEach(() => sandbox.close());
afterAll(() => {
  const head = '| endpoint | fault | badge | tooltip | popup | menu | row | well again after |';
  const lines = [head, '|---|---|---|---|---|---|---|---|', ...table];
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/fault-matrix.md', `${lines.join('\n')}\n`);
  process.stdout.write(`${lines.join('\n')}\n`);
});

const PATHS: Record<Endpoint, RegExp> = {
  account: /^GET \/v1\/users\/me$/,
  subusers: /^GET \/v1\/subusers$/,
  list: /^GET \/v1\/\w+\/sessions$/,
  detail: /^GET \/v1\/\w+\/sessions\/./,
  delete: /^DELETE/,
};

async function begin() {
  sandbox = await startSandbox({ sessions: 6, speed: 0, minutesLeft: [200, 220] });
  return new Background(sandbox);
}

function strike(background: Background, endpoint: Endpoint, fault: string): void {
  const make = faults[fault];
  if (make === 'late') {
    background.isLate = (method, path) => PATHS[endpoint].test(`${method} ${path}`);
  } else if (make) {
    sandbox.faults.inject(make(endpoint));
  }
}

function lift(background: Background): void {
  sandbox.faults.clear();
  background.isLate = () => false;
}

/** Does what leads to requests to the endpoint; gives the session that is to be ended, if one is. */
async function provoke(background: Background, endpoint: Endpoint, fault: string) {
  if (endpoint === 'account' || endpoint === 'subusers') {
    strike(background, endpoint, fault);
    await background.connect(sandbox.keys.full);
    await background.pass(20_000);
    return null;
  }
  await background.connect(sandbox.keys.full);
  if (endpoint === 'detail') {
    // The outcome of the DELETE is unknown, so that the session is looked up.
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', times: 1 });
  }
  strike(background, endpoint, fault);
  if (endpoint === 'list') {
    await background.pass(80_000);
    return null;
  }
  const [row] = overviewOf(await background.state(), background.nowMs).rows;
  if (!row) throw new Error('the sandbox has sessions');
  const { session } = row;
  await background.act((nowMs) => askToTerminate({ session, from: 'row', undoMs: 0, nowMs }));
  await background.pass(30_000);
  return session;
}

/** A number in the colour of one to rely on is the number that there is. */
function expectNoLie(state: State, nowMs: number): void {
  const { standing, count, isPartial, rows } = overviewOf(state, nowMs);
  if (count === null || STANDINGS[standing].color !== 'sure') return;
  // What a person has asked to end has left the number, or the API said that it is gone.
  const asked = rows.filter(({ fate }) => fate.kind === 'ending' && !fate.retry).length;
  const hidden = [...state.ended.keys()].length;
  const alive = sandbox.world.sessions().length;
  if (isPartial) expect(count).toBeLessThanOrEqual(alive);
  else expect(count).toBeGreaterThanOrEqual(alive - asked - hidden);
  expect(count).toBeLessThanOrEqual(alive + asked);
}

/** As after any trouble: the right number, and nothing left undone. */
function isWell(state: State, nowMs: number): boolean {
  const { standing, count } = overviewOf(state, nowMs);
  const isOpen = [...state.intents.keys()].some(
    (ref) => state.attempts.get(ref)?.nextAtMs !== null,
  );
  const isSure = standing === 'fresh' || standing === 'key-may-not-end';
  return isSure && !isOpen && count === sandbox.world.sessions().length;
}

async function recover(background: Background, endpoint: Endpoint, fault: string) {
  const liftedAtMs = background.nowMs;
  lift(background);
  let how = '';
  for (let minutes = 0; minutes < 90; minutes++) {
    const state = await background.state();
    if (isWell(state, background.nowMs)) {
      return `${Math.round((background.nowMs - liftedAtMs) / 1000)} s${how}`;
    }
    // Somebody looks: a refused key is not asked about before.
    if (fault === 'status 401' && minutes === 1) {
      await background.ask('opened');
      how = ', popup opened';
    } else {
      await background.pass(minutes < 5 ? MINUTE_MS / 4 : MINUTE_MS);
    }
  }
  throw new Error(`${fault} on ${endpoint} is not well again`);
}

function finalWord(state: State, session: Session | null, nowMs: number): string {
  if (!session) return '';
  const row = overviewOf(state, nowMs).rows.find(({ ref }) => ref === refOf(session));
  if (!row) return 'ended';
  return row.fate.kind === 'active' && row.fate.refusal ? 'not ended, says why' : 'alive, listed';
}

describe.each(cells)('$fault on $endpoint', ({ endpoint, fault }) => {
  test('is told, is no lie, and passes', async () => {
    const background = await begin();
    const session = await provoke(background, endpoint, fault);
    const during = await background.state();
    const said = surfaces(during, background.nowMs);
    expectNoLie(during, background.nowMs);
    expect(said.badge).not.toBe('0 sure');

    const after = await recover(background, endpoint, fault);
    const state = await background.state();
    const word = finalWord(state, session, background.nowMs);
    const ends = sandbox.world.endings.map(({ id }) => id);
    expect(ends).toEqual(word === 'ended' ? [session?.id] : []);
    expect(sandbox.journal.requests('delete').every(({ id }) => id === session?.id)).toBe(true);
    table.push(
      `| ${[endpoint, fault, ...Object.values(said).slice(0, 4), [said.row, word].filter(Boolean).join(' → '), after].join(' | ')} |`,
    );
  });
});
