import { expect, test } from 'vitest';
import { JOURNEY, planOf } from '../../chaos/plan.ts';
import { nameOf } from '../../chaos/trouble.ts';

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
  expect(new Set(rounds.map(({ crash }) => crash?.after))).toEqual(
    new Set([undefined, 'stored', 'click']),
  );
  expect(new Set(rounds.flatMap(({ kills }) => kills.map(({ awaits }) => awaits)))).toEqual(
    new Set([null, 'delete', 'menu']),
  );
  expect(rounds.some(({ replacesKey }) => replacesKey)).toBe(true);
  expect(rounds.some(({ listLagMs }) => listLagMs > 0)).toBe(true);
  // Set back, and later right again.
  expect(rounds.map(({ apiBehindMs }) => apiBehindMs > 0)).toEqual([false, false, true, false]);
  const trouble = rounds.flatMap((round) => round.trouble);
  expect(new Set(trouble.map(({ kind }) => kind))).toEqual(
    new Set(['reset', 'hang', 'status', 'body', 'latency', 'accepted']),
  );
  const names = trouble.map(nameOf);
  expect(names).toContain('delete: latency before');
  // After this reset the browser repeats the DELETE.
  expect(names).toContain('delete: reset after');
});

test('an API that acts late acts long before the client gives up, at 15 s', () => {
  const trouble = planOf(200, 7).rounds.flatMap((round) => round.trouble);
  const late = trouble.flatMap((each) =>
    each.kind === 'accepted'
      ? each.actsAfterMs
      : each.kind === 'latency' && each.when === 'before'
        ? (each.ms ?? 0)
        : [],
  );
  expect(late.length).toBeGreaterThan(20);
  expect(Math.max(...late)).toBeLessThanOrEqual(3_000);
});

test('a click is lost with its browser only where the session must be ended', () => {
  const blind = planOf(200, 7).rounds.filter(({ crash }) => crash?.after === 'click');
  expect(blind.length).toBeGreaterThan(3);
  expect(blind.some(({ wishes }) => wishes.at(-1)?.undone)).toBe(false);
});

test('a kill waits for a click on the menu only in a round that has one', () => {
  const { rounds } = planOf(200, 7);
  const aimed = rounds.filter(({ kills }) => kills.some(({ awaits }) => awaits === 'menu'));
  expect(aimed.length).toBeGreaterThan(3);
  expect(aimed.every(({ wishes }) => wishes.some(({ via }) => via === 'menu'))).toBe(true);
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
