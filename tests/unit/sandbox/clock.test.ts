import { expect, test } from 'vitest';
import { Clock, rfc3339 } from '../../sandbox/clock.ts';

test('the clock runs at its speed, and a change of speed makes no jump', () => {
  let realMs = 1_000;
  const clock = new Clock({ speed: 60, realNow: () => realMs });
  expect(clock.now()).toBe(1_000);
  realMs += 1_000;
  expect(clock.now()).toBe(61_000);
  clock.speed = 0;
  realMs += 5_000;
  expect(clock.now()).toBe(61_000);
  clock.speed = 1;
  realMs += 5_000;
  expect(clock.now()).toBe(66_000);
});

test('the clock can be set and moved, back as well', () => {
  let realMs = 0;
  const clock = new Clock({ nowMs: 500, realNow: () => realMs });
  clock.advance(1_000);
  expect(clock.now()).toBe(1_500);
  clock.set(9_000);
  realMs += 250;
  expect(clock.now()).toBe(9_250);
  clock.advance(-9_000);
  expect(clock.now()).toBe(250);
});

test('times have a fraction only where there is one', () => {
  expect(rfc3339(0)).toBe('1970-01-01T00:00:00Z');
  expect(rfc3339(1)).toBe('1970-01-01T00:00:00.001Z');
});
