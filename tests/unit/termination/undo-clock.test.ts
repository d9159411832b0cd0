import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNDO_GRACE_MS } from '../../../lib/termination/intent.ts';
import { createUndoClock } from '../../../lib/termination/undo-clock.ts';
import { NOW, session } from '../support/samples.ts';

const { product, id, sessionId, expiresAtMs } = session();
const intentOf = (askedAtMs: number, undoMs: number) => ({
  ...({ v: 5, owner: '', product, id, sessionId, expiresAtMs, from: 'row', heldBy: null } as const),
  askedAtMs,
  dueAtMs: askedAtMs + undoMs,
});

test('however the clock is set meanwhile, an intent waits for all of its time to undo', () => {
  const step = fc.record({
    elapsesMs: fc.integer({ min: 0, max: 9_000 }),
    setMs: fc.oneof(fc.constant(0), fc.integer({ min: -9e7, max: 9e7 })),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(5_000, 20_000),
      fc.array(step, { maxLength: 8 }),
      (undoMs, steps) => {
        let [elapsedMs, aheadMs] = [0, 0];
        const now = () => NOW + elapsedMs + aheadMs;
        const clock = createUndoClock(now, () => elapsedMs);
        const intent = intentOf(NOW, undoMs);
        const leftMs = () => clock.sendableMs(intent) - now();
        expect(leftMs()).toBe(undoMs + UNDO_GRACE_MS);
        for (const { elapsesMs, setMs } of steps) {
          elapsedMs += elapsesMs;
          aheadMs += setMs;
          expect(leftMs()).toBe(undoMs + UNDO_GRACE_MS - elapsedMs);
        }
      },
    ),
  );
});

test('an intent that a background finds at its start waits for the rest of its time, or for all if the clock was set back', () => {
  const at = (ms: number) =>
    createUndoClock(
      () => ms,
      () => 0,
    ).sendableMs(intentOf(NOW, 5_000)) - ms;
  expect(at(NOW + 2_000)).toBe(3_250);
  expect(at(NOW + 60_000)).toBeLessThan(0);
  expect(at(NOW - 3_600_000)).toBe(5_250);
});

test('an intent that goes is forgotten, so that one like it waits for all of its time', () => {
  let elapsedMs = 0;
  const clock = createUndoClock(
    () => NOW,
    () => elapsedMs,
  );
  const intent = intentOf(NOW, 5_000);
  clock.sendableMs(intent);
  elapsedMs = 4_000;
  clock.keepOnly([intent]);
  expect(clock.sendableMs(intent)).toBe(NOW + 1_250);
  clock.keepOnly([]);
  expect(clock.sendableMs(intent)).toBe(NOW + 5_250);
});
