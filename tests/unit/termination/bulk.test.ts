import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../lib/api/errors.ts';
import type { Session } from '../../../lib/api/schemas.ts';
import { type Ref, refOf } from '../../../lib/session/ref.ts';
import type { Attempt, Ended, Intent } from '../../../lib/store/schemas.ts';
import type { State } from '../../../lib/store/state.ts';
import { bulkWith, openRefsOf, progressOf } from '../../../lib/termination/bulk.ts';
import { listed, NOW, session } from '../support/samples.ts';

const DUE = NOW + 5_000;
const fault: ApiError = { kind: 'server-fault', status: 500, requestId: null };
const refused: ApiError = { kind: 'not-permitted', code: null, requestId: 'req_1' };

/** What may have become of a session of the bulk. */
const fates = ['waiting', 'failing', 'refused', 'ended', 'undone', 'asked anew'] as const;
type Fate = (typeof fates)[number];

const intentOf = ({ product, id, sessionId, expiresAtMs }: Session, fields = {}): Intent => ({
  ...{ v: 5, owner: '', product, id, sessionId, expiresAtMs },
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
      attempts.push([
        ref,
        { v: 3, askedAtMs: NOW, count: 1, triedAtMs: DUE, nextAtMs, problem, acceptedAtMs: null },
      ]);
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
      ends.push([ref, { v: 5, ...end, session: own, wish }]);
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

  test.each<[string, Fate[]]>([
    ['one of it has ended', ['waiting', 'ended']],
    ['one of it has failed', ['waiting', 'failing']],
    ['nothing of it is left', ['undone', 'undone']],
  ])('it can’t be undone as a whole once %s', (_, given) => {
    expect(progressOf(bulkOf(given), DUE - 1)?.undoableUntilMs).toBeNull();
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

describe('a bulk that is asked for while another waits', () => {
  const LATER = NOW + 60_000;

  /** The first, and two more that were asked for a minute later. */
  function joined(given: Fate[], fields: Partial<Intent> = {}): State {
    const first = bulkOf(given);
    const more = [session(), session()];
    const times = { askedAtMs: LATER, dueAtMs: LATER + 5_000 };
    const wishes = more.map(
      (each) => [refOf(each), intentOf(each, { ...times, ...fields })] as const,
    );
    const intents = new Map([...first.intents, ...wishes]);
    return { ...first, bulk: { v: 1, ...bulkWith(first, more.map(refOf), LATER) }, intents };
  }

  test('is one with it: both are told of, and can be stopped', () => {
    const given = joined(['waiting', 'failing', 'ended', 'undone']);
    const progress = { total: 6, waiting: 3, ended: 1, undone: 1, failed: [{ problem: fault }] };
    expect(progressOf(given, LATER)).toMatchObject(progress);
    expect(openRefsOf(given)).toEqual([...given.intents.keys()]);
  });

  test('takes the place of one that is through', () => {
    const given = joined(['ended', 'undone', 'refused']);
    expect(given.bulk).toMatchObject({ askedAtMs: LATER, total: 2 });
    expect(progressOf(given, LATER)).toMatchObject({ total: 2, waiting: 2, undone: 0, failed: [] });
  });

  test('can all be undone only until the first of them is due', () => {
    const soon = { askedAtMs: NOW + 1, dueAtMs: DUE + 1 };
    expect(progressOf(joined(['waiting'], soon), DUE - 1)?.undoableUntilMs).toBe(DUE);
    expect(progressOf(joined(['waiting'], soon), DUE)?.undoableUntilMs).toBeNull();
  });

  test('counts a session once that it has from the other', () => {
    const first = bulkOf(['waiting', 'refused']);
    const refs = [...first.intents.keys()];
    expect(bulkWith(first, refs, LATER)).toEqual({ askedAtMs: NOW, total: 2 });
  });

  test('has the other among its own even where the clock was set back', () => {
    expect(bulkWith(bulkOf(['waiting']), [], NOW - 1).askedAtMs).toBe(NOW - 1);
  });

  test('and that waits for its view to close is told of apart, until it goes', () => {
    const held = joined(['waiting'], { heldBy: 'view', dueAtMs: LATER });
    expect(progressOf(held, LATER)).toMatchObject({ total: 1, waiting: 1, undone: 0 });
    expect(openRefsOf(held)).toHaveLength(1);
    const rest = joined(['waiting'], { heldBy: 'view', dueAtMs: LATER });
    const [first] = rest.intents.keys();
    rest.intents.delete(first as Ref);
    expect(progressOf(rest, LATER)).toBeNull();
    expect(bulkWith(rest, [], LATER)).toEqual({ askedAtMs: NOW, total: 3 });
  });
});

test('what may still be sent is what waits, for its turn or for another try', () => {
  const given = bulkOf(['waiting', 'failing', 'refused', 'ended', 'asked anew']);
  const [waiting, failing] = given.intents.keys();
  expect(openRefsOf(given)).toEqual([waiting, failing]);
});
