/* What is stored by the thousand says packed what it said before, and damaged nothing wrong. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import * as items from '../../../lib/store/items.ts';
import { sessionSchema, traceSchema } from '../../../lib/store/schemas.ts';
import { brokenTexts, hostileTexts } from '../../sandbox/hostile.ts';
import { RUNS } from '../support/runs.ts';
import { session } from '../support/samples.ts';

const runs = { numRuns: RUNS / 10 };
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\n', 'null', 'undefined', 'a 1', '1 a'),
  fc.constantFrom(...Object.values(hostileTexts), ...Object.values(brokenTexts)),
);
const id = anyText.filter((text) => text.isWellFormed());
const instant = fc.integer({ min: -1e13, max: 1e13 });
const text = fc.option(anyText);
const sessions = fc.array(
  fc.record({
    product: fc.constantFrom(...PRODUCTS),
    id,
    ...{ subuser: text, sessionId: text, region: text, state: text, city: text, exitIp: text },
    asn: fc.option(fc.oneof(fc.nat(), anyText)),
    ...{ startedAtMs: fc.option(instant), expiresAtMs: fc.option(instant) },
    ...{ bytesUsed: fc.option(fc.maxSafeNat()), requests: fc.option(fc.nat()) },
    ...{ repinned: fc.option(fc.boolean()), status: text, unread: fc.array(anyText) },
  }),
);
const trace = fc.record({
  seenAtMs: instant,
  points: fc.array(fc.tuple(instant, fc.nat(), fc.nat())).map((points) => points.flat()),
  ips: fc.array(fc.record({ atMs: instant, ip: anyText })),
  returned: fc.option(fc.record({ ref: anyText, afterMs: fc.nat(), fromIp: anyText })),
});
const traces = fc.array(fc.tuple(id, trace)).map((entries) => new Map(entries));

const LIST = items.listOf('mobile');
const TRACES = items.tracesOf('mobile');

/** What is stored, as a text that is not known yet. */
function textOf(entry: Record<string, unknown>): string {
  return `${Object.values(entry)[0]} `;
}

describe('packed', () => {
  test('sessions are the same ones', () => {
    fc.assert(
      fc.property(sessions, (listed) => {
        const text = textOf(LIST.entry({ sessions: listed }));
        expect(LIST.parse(text)?.sessions).toEqual(listed);
      }),
      runs,
    );
  });

  test('a city that is named like none is no other place’s', () => {
    const listed = [session({ city: 'null' }), session({ city: null }), session({ state: 'null' })];
    expect(LIST.parse(textOf(LIST.entry({ sessions: listed })))?.sessions).toEqual(listed);
  });

  test('traces are the same ones', () => {
    fc.assert(
      fc.property(traces, (known) => {
        const text = textOf(TRACES.entry({ traces: known }));
        expect(TRACES.parse(text)?.traces).toEqual(known);
      }),
      runs,
    );
  });
});

describe('damaged', () => {
  const where = fc.nat({ max: 60 });
  /** A text of which one value is another, or is missing. */
  const damagedText = (text: string, at: number, value: unknown) => {
    const stored = JSON.parse(text);
    const { values } = stored;
    values.splice(at % Math.max(1, values.length), 1, ...(value === undefined ? [] : [value]));
    return JSON.stringify(stored);
  };

  test('sessions are refused, or still sound', () => {
    const other = fc.option(fc.jsonValue(), { nil: undefined });
    fc.assert(
      fc.property(sessions, where, other, (listed, at, value) => {
        const text = textOf(LIST.entry({ sessions: listed }));
        const read = LIST.parse(damagedText(text, at, value))?.sessions ?? [];
        expect(read.filter((session) => !v.is(sessionSchema, session))).toEqual([]);
      }),
      runs,
    );
  });

  test('traces are refused, or still sound', () => {
    const other = fc.option(fc.jsonValue(), { nil: undefined });
    fc.assert(
      fc.property(traces, where, other, (known, at, value) => {
        const text = textOf(TRACES.entry({ traces: known }));
        const read = TRACES.parse(damagedText(text, at, value))?.traces ?? new Map();
        expect([...read.values()].filter((each) => !v.is(traceSchema, each))).toEqual([]);
      }),
      runs,
    );
  });
});
