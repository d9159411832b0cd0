import { describe, expect, test } from 'vitest';
import { courseOf } from '../../../lib/session/course.ts';
import { NOW, session } from '../support/samples.ts';

const MINUTE = 60_000;
const trace = {
  seenAtMs: NOW - 3 * MINUTE,
  points: [NOW - 3 * MINUTE, 100, 1, NOW - MINUTE, 500, 4],
  ips: [],
  returned: null,
};
const seen = [
  { atMs: NOW - 3 * MINUTE, bytes: 100, requests: 1 },
  { atMs: NOW - MINUTE, bytes: 500, requests: 4 },
];
const listed = session({ bytesUsed: 500, requests: 4, startedAtMs: NOW - 10 * MINUTE });
const now = { ageMs: 5 * MINUTE, lookedAtMs: null, nowMs: NOW };

describe('how the bytes of a session grew', () => {
  test('is told from its start by our own clock, until now', () => {
    const course = { points: seen, startMs: NOW - 5 * MINUTE, endMs: NOW };
    expect(courseOf(listed, trace, now)).toEqual(course);
  });

  test('goes as far as the latest look', () => {
    const looked = { ...listed, bytesUsed: 800, requests: 6 };
    const { points } = courseOf(looked, trace, { ...now, lookedAtMs: NOW - 1 });
    expect(points).toEqual([...seen, { atMs: NOW - 1, bytes: 800, requests: 6 }]);
  });

  test('ends where it was last seen, once it is not listed any more', () => {
    const { startMs, endMs } = courseOf(listed, trace, { ...now, ageMs: null });
    expect([startMs, endMs]).toEqual([listed.startedAtMs, NOW - MINUTE]);
  });

  test('never starts after it was first seen', () => {
    expect(courseOf(listed, trace, { ...now, ageMs: MINUTE }).startMs).toBe(trace.seenAtMs);
  });

  test('is empty for one that no list has shown', () => {
    expect(courseOf(listed, null, now).points).toEqual([]);
  });
});
