import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { roundAtMs } from '../../../lib/polling/schedule.ts';
import { EMPTY_LEDGER, noted, spentInDay } from '../../../lib/quota/ledger.ts';
import { pausedUntilMs } from '../../../lib/quota/pause.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { bytesPerMinute, pointsOf } from '../../../lib/session/trace.ts';
import { followClock } from '../../../lib/store/clock.ts';
import { parseHistory } from '../../../lib/store/history.ts';
import * as items from '../../../lib/store/items.ts';
import { readState } from '../../../lib/store/state.ts';
import { unseenOf } from '../../../lib/watching/notice.ts';
import { end, failing, NOW, past, session, status } from '../support/samples.ts';

const HOUR_MS = 3_600_000;

beforeEach(async () => {
  fakeBrowser.reset();
  await items.keyInLocal.write({ key: 'hel_x', savedAtMs: 0, checked: true });
  await items.access.write({ granted: true });
});

describe.each([1, 6, 23])('a clock set back by %i h', (hours) => {
  const nowMs = NOW - hours * HOUR_MS;

  test('leaves a pause as long as it was, and no longer', async () => {
    await items.pause.write({ saidAtMs: NOW, untilMs: NOW + 30_000, unnamed: 0 });
    await followClock(nowMs, () => Infinity);
    expect(pausedUntilMs(await readState(), nowMs)).toBe(nowMs + 30_000);
  });

  test('leaves what was spent to age from now on', async () => {
    let ledger = EMPTY_LEDGER;
    for (let minute = 0; minute < 1_440; minute += 7) {
      ledger = noted(ledger, NOW - (1_440 - minute) * 60_000, 2);
    }
    await items.ledger.write(ledger);
    const both = status({ startedAtMs: 0, atMs: 1 });
    for (const product of ['residential', 'mobile'] as const) {
      await items.listOf(product).write({ sessions: [] });
      await items.listStatusOf(product).write({ ...both, triedAtMs: 0 });
    }
    await followClock(nowMs, () => Infinity);
    expect(roundAtMs(await readState(), 'person', nowMs) - nowMs).toBeLessThan(HOUR_MS);
  });

  test('changes neither a time left nor when a list is tried again', async () => {
    const { v: _, ...failed } = failing({ kind: 'unreachable', requestId: null });
    await items.listOf('mobile').write({
      sessions: [session({ product: 'mobile', expiresAtMs: NOW + 60_000 })],
    });
    await items.listStatusOf('mobile').write(failed);
    await followClock(nowMs, () => Infinity);
    const state = await readState();
    const [row] = overviewOf(state, nowMs).rows;
    expect(row?.endsAtMs).toBe(nowMs + 60_000);
    expect(state.statuses.mobile?.retryAtMs).toBe(nowMs + 5_000);
  });

  test('changes no rate', async () => {
    const one = session({ product: 'mobile', bytesUsed: 4_000 });
    const minuteAgoMs = NOW - 60_000;
    const points = [minuteAgoMs, 1_000, 1, NOW, 4_000, 1];
    const trace = { seenAtMs: minuteAgoMs, points, ips: [], returned: null };
    const read = status({ startedAtMs: NOW, atMs: NOW, earlierMs: [minuteAgoMs] });
    await items.listOf('mobile').write({ sessions: [one] });
    await items.listStatusOf('mobile').write({ ...read, triedAtMs: NOW });
    await items.tracesOf('mobile').write({ traces: new Map([[one.id, trace]]) });
    await followClock(nowMs, () => Infinity);
    const { statuses, traces } = await readState();
    const kept = traces.mobile.get(one.id) ?? trace;
    const good = statuses.mobile?.good ?? { atMs: 0, earlierMs: [] };
    expect(bytesPerMinute(kept, one, good)).toBe(3_000);
    expect(pointsOf(kept).every(({ atMs }) => atMs <= nowMs)).toBe(true);
  });

  test('keeps what was noticed as seen as it was, and what is noticed next is new', async () => {
    const notice = { cause: 'key', session: null, fromIp: null, rate: null } as const;
    const notices = [
      { ...notice, atMs: NOW - 60_000 },
      { ...notice, atMs: NOW },
    ];
    await items.notices.write({ notices, told: { key: NOW }, silent: [], bounds: { key: 0 } });
    await items.noticesSeen.write({ atMs: NOW - 30_000 });
    await followClock(nowMs, () => Infinity);
    const state = await readState();
    expect(unseenOf(state)).toEqual([{ ...notice, atMs: nowMs }]);
    expect(state.told).toEqual({ key: nowMs });
    const next = { ...notice, atMs: nowMs + 1_000 };
    await items.noticesSeen.write({ atMs: nowMs });
    await items.notices.write({ ...state, notices: [...state.notices, next] });
    expect(unseenOf(await readState())).toEqual([next]);
  });

  test('leaves no end in the future, and each once', async () => {
    const [early, late] = [past({ endedAtMs: NOW - 24 * HOUR_MS }), past({ endedAtMs: NOW })];
    await items.history.item('1').write({ past: [] });
    for (const each of [early, late]) {
      const hour = String(Math.floor(each.endedAtMs / HOUR_MS));
      await items.history.item(hour).write({ past: [each] });
    }
    await followClock(nowMs, () => Infinity);
    const kept = parseHistory(await fakeBrowser.storage.local.get(null));
    expect(kept).toEqual(expect.arrayContaining([early, { ...late, endedAtMs: nowMs }]));
    expect(kept).toHaveLength(2);
  });
});

test('a clock set back moves an end that a person asked for to now, and of the lists only what is ahead', async () => {
  const nowMs = NOW - HOUR_MS;
  const one = session();
  await items.ended.item(refOf(one)).write(end(one, { endedAtMs: NOW }));
  const young = status({ startedAtMs: NOW, atMs: NOW + 100, earlierMs: [NOW - 60_000] });
  const old = status({ startedAtMs: nowMs - 9_000 });
  await items.listOf('residential').write({ sessions: [] });
  await items.listOf('mobile').write({ sessions: [] });
  await items.listStatusOf('residential').write({ ...young, triedAtMs: NOW });
  await items.listStatusOf('mobile').write({ ...old, triedAtMs: nowMs - 9_000 });
  const before = (await readState()).statuses.mobile;
  await followClock(nowMs, () => Infinity);
  const { ended, statuses } = await readState();
  expect(ended.get(refOf(one))?.endedAtMs).toBe(nowMs);
  expect(statuses.mobile).toEqual(before);
  expect(statuses.residential).toMatchObject({
    triedAtMs: nowMs,
    retryAtMs: null,
    good: {
      startedAtMs: nowMs,
      atMs: nowMs + 100,
      earlierMs: [nowMs - 60_000],
      clockOffsetMs: HOUR_MS,
    },
  });
});

test('a clock that goes on changes nothing', async () => {
  await items.pause.write({ saidAtMs: NOW, untilMs: NOW + 30_000, unnamed: 0 });
  const before = await fakeBrowser.storage.local.get(null);
  await followClock(NOW - 2_000, () => Infinity);
  await followClock(NOW + 5_000, () => Infinity);
  expect(await fakeBrowser.storage.local.get(null)).toEqual(before);
});

describe('books that a round finds an hour later than planned', () => {
  const spentAt = async (nowMs: number, plannedMs: number) => {
    await items.ledger.write(noted(EMPTY_LEDGER, NOW, 400));
    await followClock(nowMs, () => plannedMs);
    return spentInDay((await readState()).ledger, nowMs);
  };
  const planned = NOW + 200_000;

  test('go forward, as if no time had passed: a clock that was set forward may come back', async () => {
    expect(await spentAt(NOW + 26 * HOUR_MS, planned)).toBe(400);
    await followClock(NOW + HOUR_MS, () => Infinity);
    expect(spentInDay((await readState()).ledger, NOW + HOUR_MS)).toBe(400);
  });

  test('age as usual if the round was planned for that time', async () => {
    expect(await spentAt(NOW + 26 * HOUR_MS, NOW + 26 * HOUR_MS)).toBe(0);
    expect(await spentAt(NOW + 26 * HOUR_MS, Infinity)).toBe(0);
  });
});
