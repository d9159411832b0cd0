import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Noted } from '../../../lib/store/schemas.ts';
import { DEFAULT_WATCHING, type State, type Watching } from '../../../lib/store/state.ts';
import { noteCauses, unseenOf } from '../../../lib/watching/notice.ts';
import { failing, listed, NOW, session, status } from '../support/samples.ts';

const ON: Watching = { ...DEFAULT_WATCHING, isOn: true };
const HOUR = 3_600_000;
const refused: ApiError = { kind: 'key-refused', requestId: null };
const offline: ApiError = { kind: 'unreachable', requestId: null };

/** What the background has noted, from one look at the store to the next. */
let noted: Noted;
beforeEach(() => {
  noted = { notices: [], told: {}, silent: [], bounds: {} };
});

/** Looks once. @returns what is told: `bytes job1`. */
function look(state: State, nowMs = NOW): string[] {
  const here = { ...state, ...noted };
  const next = noteCauses(here, overviewOf(here, nowMs), nowMs);
  if (next.noted) noted = next.noted;
  return next.fresh.map(({ cause, session: of }) => [cause, of?.sessionId].join(' ').trim());
}

const watching = (sessions: Session[], fields: Partial<State> = {}) =>
  listed(sessions, { watching: ON, ...fields });

const small = session({ sessionId: 'a', bytesUsed: 5 });
const large = { ...small, bytesUsed: 600_000_000 };
const moved = { ...small, repinned: true };

describe('each cause of a session', () => {
  test('is told once', () => {
    expect(look(watching([small]))).toEqual([]);
    expect(look(watching([large]))).toEqual(['bytes a']);
    expect(look(watching([large]))).toEqual([]);
    expect(look(watching([{ ...large, repinned: true }]))).toEqual(['moved a']);
    expect(look(watching([small]))).toEqual([]);
    expect(look(watching([large]))).toEqual([]);
    expect(noted.notices.map(({ cause }) => cause)).toEqual(['bytes', 'moved']);
  });

  test('is told of one that appears later already over the bound', () => {
    look(watching([small]));
    const other = session({ sessionId: 'b', bytesUsed: 700_000_000 });
    expect(look(watching([small, other]))).toEqual(['bytes b']);
  });

  test('is not told where it held before it was watched', () => {
    look(listed([large]));
    expect(look(watching([large]))).toEqual([]);
    expect(noted.notices).toEqual([]);
    expect(look(watching([{ ...large, repinned: true }]))).toEqual(['moved a']);
  });

  test('is not told where it holds by another bound only', () => {
    const over = (bytes: number) => ({ watching: { ...ON, bytes: { isOn: true, over: bytes } } });
    look(watching([large], over(1e9)));
    expect(look(watching([large], over(1e8)))).toEqual([]);
    const other = session({ sessionId: 'b', bytesUsed: 2e8 });
    expect(look(watching([large, other], over(1e8)))).toEqual(['bytes b']);
  });

  test('is told under a later bound, where it held only by one on the way there', () => {
    const over = (bytes: number) => ({ watching: { ...ON, bytes: { isOn: true, over: bytes } } });
    const used = (bytesUsed: number) => [{ ...small, bytesUsed }];
    look(watching(used(5e7), over(5e8)));
    expect(look(watching(used(5e7), over(1e6)))).toEqual([]);
    expect(look(watching(used(5e7), over(1.2e8)))).toEqual([]);
    expect(look(watching(used(2e8), over(1.2e8)))).toEqual(['bytes a']);
    // What was really told of is not told again, whatever the bound.
    expect(look(watching(used(2e8), over(5e8)))).toEqual([]);
    expect(look(watching(used(6e8), over(5e8)))).toEqual([]);
  });

  test('is told once it is passed anew, where it held when that was switched on', () => {
    const off = { watching: { ...ON, bytes: { isOn: false, over: 5e8 } } };
    look(watching([large]));
    expect(look(watching([large], off))).toEqual([]);
    expect(look(watching([small]))).toEqual([]);
    expect(look(watching([large]))).toEqual(['bytes a']);
  });

  test('that was noted silently stays so while its bound is the same', () => {
    look(watching([large]));
    look(watching([small]));
    expect(look(watching([large]), NOW + 1)).toEqual([]);
    const other = { watching: { ...ON, rate: { isOn: true, over: 1e9 } } };
    expect(look(watching([large], other), NOW + 2)).toEqual([]);
  });

  test('is told although another one’s bound has changed in the same moment', () => {
    look(watching([small]));
    const watchingMore = { ...ON, bytes: { isOn: true, over: 1 } };
    expect(look(watching([moved], { watching: watchingMore }))).toEqual(['moved a']);
  });

  test('is not told of a first list, as after a new key', () => {
    const unread = { residential: { ...status(), good: null }, mobile: status() };
    look(watching([], { statuses: unread }));
    expect(look(watching([large, moved]))).toEqual([]);
  });
});

test('a session that somebody chose is told of at once, and once', () => {
  const soon = session({ sessionId: 'soon', expiresAtMs: NOW + 60_000 });
  const chosen = { reminders: new Set([refOf(soon)]) };
  look(listed([soon], chosen));
  expect(look(watching([soon], chosen))).toEqual(['ending soon']);
  expect(look(watching([soon], chosen))).toEqual([]);
});

describe('a refused key', () => {
  const both = (problem: ApiError) => ({
    statuses: { residential: failing(problem), mobile: failing(problem) },
  });
  const answered = (triedAtMs: number) => ({
    statuses: { residential: { ...status(), triedAtMs }, mobile: failing(offline) },
  });

  test('is told once, until the key is accepted again', () => {
    look(watching([]));
    expect(look(watching([], both(refused)))).toEqual(['key']);
    expect(look(watching([], both(refused)))).toEqual([]);
    // Nobody answers: that says nothing of the key.
    expect(look(watching([], both(offline)))).toEqual([]);
    expect(look(watching([], both(refused)))).toEqual([]);
    // Of one list it is only known that it could be read before.
    look(watching([], answered(NOW - 1)));
    expect(
      look(watching([], { statuses: { ...both(refused).statuses, mobile: status() } })),
    ).toEqual([]);
    look(watching([], answered(NOW + 1)));
    expect(look(watching([], both(refused)))).toEqual(['key']);
  });

  test('is not told to one who has just switched it on', () => {
    expect(look(watching([], both(refused)))).toEqual([]);
  });
});

describe('what was noted', () => {
  test('is kept for a day', () => {
    look(watching([small]));
    look(watching([large]));
    const long = { ...large, expiresAtMs: NOW + 40 * HOUR };
    expect(look(watching([long]), NOW + 24 * HOUR)).toEqual([]);
    expect(noted.notices).toHaveLength(1);
    expect(look(watching([long]), NOW + 24 * HOUR + 1)).toEqual([]);
    expect(noted.notices).toEqual([]);
    // Still listed, so it is not to be told again.
    expect(Object.keys(noted.told)).toEqual([`bytes:${refOf(large)}`]);
    look(watching([]), NOW + 24 * HOUR + 2);
    expect(noted.told).toEqual({});
  });

  describe('of a session that is listed no more', () => {
    const whole = status().good;
    const read = (good: typeof whole) => ({
      statuses: { residential: { ...status(), good }, mobile: status() },
    });
    const later = (minutes: number) => NOW + minutes * 60_000 + 1;

    test('goes half an hour later, told or silent, in its product’s whole list', () => {
      look(watching([large]));
      const told = session({ bytesUsed: 9e9 });
      look(watching([large, told]));
      expect(noted.silent).toEqual([`bytes:${refOf(large)}`]);
      look(watching([]), later(29));
      expect(Object.keys(noted.told)).toEqual([large, told].map((each) => `bytes:${refOf(each)}`));
      look(watching([]), later(30));
      expect(noted.told).toEqual({});
      expect(noted.silent).toEqual([]);
      expect(noted.notices, 'what was noticed stays').toHaveLength(1);
    });

    test.each([
      ['breaks off', { isWhole: false }],
      ['has records without an id', { notUnderstood: { count: 1, inPart: 0, ways: [] } }],
    ])('stays for a day while a list %s, and is not told again', (_, flaw) => {
      const long = { ...large, expiresAtMs: NOW + 40 * HOUR };
      look(watching([]));
      expect(look(watching([long]))).toEqual(['bytes a']);
      const cut = read(whole && { ...whole, ...flaw });
      look(watching([], cut), later(23 * 60));
      expect(look(watching([long], cut), later(23 * 60))).toEqual([]);
      look(watching([], cut), later(24 * 60));
      expect(noted.told).toEqual({});
    });
  });

  test('takes no more room, however many sessions come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 40, maxLength: 120 }), (counts) => {
        noted = { notices: [], told: {}, silent: [], bounds: {} };
        const births: number[] = [];
        counts.forEach((count, minute) => {
          const nowMs = NOW + minute * 60_000;
          const ran = { bytesUsed: 9e9, repinned: true, expiresAtMs: nowMs + 60_000 };
          const all = Array.from({ length: count }, () => session(ran));
          births.push(count);
          expect(look(watching(all), nowMs)).toHaveLength(minute === 0 ? 0 : 2 * count);
          const ofHalfHour = births.slice(-31).reduce((sum, each) => sum + each, 0);
          expect(Object.keys(noted.told).length).toBeLessThanOrEqual(2 * ofHalfHour);
          expect(noted.silent.length).toBeLessThanOrEqual(2 * ofHalfHour);
        });
      }),
      { numRuns: 10 },
    );
  });

  test('stays, while nothing is watched, for as long', () => {
    look(watching([small]));
    look(watching([large]));
    look(listed([large]), NOW + HOUR);
    expect(noted.notices).toHaveLength(1);
    expect(noted.bounds).toEqual({});
    look(listed([large]), NOW + 25 * HOUR);
    expect(noted.notices).toEqual([]);
  });

  test('is some hundreds at most, the latest', () => {
    look(watching([]));
    const many = Array.from({ length: 1_000 }, () => session({ bytesUsed: 9e9 }));
    expect(look(watching(many))).toHaveLength(1_000);
    expect(noted.notices).toHaveLength(300);
    expect(noted.notices.at(-1)?.session?.id).toBe(many.at(-1)?.id);
    expect(look(watching(many))).toEqual([]);
  });

  test('is written only where it changes', () => {
    look(watching([large]));
    const before = noted;
    look(watching([{ ...large, requests: 99 }]), NOW + 1_000);
    expect(noted).toBe(before);
  });

  test('is unseen until somebody has looked', () => {
    look(watching([small]));
    look(watching([large]), NOW + 1);
    look(watching([{ ...large, repinned: true }]), NOW + 2);
    const unseen = (noticesSeenMs: number) =>
      unseenOf({ ...noted, noticesSeenMs }).map(({ cause }) => cause);
    expect(unseen(NOW)).toEqual(['bytes', 'moved']);
    expect(unseen(NOW + 1)).toEqual(['moved']);
    expect(unseen(NOW + 2)).toEqual([]);
  });
});

test('whatever comes and goes, nothing is told twice, nor while nothing is watched', () => {
  const isOn = fc.boolean();
  const seen = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    bytesUsed: fc.integer({ min: 0, max: 4 }),
    repinned: fc.boolean(),
    expiresAtMs: fc.integer({ min: 1, max: 9 }).map((minutes) => NOW + minutes * 60_000),
  });
  const moment = fc.record({
    sessions: fc.uniqueArray(seen, { selector: ({ id }) => id }),
    chosen: fc.array(fc.integer({ min: 1, max: 4 })),
    watching: fc.record({ isOn, bytes: fc.record({ isOn, over: fc.nat(4) }) }),
    isRead: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 12 }), (moments) => {
      noted = { notices: [], told: {}, silent: [], bounds: {} };
      const told: string[] = [];
      for (const { sessions, chosen, isRead, ...choice } of moments) {
        const of = sessions.map(({ id, ...rest }) =>
          session({ ...rest, id: `ses_${id}`, sessionId: `s${id}` }),
        );
        const reminders = new Set(chosen.map((id) => `residential:ses_${id}` as const));
        const statuses = { residential: isRead ? status() : null, mobile: null };
        const state = watching(of, {
          watching: { ...ON, ...choice.watching },
          reminders,
          statuses,
        });
        const fresh = look(state);
        if (!choice.watching.isOn) expect(fresh).toEqual([]);
        told.push(...fresh);
      }
      expect(new Set(told).size).toBe(told.length);
    }),
    { numRuns: 500 },
  );
});
