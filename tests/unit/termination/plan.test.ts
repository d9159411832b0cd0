/* When the drain turns to an intent, by the clock and by what has happened to it so far. */
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import { refOf } from '../../../lib/session/ref.ts';
import type { Attempt, Intent } from '../../../lib/store/schemas.ts';
import { DEFAULT_SETTINGS, type State } from '../../../lib/store/state.ts';
import { sendableFromMs } from '../../../lib/termination/intent.ts';
import { type Circumstances, planFor } from '../../../lib/termination/plan.ts';
import { listed, NOW, session, status } from '../support/samples.ts';

const EXPIRY = NOW + 600_000;
const HOUR_MS = 3_600_000;
const one = session({ expiresAtMs: EXPIRY });
const offline: ApiError = { kind: 'unreachable', requestId: null };
const strange: ApiError = { kind: 'not-understood', status: 200, what: '', requestId: null };
const refused: ApiError = { kind: 'not-permitted', code: null, requestId: null };
const locked: ApiError = { kind: 'locked', requestId: null };

/** Asked for 10 s ago, due for 5 s. */
const intentOf = (fields: Partial<Intent> = {}): Intent => ({
  v: 5,
  owner: '',
  product: one.product,
  id: one.id,
  sessionId: one.sessionId,
  expiresAtMs: EXPIRY,
  askedAtMs: NOW - 10_000,
  dueAtMs: NOW - 5_000,
  from: 'row',
  heldBy: null,
  ...fields,
});

/** Tried once, 3 s ago, and to be tried again in a minute. */
const attemptOf = (fields: Partial<Attempt> = {}): Attempt => ({
  v: 3,
  acceptedAtMs: null,
  askedAtMs: NOW - 10_000,
  count: 1,
  triedAtMs: NOW - 3_000,
  nextAtMs: NOW + 60_000,
  problem: offline,
  ...fields,
});

interface Given {
  intent?: Partial<Intent>;
  attempt?: Partial<Attempt>;
  state?: Partial<State>;
  when?: Partial<Circumstances>;
}

function planOf({ intent = {}, attempt, state = {}, when = {} }: Given) {
  const asked = intentOf(intent);
  const attempts = new Map(attempt ? [[refOf(one), attemptOf(attempt)]] : []);
  const sendableMs = sendableFromMs(asked);
  const circumstances = { nowMs: NOW, hurriedSinceMs: null, goneUntilMs: 0, sendableMs, ...when };
  return planFor(listed([one], { attempts, ...state }), asked, circumstances);
}

const isLocked = { settings: { ...DEFAULT_SETTINGS, isLocked: true } };
const pause = { pause: { v: 3 as const, saidAtMs: NOW, untilMs: NOW + 30_000, unnamed: 0 } };
const ahead = { residential: status({ clockOffsetMs: 90_000 }), mobile: null };

describe('an intent has its turn', () => {
  test.each<[string, Given, number]>([
    ['250 ms after its undo window', { intent: { dueAtMs: NOW + 5_000 } }, NOW + 5_250],
    ['at once if there is no undo window', { intent: { askedAtMs: NOW, dueAtMs: NOW } }, NOW],
    ['when its undo window has elapsed', { when: { sendableMs: NOW + 22_000 } }, NOW + 22_000],
    ['when the failed attempt is to be repeated', { attempt: {} }, NOW + 60_000],
    [
      'after however long a wait',
      { attempt: { nextAtMs: NOW + 999 * HOUR_MS } },
      NOW + 999 * HOUR_MS,
    ],
    [
      'at once if a clock set back has put its attempt into the future',
      { attempt: { triedAtMs: NOW + 5_001 } },
      NOW,
    ],
    [
      'as planned if two processes read the clock differently',
      { attempt: { triedAtMs: NOW + 5_000 } },
      NOW + 60_000,
    ],
    ['first of all in a hurry', { attempt: {}, when: { hurriedSinceMs: NOW } }, NOW - 3_000],
    [
      'as planned if it failed within the hurry',
      { attempt: {}, when: { hurriedSinceMs: NOW - 3_000 } },
      NOW + 60_000,
    ],
    [
      'as planned, hurry or not, if time mends nothing',
      { attempt: { problem: strange }, when: { hurriedSinceMs: NOW } },
      NOW + 60_000,
    ],
    ['after the vendor’s pause', { state: pause }, NOW + 30_000],
    ['after the network was given up', { when: { goneUntilMs: NOW + 9_000 } }, NOW + 9_000],
    [
      'after the later of the two',
      { state: pause, when: { goneUntilMs: NOW + 40_000 } },
      NOW + 40_000,
    ],
    [
      'after its undo window, pause or not',
      { intent: { dueAtMs: NOW + 5_000 }, when: { goneUntilMs: NOW + 1 } },
      NOW + 5_250,
    ],
    [
      'at once under the read-only lock, whatever it waits for',
      { attempt: {}, state: { ...pause, ...isLocked }, when: { goneUntilMs: NOW + 9_000 } },
      NOW - 4_750,
    ],
    ['in 30 s again while its view is open', { intent: { heldBy: 'view' } }, NOW + 30_000],
    [
      'when its view has closed',
      { intent: { heldBy: 'view' }, attempt: { count: 0, nextAtMs: NOW + 250, problem: null } },
      NOW + 250,
    ],
  ])('%s', (_, given, atMs) => {
    expect(planOf(given)).toMatchObject({ atMs, isAnswered: false });
  });

  test.each<[string, Given, number]>([
    ['with its session', { attempt: { nextAtMs: null, problem: refused } }, EXPIRY],
    [
      'with its session, by the server’s clock',
      { attempt: { nextAtMs: null, problem: refused }, state: { statuses: ahead } },
      EXPIRY - 90_000,
    ],
    [
      'with its session while the lock is on',
      { attempt: { nextAtMs: null, problem: locked }, state: isLocked },
      EXPIRY,
    ],
    ['at once when the lock is taken off', { attempt: { nextAtMs: null, problem: locked } }, NOW],
  ])('to be forgotten after a refusal %s', (_, given, atMs) => {
    expect(planOf(given)).toMatchObject({ atMs, isAnswered: true });
  });
});

test('a plan tells how often this intent was tried, when and why in vain', () => {
  const tried = { tries: 1, triedAtMs: NOW - 3_000, problem: offline };
  const untried = { tries: 0, triedAtMs: null, problem: null };
  expect(planOf({})).toMatchObject(untried);
  expect(planOf({ attempt: {} })).toMatchObject(tried);
  expect(planOf({ attempt: { askedAtMs: NOW - 11_000 } })).toMatchObject(untried);
  expect(planOf({ attempt: { count: 0, problem: null } })).toMatchObject(untried);
});

test.each<[string, Given, number]>([
  ['before its expiry', {}, -600_000],
  ['after it', { when: { nowMs: EXPIRY + 7_000 } }, 7_000],
  ['by the server’s clock', { state: { statuses: ahead } }, -510_000],
  ['while its view is open', { intent: { heldBy: 'view' } }, -600_000],
])('a plan tells for how long the session has been over %s', (_, given, expiredForMs) => {
  expect(planOf(given)).toMatchObject({ expiredForMs });
});
