import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { checkUp, noteSeen } from '../../../lib/store/check-up.ts';
import { writeTogether } from '../../../lib/store/item.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS, readState } from '../../../lib/store/state.ts';
import { RUNS } from '../support/runs.ts';
import { NOW, session, status } from '../support/samples.ts';
import { FORMER } from './former/v1.ts';
import { FORMER_3 } from './former/v3.ts';

beforeEach(() => fakeBrowser.reset());
afterEach(() => vi.restoreAllMocks());

const local = () => fakeBrowser.storage.local.get(null);
const kinds = Object.keys(FORMER);

describe.each(Object.entries(FORMER))('%s', (key, { raw, kept }) => {
  const item = items.itemOf(key);

  test('of version 1 is read as it would be written today', () => {
    expect(item?.parse(raw)).toMatchObject(kept);
    expect(item?.whyNot(raw)).toBeNull();
  });

  test('of a later version, or damaged, is told apart and costs nothing', () => {
    expect(item?.whyNot({ ...raw, v: 99 })).toBe('newer');
    expect(item?.whyNot({ ...raw, v: 0 })).toBe('unreadable');
    expect(item?.whyNot({ v: 1 })).toBe('unreadable');
    expect(item?.whyNot(undefined)).toBeNull();
  });

  test('is read or refused whatever stands there, and never throws', () => {
    fc.assert(
      fc.property(anythingLike(raw, fc.anything()), (value) => {
        expect(() => item?.parse(value)).not.toThrow();
      }),
      { numRuns: RUNS / 10 },
    );
  });

  test('is read as it was written, whatever that was', () => {
    fc.assert(
      fc.property(anythingLike(raw, sayable), (value) => {
        const parsed = item?.parse(value);
        if (parsed == null) return;
        // Firefox drops an object whose page closes before it was stored.
        const [text] = Object.values(item?.entry(parsed) ?? {});
        expect(text).toBeTypeOf('string');
        // A text that is not known yet, though it says the same.
        expect(item?.parse(`${text} `)).toEqual(parsed);
      }),
      { numRuns: RUNS / 10 },
    );
  });
});

test.each(Object.entries(FORMER_3))('%s of version 3 is read, too', (key, { raw, kept }) => {
  expect(items.itemOf(key)?.parse(raw)).toMatchObject(kept);
});

/** What a text of JSON can say; it has no -0. */
const sayable = fc.json().map((text) => JSON.parse(text) as unknown);

/** Anything at all, and what has the names of an item's fields. */
function anythingLike(raw: object, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const like = fc.record(Object.fromEntries(Object.keys(raw).map((name) => [name, value])), {
    requiredKeys: [],
  });
  const version = fc.constantFrom(1, 2, 3, 4);
  return fc.oneof(
    value,
    fc.tuple(like, version).map(([fields, v]) => ({ ...fields, v })),
    fc.tuple(like, version).map(([fields, v]) => ({ ...raw, ...fields, v })),
  );
}

test('every item has a sample of its first version', () => {
  const names = Object.values(items).flatMap((item) => {
    if (typeof item === 'function') return [];
    return 'prefix' in item ? [item.prefix] : [item.key];
  });
  const isSampled = (name: string) => kinds.some((key) => key === name || key.startsWith(name));
  expect(names.filter((name) => !isSampled(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(12);
});

describe('a long list', () => {
  test('reads as it was written', async () => {
    const sessions = [session({ id: 'ses_a', sessionId: '"\u2028…' }), session({ id: 'ses_b' })];
    await items.listOf('mobile').write({ sessions });
    expect(await items.listOf('mobile').read()).toEqual({ v: 2, sessions });
  });

  test('takes a third of the bytes that its records would', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => session({ id: `ses_${index}` }));
    const [text] = Object.values(items.listOf('residential').entry({ sessions: many }));
    expect(JSON.stringify(text).length).toBeLessThan(JSON.stringify(many).length / 3);
  });

  test('is refused where its text is damaged or of a later version', () => {
    const item = items.listOf('mobile');
    const text = JSON.stringify({ v: 1, sessions: [session()] });
    expect(item.whyNot(text)).toBeNull();
    expect(item.whyNot(text.slice(0, -1))).toBe('unreadable');
    expect(item.whyNot(text.replace('"requests"', '"request"'))).toBe('unreadable');
    expect(item.whyNot(text.replace('"v":1', '"v":3'))).toBe('newer');
  });
});

describe('what can’t be read', () => {
  const damaged = { v: 1, undoMs: 'soon' };
  const newer = { v: 7, products: { all: true } };

  test('is set aside and reported once; the rest stays', async () => {
    await items.listOf('mobile').write({ sessions: [session()] });
    await fakeBrowser.storage.local.set({ settings: damaged, products: newer, other: 1 });
    await checkUp(NOW);
    expect(Object.keys(await local()).sort()).toEqual([
      'aside:products',
      'aside:settings',
      'list:mobile',
      'other',
    ]);
    const state = await readState();
    expect(state.asides).toEqual(['settings', 'products']);
    expect(state.settings).toEqual(DEFAULT_SETTINGS);
    expect(await items.asides.item('products').read()).toMatchObject({ why: 'newer', raw: newer });

    await noteSeen(state.asides);
    await checkUp(NOW + 1);
    expect((await readState()).asides).toEqual([]);
    expect(await items.asides.item('settings').read()).toMatchObject({
      why: 'unreadable',
      raw: damaged,
    });
  });

  test('comes back once it can be read, unless something stands there by then', async () => {
    const raw = { v: 1, undoMs: 0, pollEveryMs: 60_000 };
    const aside = { v: 1, why: 'newer', atMs: 1, raw, seen: true };
    await fakeBrowser.storage.local.set({ 'aside:settings': aside });
    await checkUp(NOW);
    expect(await local()).toEqual({ settings: raw });

    await fakeBrowser.storage.local.set({ 'aside:settings': aside });
    await items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 20_000 });
    await checkUp(NOW);
    expect((await readState()).settings.undoMs).toBe(20_000);
    expect(await local()).toHaveProperty('aside:settings');
  });

  test('is not kept twice where it is large, but reported', async () => {
    await fakeBrowser.storage.local.set({ 'list:mobile': { v: 1, sessions: 'x'.repeat(200_000) } });
    await checkUp(NOW);
    expect(await items.asides.item('list:mobile').read()).toMatchObject({ raw: null });
  });

  test('leaves a list unknown, not empty', async () => {
    const { v: _, ...good } = status();
    await items.listStatusOf('mobile').write(good);
    expect((await readState()).statuses.mobile?.good).toBeNull();
    await items.listOf('mobile').write({ sessions: [] });
    expect((await readState()).statuses.mobile?.good).not.toBeNull();
  });
});

describe('storage that is full', () => {
  /** Holds this many items of any size, as a full disk holds so many bytes. */
  function holds(most: number) {
    const set = fakeBrowser.storage.local.set.bind(fakeBrowser.storage.local);
    vi.spyOn(fakeBrowser.storage.local, 'set').mockImplementation(async (entries) => {
      const there = Object.keys(await local());
      const after = new Set([...there, ...Object.keys(entries)]);
      if (after.size > most && after.size > there.length) throw new Error('QUOTA_BYTES exceeded');
      await set(entries);
    });
  }

  test('gives up copies of lists for what a person wants kept', async () => {
    const { v: _, ...good } = status();
    await items.listOf('mobile').write({ sessions: [session()] });
    await items.listStatusOf('mobile').write(good);
    holds(2);
    await items.settings.write({ ...DEFAULT_SETTINGS, undoMs: 0 });
    expect(Object.keys(await local())).toEqual(['status:mobile', 'settings']);
    // The list is unknown then, and not asked for again at once.
    const { mobile } = (await readState()).statuses;
    expect(mobile).toMatchObject({ good: null, problem: { kind: 'not-stored' } });
    expect(mobile?.retryAtMs).toBe((mobile?.triedAtMs ?? 0) + 60_000);
  });

  test('gives up nothing for what the API can tell again', async () => {
    await items.listOf('mobile').write({ sessions: [session()] });
    holds(1);
    await expect(
      items.refresh.write({ askedAtMs: NOW, by: 'opened', narrow: null }),
    ).rejects.toThrow('QUOTA');
    expect(Object.keys(await local())).toEqual(['list:mobile']);
  });

  test('says so where even that makes no room', async () => {
    holds(0);
    await expect(items.settings.write(DEFAULT_SETTINGS)).rejects.toThrow('QUOTA');
    await expect(writeTogether({ a: 1 })).rejects.toThrow('QUOTA');
  });
});
