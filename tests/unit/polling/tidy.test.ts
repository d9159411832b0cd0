import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { tidy } from '../../../lib/polling/tidy.ts';
import { protectionName } from '../../../lib/session/protection.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import type { Ended } from '../../../lib/store/schemas.ts';
import { readState } from '../../../lib/store/state.ts';
import { detail, end, NOW, past, session, status } from '../support/samples.ts';

const HOUR_MS = 3_600_000;

beforeEach(async () => {
  fakeBrowser.reset();
  const read = status({ startedAtMs: NOW, atMs: NOW });
  await items.listOf('residential').write({ sessions: [] });
  await items.listStatusOf('residential').write(read);
});

describe('an end', () => {
  const isKept = async (fields: Partial<Ended>, nowMs = NOW) => {
    const one = session();
    await items.ended.item(refOf(one)).write(end(one, fields));
    await tidy(nowMs);
    return (await readState()).ended.has(refOf(one));
  };
  const wish = { from: 'bulk', askedAtMs: NOW - 70_000, requestId: null } as const;

  test('is forgotten once a list was asked for that must know of it', async () => {
    expect(await isKept({ endedAtMs: NOW - 59_999 })).toBe(true);
    expect(await isKept({ endedAtMs: NOW - 60_000 })).toBe(false);
    expect(await isKept({ endedAtMs: NOW - HOUR_MS, product: 'mobile' })).toBe(false);
  });

  test('that came before a wish is kept for a day, for a person to see', async () => {
    expect(await isKept({ how: 'expired', endedAtMs: NOW - 23 * HOUR_MS })).toBe(true);
    expect(await isKept({ how: 'expired', endedAtMs: NOW - 25 * HOUR_MS })).toBe(false);
  });

  test('of many asked for in one go is kept as long as these are told of', async () => {
    const endedAtMs = NOW - 60_001;
    await items.bulk.write({ askedAtMs: wish.askedAtMs, total: 2 });
    expect(await isKept({ endedAtMs, wish })).toBe(true);
    expect(await isKept({ endedAtMs, wish: { ...wish, askedAtMs: NOW - 60_001 } })).toBe(true);
    expect(await isKept({ endedAtMs, wish: { ...wish, askedAtMs: 1 } })).toBe(false);
    expect(await isKept({ endedAtMs, wish: { ...wish, from: 'row' } })).toBe(false);
    await items.bulk.remove();
    expect(await isKept({ endedAtMs, wish })).toBe(false);
  });
});

test('ends asked for in one go are told of for a day', async () => {
  await items.bulk.write({ askedAtMs: NOW, total: 2 });
  await tidy(NOW + 24 * HOUR_MS);
  expect((await readState()).bulk).not.toBeNull();
  await tidy(NOW + 25 * HOUR_MS);
  expect((await readState()).bulk).toBeNull();
  await items.bulk.write({ askedAtMs: NOW + 99 * HOUR_MS, total: 2 });
  await tidy(NOW);
  expect((await readState()).bulk).toBeNull();
});

describe('what is protected', () => {
  const one = session();
  const name = protectionName('session', one);
  const protect = (agoMs: number) => items.protections.item(name).write({ sinceMs: NOW - agoMs });
  const isKept = async () => {
    await tidy(NOW);
    return (await readState()).protections.has(name);
  };

  test('is forgotten with a session that no list has held for a day', async () => {
    await protect(25 * HOUR_MS);
    expect(await isKept()).toBe(false);
  });

  test('stays as long as it is young, listed, past, or unknown', async () => {
    await protect(23 * HOUR_MS);
    expect(await isKept()).toBe(true);

    await protect(99 * HOUR_MS);
    await items.listOf('residential').write({ sessions: [one] });
    expect(await isKept()).toBe(true);

    await items.listOf('residential').write({ sessions: [] });
    await items.history.item('1').write({ past: [past({ session: one })] });
    expect(await isKept()).toBe(true);
    await items.history.item('1').remove();

    const some = status({ notUnderstood: { count: 1, inPart: 0, ways: [] } });
    await items.listStatusOf('residential').write(some);
    expect(await isKept()).toBe(true);
    await items.listOf('residential').remove();
    expect(await isKept()).toBe(true);
  });

  test('of a sub-user stays', async () => {
    const ofSubuser = protectionName('subuser', one);
    await items.protections.item(ofSubuser).write({ sinceMs: 0 });
    await tidy(NOW);
    expect((await readState()).protections).toEqual(new Set([ofSubuser]));
  });
});

describe('a reminder', () => {
  const one = session();
  const ref = refOf(one);
  const isKept = async (agoMs = 25 * HOUR_MS) => {
    await items.reminders.item(ref).write({ sinceMs: NOW - agoMs });
    await tidy(NOW);
    return (await readState()).reminders.has(ref);
  };

  test('is forgotten with a session that no list has held for a day, or that was ended', async () => {
    expect(await isKept()).toBe(false);
    await items.listOf('residential').write({ sessions: [one] });
    await items.ended.item(ref).write(end(one));
    expect(await isKept()).toBe(false);
  });

  test('outlives a list that misses its session', async () => {
    expect(await isKept(HOUR_MS)).toBe(true);
    await items.history.item('1').write({ past: [past({ session: one })] });
    expect(await isKept()).toBe(true);
  });

  test('stays as long as that is listed, or nobody knows', async () => {
    await items.listOf('residential').write({ sessions: [one] });
    expect(await isKept()).toBe(true);
    await items.listOf('residential').write({ sessions: [] });
    await items
      .listStatusOf('residential')
      .write(status({ notUnderstood: { count: 1, inPart: 0, ways: [] } }));
    expect(await isKept()).toBe(true);
    await items.listStatusOf('residential').write({ ...status(), good: null });
    expect(await isKept()).toBe(true);
  });
});

describe('what was answered of the session opened last', () => {
  const one = session();
  const isKept = async (agoMs: number) => {
    await items.detail.write(detail(one, { atMs: NOW - agoMs }));
    await tidy(NOW);
    return (await readState()).detail !== null;
  };

  test('is forgotten with a session that no list has held for a day', async () => {
    expect(await isKept(25 * HOUR_MS)).toBe(false);
  });

  test('stays as long as it is young, or the session listed or past', async () => {
    expect(await isKept(23 * HOUR_MS)).toBe(true);
    await items.history.item('1').write({ past: [past({ session: one })] });
    expect(await isKept(99 * HOUR_MS)).toBe(true);
    await items.history.item('1').remove();
    await items.listOf('residential').write({ sessions: [one] });
    expect(await isKept(99 * HOUR_MS)).toBe(true);
  });
});
