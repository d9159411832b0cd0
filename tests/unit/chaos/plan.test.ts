import { expect, test } from 'vitest';
import { JOURNEY, planOf } from '../../chaos/plan.ts';

const journey = planOf(JOURNEY.n, JOURNEY.seed);

test('a plan follows from size and seed alone', () => {
  expect(planOf(40, 3)).toEqual(planOf(40, 3));
  expect(planOf(40, 4)).not.toEqual(planOf(40, 3));
});

test.each([1, 2, 10, 200])('%i sessions are ended, and no session is clicked on twice', (n) => {
  const { sessions, rounds } = planOf(n, 7);
  const wishes = rounds.flatMap((round) => round.wishes);
  expect(wishes.filter(({ undone }) => !undone).length).toBe(n);
  expect(new Set(wishes.map(({ session }) => session.id)).size).toBe(wishes.length);
  expect(sessions.length).toBeGreaterThan(n);
});

test('the journey has all that can happen', () => {
  const { rounds } = journey;
  const wishes = rounds.flatMap((round) => round.wishes);
  expect(wishes.some(({ undone }) => undone)).toBe(true);
  expect(new Set(wishes.map(({ via }) => via))).toEqual(new Set(['row', 'filter', 'menu']));
  expect(rounds.some(({ crashAfterMs }) => crashAfterMs !== null)).toBe(true);
  expect(new Set(rounds.flatMap(({ trouble }) => trouble.map(({ kind }) => kind)))).toEqual(
    new Set(['reset', 'hang', 'status', 'body', 'latency']),
  );
});

test('the journey has rows to click on that the popup does not draw before it is scrolled', () => {
  const { sessions, rounds } = journey;
  const byBytes = [...sessions].sort((a, b) => b.bytes - a.bytes).map(({ id }) => id);
  const places = rounds
    .flatMap((round) => round.wishes)
    .filter(({ via }) => via === 'row')
    .map(({ session }) => byBytes.indexOf(session.id));
  expect(Math.max(...places)).toBeGreaterThan(60);
});

test('no two sessions have the same bytes, so that their order is known', () => {
  const { sessions } = journey;
  expect(new Set(sessions.map(({ bytes }) => bytes)).size).toBe(sessions.length);
});
