import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { refOf } from '../../../lib/session/ref.ts';
import { historyChanges, parseHistory, subscribeHistory } from '../../../lib/store/history.ts';
import { removeTogether, writeTogether } from '../../../lib/store/item.ts';
import * as items from '../../../lib/store/items.ts';
import type { Past } from '../../../lib/store/schemas.ts';
import { RUNS } from '../support/runs.ts';
import { end, NOW, past, session } from '../support/samples.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => fakeBrowser.reset());

async function change(before: Past[], after: Past[]): Promise<number> {
  const { written, removed } = historyChanges(before, after);
  if (written.length > 0) await writeTogether(...written);
  await removeTogether(...removed);
  return written.length;
}

const stored = async () => parseHistory(await fakeBrowser.storage.local.get(null));

describe('stored history', () => {
  const hours = Array.from({ length: 5 }, (_, ago) => past({ endedAtMs: NOW - ago * HOUR_MS }));

  test('is read as it was written, and only hours that changed are written', async () => {
    expect(await change([], hours)).toBe(5);
    expect(await stored()).toEqual(expect.arrayContaining(hours));
    const more = past({ endedAtMs: NOW });
    expect(await change(hours, [...hours, more])).toBe(1);
    expect(await change(hours, [...hours])).toBe(0);
    expect(await stored()).toHaveLength(6);
  });

  test('goes by the hour', async () => {
    await change([], hours);
    await change(hours, hours.slice(0, 2));
    expect(Object.keys(await fakeBrowser.storage.local.get(null))).toHaveLength(2);
    expect(await stored()).toEqual(expect.arrayContaining(hours.slice(0, 2)));
  });

  test('holds what it should after any change', async () => {
    const pool = Array.from({ length: 6 }, (_, index) =>
      past({ endedAtMs: NOW - index * 25 * 60_000 }),
    );
    const moved = pool.map((each) => ({ ...each, endedAtMs: each.endedAtMs - HOUR_MS }));
    const some = fc.subarray(pool.flatMap((each, index) => [each, moved[index] as Past]));
    await fc.assert(
      fc.asyncProperty(some, some, async (before, after) => {
        fakeBrowser.reset();
        await change([], before);
        await change(before, after);
        const ends = (all: Past[]) =>
          all.map(({ session: { id }, endedAtMs }) => `${id} ${endedAtMs}`).sort();
        expect(ends(await stored())).toEqual(ends(after));
      }),
      { numRuns: RUNS / 50 },
    );
  });
});

describe('a view of the history', () => {
  let leave = () => {};
  afterEach(() => leave());

  function view(): Past[][] {
    const seen: Past[][] = [];
    leave = subscribeHistory(
      (latest) => seen.push(latest),
      () => {},
      () => NOW,
    );
    return seen;
  }

  test('shows the latest end first, and nothing older than a day', async () => {
    const [young, old] = [past({ endedAtMs: NOW - 5 }), past({ endedAtMs: NOW - HOUR_MS })];
    await change([], [old, young, past({ endedAtMs: NOW - 24 * HOUR_MS })]);
    const seen = view();
    await expect.poll(() => seen).toEqual([[young, old]]);
  });

  test('shows at once what a person has ended, once', async () => {
    const one = session();
    const found = past({ session: one, cameBackAs: 'mobile:x' });
    await change([], [found]);
    const seen = view();
    await expect.poll(() => seen).toEqual([[found]]);

    const ended = end(one);
    await items.ended.item(refOf(one)).write(ended);
    const { how, endedAtMs, wish } = ended;
    expect(seen.at(-1)).toEqual([{ ...found, how, endedAtMs, wish }]);

    const another = session({ product: 'mobile' });
    await items.ended.item(refOf(another)).write(end(another, { endedAtMs: NOW }));
    expect(seen.at(-1)?.map((each) => each.session.id)).toEqual([another.id, one.id]);
  });

  test('can’t show an end of which nothing else is known', async () => {
    await items.ended.item('mobile:x').write(end(session(), { session: null }));
    const seen = view();
    await expect.poll(() => seen).toEqual([[]]);
  });

  test('is not called for what it does not show, nor once it has left', async () => {
    const seen = view();
    await expect.poll(() => seen.length).toBe(1);
    await items.listOf('mobile').write({ sessions: [session()] });
    expect(seen).toHaveLength(1);
    await change([], [past()]);
    expect(seen).toHaveLength(2);
    leave();
    await fakeBrowser.storage.local.clear();
    expect(seen).toHaveLength(2);
  });
});
