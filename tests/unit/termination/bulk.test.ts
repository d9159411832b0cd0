import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { type Ref, refOf } from '../../../lib/session/ref.ts';
import type { Attempt, Ended, Intent } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import { openRefsOf, progressOf } from '../../../lib/termination/bulk.ts';
import { listed, NOW, session } from '../support/samples.ts';

const DUE = NOW + 5_000;
const fault: ApiError = { kind: 'server-fault', status: 500, requestId: null };
const refused: ApiError = { kind: 'not-permitted', code: null, requestId: 'req_1' };

/** What may have become of a session of the bulk. */
const fates = ['waiting', 'failing', 'refused', 'ended', 'undone', 'asked anew'] as const;
type Fate = (typeof fates)[number];

const intentOf = ({ product, id, sessionId, expiresAtMs }: Session, fields = {}): Intent => ({
  ...{ v: 3, product, id, sessionId, expiresAtMs },
  ...{ askedAtMs: NOW, dueAtMs: DUE, from: 'bulk', heldBy: null, ...fields },
});

function bulkOf(given: Fate[]): State {
  const intents: [Ref, Intent][] = [];
  const attempts: [Ref, Attempt][] = [];
  const ends: [Ref, Ended][] = [];
  for (const fate of given) {
    const own = session();
    const ref = refOf(own);
    const tried = (problem: ApiError, nextAtMs: number | null) =>
      attempts.push([ref, { v: 2, askedAtMs: NOW, count: 1, triedAtMs: DUE, nextAtMs, problem }]);
    if (fate === 'waiting' || fate === 'failing' || fate === 'refused') {
      intents.push([ref, intentOf(own)]);
    }
    if (fate === 'asked anew') {
      intents.push([ref, intentOf(own, { from: 'row', askedAtMs: NOW + 1 })]);
      tried(refused, null);
    }
    if (fate === 'failing') tried(fault, NOW + 60_000);
    if (fate === 'refused') tried(refused, null);
    if (fate === 'ended') {
      const { product, id, sessionId } = own;
      const wish = { from: 'bulk' as const, askedAtMs: NOW, requestId: null };
      const end = { product, id, sessionId, endedAtMs: DUE, how: 'terminated' as const };
      ends.push([ref, { v: 4, ...end, session: own, wish }]);
    }
  }
  return listed([], {
    bulk: { v: 1, askedAtMs: NOW, total: given.length },
    intents: new Map(intents),
    attempts: new Map(attempts),
    ended: new Map(ends),
  });
}

describe('how far a bulk has come', () => {
  test('is nothing to tell where there is none', () => {
    expect(progressOf(listed([]), NOW)).toBeNull();
    expect(openRefsOf(listed([]))).toEqual([]);
  });

  test('until it is due all of it can be undone', () => {
    const given = bulkOf(['waiting', 'waiting', 'undone']);
    const counts = { total: 3, waiting: 2, ended: 0, undone: 1, failed: [] };
    expect(progressOf(given, DUE - 1)).toMatchObject({ ...counts, undoableUntilMs: DUE });
    expect(progressOf(given, DUE)).toMatchObject({ ...counts, undoableUntilMs: null });
  });

  test('tells of each that failed why, and when it is tried again', () => {
    expect(progressOf(bulkOf(['failing', 'refused', 'ended']), DUE)?.failed).toMatchObject([
      { problem: fault, retryAtMs: NOW + 60_000 },
      { problem: refused, retryAtMs: null },
    ]);
  });

  test('each session counts once, whatever has become of it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fates), { maxLength: 12 }), (given) => {
        const count = (...kinds: Fate[]) => given.filter((fate) => kinds.includes(fate)).length;
        const progress = progressOf(bulkOf(given), DUE);
        expect(progress).toMatchObject({
          total: given.length,
          ended: count('ended'),
          waiting: count('waiting'),
          undone: count('undone', 'asked anew'),
        });
        expect(progress?.failed).toHaveLength(count('failing', 'refused'));
      }),
      { numRuns: 500 },
    );
  });

  test('ends and wishes of others are not its own', () => {
    const others = bulkOf(['ended', 'waiting', 'failing']);
    const given = { ...others, bulk: { v: 1 as const, askedAtMs: NOW + 7, total: 2 } };
    expect(progressOf(given, DUE)).toMatchObject({ ended: 0, waiting: 0, failed: [], undone: 2 });
    expect(openRefsOf(given)).toEqual([]);
  });
});

test('what may still be sent is what waits, for its turn or for another try', () => {
  const given = bulkOf(['waiting', 'failing', 'refused', 'ended', 'asked anew']);
  const [waiting, failing] = given.intents.keys();
  expect(openRefsOf(given)).toEqual([waiting, failing]);
});
