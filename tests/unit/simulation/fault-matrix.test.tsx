// @vitest-environment node
/* Every kind of fault, and every answer that is not the API's, on every endpoint: what each surface says,
 * that none of it is a lie, and that all is well again by itself once the fault has lifted. The tables are
 * written to test-results/fault-matrix.md; the one of faults is printed as well. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { i18n } from '#i18n';
import { createApi } from '../../../lib/api/client.ts';
import { tryKey } from '../../../lib/api/key.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import type { State } from '../../../lib/store/state.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { errorWords } from '../../../lib/surface/words.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';
import { browser } from '../support/browser.ts';
import {
  type ForeignAnswer,
  faultOf,
  foreignAnswers,
  handOver,
  isUnclear,
  PLACES,
  type Place,
  wordsFor,
} from './foreign-answers.ts';
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
const foreignTable: string[] = [];
let sandbox: Sandbox;
afterEach(() => sandbox.close());
afterAll(() => {
  const lines = [
    '| endpoint | fault | badge | tooltip | popup | menu | row | well again after |',
    '|---|---|---|---|---|---|---|---|',
    ...table,
  ];
  const foreignLines = [
    '| endpoint | answer | badge | tooltip | popup | menu | row | key form or session view | well again after |',
    '|---|---|---|---|---|---|---|---|---|',
    ...foreignTable,
  ];
  const text = [
    ...['# Faults', '', ...lines, ''],
    ...['# Answers that are not the API’s', '', ...foreignLines, ''],
  ];
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/fault-matrix.md', text.join('\n'));
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
  await background.act((nowMs) =>
    askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs }),
  );
  await background.pass(30_000);
  return session;
}

/** The badge that is expected while the fault lasts: the number of sessions, in the colour of a sure number,
 * unless the fault strikes the requests that this number comes from. */
function badgeDuring(endpoint: Endpoint, fault: string): string {
  const alive = sandbox.world.sessions().length;
  if (fault === 'status 401') return 'key refused';
  if (endpoint === 'list') {
    const ofLists: Record<string, string> = {
      '403 scope': 'key refused',
      '403 sub-user': 'key refused',
      'wrong types': '? unsure',
      'cursor loop': `${alive}+ unsure`,
    };
    return ofLists[fault] ?? `${alive} unsure`;
  }
  const isFirst = endpoint === 'account' || endpoint === 'subusers';
  if (isFirst && fault === '429 Retry-After') return '? unsure';
  // The API itself says that there is no such session, and is believed for a minute.
  if (endpoint === 'detail' && fault === 'status 404') return `${alive - 1} sure`;
  return `${alive} sure`;
}

/** Failures that are answers: the row says them, and nothing is tried again. */
const REFUSING = ['status 401', '403 scope', '403 sub-user'];

function isRefused(endpoint: Endpoint, fault: string): boolean {
  if (endpoint === 'detail') return fault === 'status 401';
  return endpoint === 'delete' && REFUSING.includes(fault);
}

/** Expects the state after any trouble: the number is right and sure, sessions can be ended, and nothing is
 * left undone. */
function isWell(state: State, nowMs: number): boolean {
  const { standing, count, readOnly } = overviewOf(state, nowMs);
  const isOpen = [...state.intents.keys()].some(
    (ref) => state.attempts.get(ref)?.nextAtMs !== null,
  );
  const isSure = standing === 'fresh' && count === sandbox.world.sessions().length;
  return isSure && readOnly === null && !isOpen;
}

/** After a 403 that has made the key read-only, a person has to press Refresh before it is tried again
 * (ARCHITECTURE.md, "How a click is kept"); otherwise nobody has to do anything. */
async function helpUp(background: Background, endpoint: Endpoint, fault: string) {
  if (fault !== '403 scope' || endpoint !== 'delete') return '';
  await background.ask('person');
  return ', Refresh pressed';
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
    if (minutes === 1) how = await helpUp(background, endpoint, fault);
    await background.pass(minutes < 5 ? MINUTE_MS / 4 : MINUTE_MS);
  }
  throw new Error(`${fault} on ${endpoint} is not well again`);
}

/** The row's last word on a wish; `ended` only if the extension says so of a session that it does not
 * list. */
function finalWord(state: State, session: Session | null, nowMs: number): string {
  if (!session) return '';
  const ref = refOf(session);
  const row = overviewOf(state, nowMs).rows.find((listed) => listed.ref === ref);
  if (row?.fate.kind === 'active' && row.fate.refusal) return 'not ended, says why';
  if (row) return `listed, ${row.fate.kind}`;
  return state.ended.get(ref)?.how === 'terminated' ? 'ended' : 'not listed, without a word';
}

/** Expects Terminate to work: one more click ends a session, first of all the session that was refused. */
async function expectTerminatePossible(background: Background, refused: Session | null) {
  const { rows } = overviewOf(await background.state(), background.nowMs);
  const row = rows.find(({ ref }) => refused && ref === refOf(refused)) ?? rows[0];
  if (!row) throw new Error('sessions are left');
  const { session } = row;
  await background.act((nowMs) =>
    askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs }),
  );
  await background.pass(1_000);
  expect(sandbox.world.endings.map(({ id }) => id)).toContain(session.id);
  expect(finalWord(await background.state(), session, background.nowMs)).toBe('ended');
}

describe.each(cells)('$fault on $endpoint', ({ endpoint, fault }) => {
  test('is told, is no lie, and passes', async () => {
    const background = await begin();
    const session = await provoke(background, endpoint, fault);
    const said = surfaces(await background.state(), background.nowMs);
    expect(said.badge).toBe(badgeDuring(endpoint, fault));
    const hasRefused = isRefused(endpoint, fault);
    const wordDuring = finalWord(await background.state(), session, background.nowMs);
    if (hasRefused) expect(wordDuring).toBe('not ended, says why');

    const after = await recover(background, endpoint, fault);
    const word = hasRefused
      ? wordDuring
      : finalWord(await background.state(), session, background.nowMs);
    if (session && !hasRefused) expect(word).toBe('ended');
    const ends = sandbox.world.endings.map(({ id }) => id);
    expect(ends).toEqual(word === 'ended' ? [session?.id] : []);
    expect(sandbox.journal.requests('delete').every(({ id }) => id === session?.id)).toBe(true);
    await expectTerminatePossible(background, hasRefused ? session : null);
    table.push(
      `| ${[endpoint, fault, ...Object.values(said).slice(0, 4), [said.row, word].filter(Boolean).join(' → '), after].join(' | ')} |`,
    );
  });
});

/** How long something in between answers in place of the API: for several tries. */
const FOREIGN_FOR_MS = 100_000;
/** Until right after the next round, which asks for account and sub-users, and not again soon. */
const ONE_ROUND_MS = 62_000;
/** The longest wait of the back-off, and what a round and this file's clock add to it. */
const LONGEST_RECOVERY_MS = 5 * MINUTE_MS + 20_000;
/** Standings that a key or an account gives rise to, and nothing in between may. */
const OF_THE_KEY = ['no-key', 'key-refused', 'key-may-not-list', 'key-may-not-end', 'no-products'];

/** All endpoints at once: from the first request on, as behind a hotel's sign-in, or after a while, with a
 * session to be ended. */
type Struck = Place | 'all at first' | 'all later';

interface ForeignCell {
  place: Struck;
  answer: ForeignAnswer;
}

const foreignCells: ForeignCell[] = [
  ...PLACES.flatMap((place) => foreignAnswers(place).map((answer) => ({ place, answer }))),
  ...telling('list').map((answer) => ({ place: 'all at first' as const, answer })),
  ...telling('delete').map((answer) => ({ place: 'all later' as const, answer })),
];

/** The answers that all endpoints give at once: texts and empty bodies would show nothing more. */
function telling(place: Place): ForeignAnswer[] {
  return foreignAnswers(place).filter(({ name }) => /html|JSON|withheld/.test(name));
}

/** Another origin, where redirects lead: it counts every request that comes. */
const otherPlace = { url: '', requests: 0 };

describe('an answer that is not the API’s', () => {
  const server = createServer((_, answer) => {
    otherPlace.requests += 1;
    answer.end('{}');
  });
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    otherPlace.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
  });

  test.each(foreignCells)(
    '$answer.name to $place ends, refuses and removes nothing, and passes',
    async ({ place, answer }) => {
      const background = await begin();
      background.transport = transportFor(answer);
      otherPlace.requests = 0;
      if (place !== 'all at first') await background.connect(sandbox.keys.full);
      const before = await background.state();

      const { session, asked } = await provokeForeign(background, { place, answer });
      const during = await background.state();
      const said = surfaces(during, background.nowMs);
      await expectNothingConcluded(before, during, background.nowMs, answer.isTakenForTheApis);
      expectStanding(during, background.nowMs, { place, answer });
      expectWords({ ...said, asked }, { place, answer });
      expectTries({ place, answer });
      expect(otherPlace.requests).toBe(0);
      expect([...during.intents.keys()]).toEqual(session ? [refOf(session)] : []);

      const afterMs = await wellAgainAfterMs(background, { place, answer });
      const after = await background.state();
      const ended = session ? [session.id] : [];
      expect(sandbox.world.endings.map(({ id }) => id)).toEqual(ended);
      expect(actedDeletes()).toEqual(ended);
      expect([...after.ended.values()].map(({ id, how }) => [id, how])).toEqual(
        ended.map((id) => [id, 'terminated']),
      );
      expectNoClock(after);
      const words = [said.badge, said.tooltip, said.popup, said.menu, said.row, asked];
      foreignTable.push(
        `| ${[place, answer.name, ...words, `${Math.round(afterMs / 1000)} s`].join(' | ')} |`,
      );
    },
  );
});

function transportFor({ status, isWithheld }: ForeignAnswer): Background['transport'] {
  const send = status === 407 && !isWithheld ? handOver : fetch;
  return async (url, init) => withoutDate(await send(url, init));
}

/** The API's own answers lose their `Date`, or they would correct what another's has set wrong. */
async function withoutDate(answer: Response): Promise<Response> {
  const { status } = answer;
  if (!answer.headers.has('x-ratelimit-limit')) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('date');
  const body = await answer.arrayBuffer();
  return new Response(status === 204 ? null : body, { status, headers });
}

/** Strikes, does what leads to requests to the endpoint, and lets them be tried for a while. Gives the session
 * that is to be ended, if one is, and the words of the page that asks on a person's behalf: the key's form,
 * the view of one session. */
async function provokeForeign(background: Background, cell: ForeignCell) {
  const { place, answer } = cell;
  if (place === 'detail') {
    // The outcome of the DELETE is unknown, so that the session is looked up.
    sandbox.faults.inject({ endpoint: 'delete', kind: 'reset', times: 1 });
  }
  sandbox.faults.inject(faultOf(isOfAll(place) ? '*' : place, answer, otherPlace.url));
  if (place === 'all at first') await background.connect(sandbox.keys.full);
  if (place === 'account' || place === 'subusers') await makeDue(background, place);
  const keyWords = asksByForm(place) ? await keyFormWords(background) : '';

  const [row] = overviewOf(await background.state(), background.nowMs).rows;
  const isTerminated = ['detail', 'delete', 'all later'].includes(place);
  const session = (isTerminated && row?.session) || null;
  if (session && place !== 'delete') {
    const { product, id } = session;
    await background.act((askedAtMs) => items.look.write({ product, id, askedAtMs }));
  }
  if (session) {
    await background.act((nowMs) =>
      askToTerminate({ session, from: 'row', undoMs: 0, owner: '', nowMs }),
    );
  }
  await background.pass(isOfRound(place) ? ONE_ROUND_MS : FOREIGN_FOR_MS);
  const problem = (await items.detail.read())?.problem;
  return { session, asked: problem ? errorWords(problem) : keyWords };
}

function isOfAll(place: Struck): place is 'all at first' | 'all later' {
  return place === 'all at first' || place === 'all later';
}

function isOfRound(place: Struck): place is 'account' | 'subusers' {
  return place === 'account' || place === 'subusers';
}

/** Whether a person tries a key as well. */
function asksByForm(place: Struck): boolean {
  return place === 'account' || place === 'all at first';
}

/** Has the next round ask for what is asked for once an hour or a day. */
async function makeDue({ nowMs }: Background, place: 'account' | 'subusers'): Promise<void> {
  const [account, products] = await Promise.all([items.account.read(), items.products.read()]);
  if (!account || !products) throw new Error('the first round has asked');
  if (place === 'account') await items.account.write({ ...account, againAtMs: nowMs });
  else await items.products.write({ ...products, asOfMs: nowMs - 16 * MINUTE_MS });
}

async function keyFormWords({ transport }: Background): Promise<string> {
  const api = createApi({
    key: sandbox.keys.full,
    baseUrl: sandbox.baseUrl,
    fetch: (request) => {
      const { url, method, headers, redirect } = request as Request;
      return transport(url, { method, headers, redirect });
    },
  });
  const verdict = await tryKey(api);
  expect(verdict.kind).toBe('unchecked');
  return verdict.kind === 'unchecked' ? i18n.t('key.unchecked', [errorWords(verdict.error)]) : '';
}

/** Nothing of what was known is gone, and nothing was learned. */
async function expectNothingConcluded(
  before: State,
  during: State,
  nowMs: number,
  isPaused: boolean,
): Promise<void> {
  const known = overviewOf(before, nowMs);
  const present = overviewOf(during, nowMs);
  expect(present.rows.map(({ ref }) => ref)).toEqual(known.rows.map(({ ref }) => ref));
  expect(present.count).toBe(known.count);
  expect(badgeOf(present).text).toBe(known.count === null ? '?' : `${known.count}`);
  expect(present.readOnly).toBeNull();
  expect(OF_THE_KEY).not.toContain(present.standing);
  const { account, subusers, limitPerMinute } = before;
  expect(during).toMatchObject({ account, subusers, limitPerMinute, readOnly: null });
  if (!isPaused) expect(during.pause).toBeNull();
  expectNoClock(during);
  const stored = Object.keys(await browser.storage.local.get(null));
  expect(stored.filter((key) => /^(ended:|history:|aside:|readOnly)/.test(key))).toEqual([]);
  expect(sandbox.world.endings).toEqual([]);
  expect(actedDeletes()).toEqual([]);
}

/** The clocks of both sides are one. */
function expectNoClock({ statuses }: State): void {
  for (const status of Object.values(statuses)) {
    expect(Math.abs(status?.good?.clockOffsetMs ?? 0)).toBeLessThanOrEqual(1_000);
  }
}

function actedDeletes(): (string | undefined)[] {
  const deletes = sandbox.journal.requests('delete');
  return deletes.filter(({ acted }) => acted).map(({ id }) => id);
}

/** Whether the lists wait: for their own answers, or since a 429 is for all requests. */
function stopsLists({ place, answer }: ForeignCell): boolean {
  return place === 'list' || isOfAll(place) || (isOfRound(place) && answer.isTakenForTheApis);
}

function expectStanding(state: State, nowMs: number, cell: ForeignCell): void {
  const { standing } = overviewOf(state, nowMs);
  if (cell.place === 'all at first') expect(standing).toBe('never-loaded');
  else if (!stopsLists(cell)) expect(standing).toBe('fresh');
  else expect(standing).toBe(cell.answer.isTakenForTheApis ? 'throttled' : 'offline');
}

function expectWords(said: Record<string, string>, cell: ForeignCell): void {
  const { place, answer } = cell;
  const words = wordsFor(isOfAll(place) ? '*' : place, answer);
  const { popup, tooltip, row, asked } = said;
  if (stopsLists(cell)) {
    expect(popup).toContain(words);
    expect(tooltip).toContain(words);
  } else {
    // The numbers are right.
    expect(popup).toBe('');
  }
  if (['detail', 'delete', 'all later'].includes(place)) expect(row).toContain(words);
  if (['account', 'detail'].includes(place) || isOfAll(place)) expect(asked).toContain(words);
}

/** It was tried again and again, and rarely. */
function expectTries({ place, answer }: ForeignCell): void {
  const struck = sandbox.journal
    .requests(isOfAll(place) ? 'list' : place)
    .filter(({ fault }) => fault === 'body');
  // After a "done" that seems not to be, figures that lag a minute are waited for.
  const isRare = !isOfAll(place) && isUnclear(place, answer);
  expect(struck.length).toBeGreaterThan(isOfRound(place) ? 0 : isRare ? 1 : 3);
  expect(struck.length).toBeLessThan(30);
}

/** Lifts the fault, and lets time pass until all is well. Nobody clicks. */
async function wellAgainAfterMs(background: Background, cell: ForeignCell): Promise<number> {
  const liftedAtMs = background.nowMs;
  sandbox.faults.clear();
  for (;;) {
    const tookMs = background.nowMs - liftedAtMs;
    if (isWell(await background.state(), background.nowMs)) return tookMs;
    if (tookMs > LONGEST_RECOVERY_MS) {
      throw new Error(`${cell.answer.name} to ${cell.place} is not well again`);
    }
    await background.pass(MINUTE_MS / 4);
  }
}
