// @vitest-environment happy-dom
/* Tests what is left after the key is removed; storage holds something of everything before. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { ApiError } from '../../../lib/api/errors.ts';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import * as items from '../../../lib/store/items.ts';
import { keepKey, removeKey } from '../../../lib/store/key.ts';
import { DEFAULT_SETTINGS, DEFAULT_VIEW, DEFAULT_WATCHING } from '../../../lib/store/state.ts';
import { keepView } from '../../../lib/store/view-keeper.ts';
import { end, NOW, past, session, status } from '../support/samples.ts';

const KEY = 'hel_test_0123456789wxyz';
const REF = 'mobile:ses_1';
const one = session({ product: 'mobile', id: 'ses_1' });
const refused: ApiError = { kind: 'not-permitted', code: null, requestId: null };

beforeEach(async () => {
  vi.useFakeTimers();
  fakeBrowser.reset();
  localStorage.clear();
  await fill();
});
afterEach(() => {
  vi.useRealTimers();
});

const stored = async () => Object.keys(await fakeBrowser.storage.local.get()).sort();

test('storage holds something of everything', async () => {
  const places = Object.values(items).flatMap((item) => {
    if (typeof item === 'function') return [];
    return 'prefix' in item ? item.prefix : item.key;
  });
  const filled = await stored();
  const isEmpty = (place: string) => !filled.some((key) => key.startsWith(place));
  expect(places.filter(isEmpty)).toEqual([]);
  expect(await fakeBrowser.storage.session.get()).toHaveProperty('key');
});

test('a key that is removed leaves nothing but the settings and what the browser allows', async () => {
  await removeKey();
  const ofTheSettings = ['access', 'aside:settings', 'notifying', 'settings', 'watching'];
  expect(await stored()).toEqual(ofTheSettings);
  expect(await fakeBrowser.storage.session.get()).toEqual({});
});

test('a key that is removed takes with it the filter that waits to be stored', async () => {
  keepView({ ...DEFAULT_VIEW, filter: 'user:ada' });
  await removeKey();
  expect(localStorage).toHaveLength(0);
});

/** Writes each item that there is, with something in it. */
async function fill(): Promise<void> {
  const account = { email: 'ada@example.com', plan: 'pro' };
  const key = { key: KEY, checked: true, account, keepIn: 'local' } as const;
  await keepKey(key, { requests: 1, waitUntilMs: null }, NOW);
  await items.keyInSession.write({ key: KEY, savedAtMs: NOW, checked: true });
  await Promise.all([
    items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 0 }),
    items.watching.write(DEFAULT_WATCHING),
    items.access.write({ granted: false }),
    items.notifying.write({ granted: true }),
    ...learned(),
    items.owner.write({ id: '', emailHash: null }),
    ...looked(),
    ...asked(),
    ...['settings', 'list:mobile', 'key'].map((name) =>
      items.asides.item(name).write({ why: 'newer', atMs: NOW, raw: { v: 99 }, seen: false }),
    ),
  ]);
}

/** Writes all that the background has learned with the key. */
function learned(): Promise<void>[] {
  const { v: _, ...ofList } = status();
  return [
    items.products.write({
      products: ['mobile'],
      subusers: [],
      asOfMs: NOW,
      againAtMs: NOW,
      requests: 1,
    }),
    items.round.write({ startedAtMs: NOW, finishedAtMs: NOW, everyMs: 60_000 }),
    items.pause.write({ saidAtMs: NOW, untilMs: NOW + 60_000, unnamed: 0 }),
    items.limit.write({ perMinute: 600 }),
    items.readOnly.write({ refusal: refused, hasEnded: false }),
    items.notices.write({
      notices: [{ cause: 'moved', atMs: NOW, session: one, fromIp: '203.0.113.9', rate: null }],
      told: { 'moved mobile:ses_1': NOW },
      silent: [],
      bounds: {},
    }),
    items.history.item('1').write({ past: [past({ session: one })] }),
    ...PRODUCTS.flatMap((product) => [
      items.listOf(product).write({ sessions: [{ ...one, product }] }),
      items.tracesOf(product).write({ traces: new Map() }),
      items.listStatusOf(product).write(ofList),
    ]),
  ];
}

/** Writes how a person has looked at the list, and at one session. */
function looked(): Promise<void>[] {
  const look = { product: 'mobile', id: 'ses_1', askedAtMs: NOW } as const;
  const answer = { session: one, endedAs: null, samples: [], problem: null };
  return [
    items.view.write({ ...DEFAULT_VIEW, filter: 'user:ada' }),
    items.refresh.write({ askedAtMs: NOW, by: 'person', narrow: { subuser: 'sub_1' } }),
    items.look.write(look),
    items.detail.write({ ...look, atMs: NOW, ...answer }),
    items.noticesSeen.write({ atMs: NOW }),
  ];
}

/** Writes all that a person has asked for. */
function asked(): Promise<void>[] {
  const { v: _, ...ofEnd } = end(one);
  const times = { askedAtMs: NOW, dueAtMs: NOW };
  const wish = { ...times, sessionId: null, expiresAtMs: null, from: 'row', heldBy: null } as const;
  const tried = { count: 1, triedAtMs: NOW, nextAtMs: null, problem: refused, acceptedAtMs: null };
  return [
    items.intents.item(REF).write({ product: 'mobile', id: 'ses_1', owner: '', ...wish }),
    items.attempts.item(REF).write({ askedAtMs: NOW, ...tried }),
    items.ended.item(REF).write(ofEnd),
    items.bulk.write({ askedAtMs: NOW, total: 1 }),
    items.protections.item('subuser:sub_1').write({ sinceMs: NOW }),
    items.reminders.item(REF).write({ sinceMs: NOW }),
  ];
}
