/* What a filter lets through. A keystroke runs it over ten thousand rows, so whatever can be made
 * ready beforehand is. */
import type { Session } from '../../api/schemas.ts';
import type { Subuser } from '../../store/state.ts';
import type { KnownRow } from '../facts.ts';
import { asnName } from '../record.ts';
import type { Ref } from '../ref.ts';
import { type AmountField, FIELDS, folded, type TextField } from './fields.ts';
import type { Comparison, Condition, Term } from './parse.ts';

export type Matches = (row: KnownRow) => boolean;

/** Rows that `rate:top` lets through. */
const TOP_ROWS = 10;

const COMPARE: Record<Comparison, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Whether all terms hold for a row. `rows`: all there are, for terms that mean some among them. */
export function compile(terms: readonly Term[], rows: readonly KnownRow[], nowMs: number): Matches {
  const tests = terms.map((term) => {
    const test = testOf(term, rows, nowMs);
    return term.isExcluded ? (row: KnownRow) => !test(row) : test;
  });
  return (row) => tests.every((test) => test(row));
}

/** Whether what they let through changes by itself. */
export function areOfTime(terms: readonly Term[]): boolean {
  return terms.some(
    (term) => (term.kind === 'amount' || term.kind === 'top') && FIELDS[term.field].isOfTime,
  );
}

function testOf(condition: Condition, rows: readonly KnownRow[], nowMs: number): Matches {
  switch (condition.kind) {
    case 'word': {
      const word = folded(condition.text);
      return ({ session, facts: { subuser } }) =>
        sessionWords(session).includes(word) ||
        (subuser !== null && subuserWords(subuser).includes(word));
    }
    case 'text': {
      const { match, of } = FIELDS[condition.field];
      const is = textTest(condition.isExact ? 'exact' : match, folded(condition.text));
      return (row) => of(row).some((text) => text != null && is(folded(text)));
    }
    case 'choice': {
      const { of } = FIELDS[condition.field];
      return (row) => of(row) === condition.choice;
    }
    case 'amount': {
      const { of } = FIELDS[condition.field];
      const compare = COMPARE[condition.comparison];
      return (row) => {
        const amount = of(row, nowMs);
        return amount !== null && compare(amount, condition.amount);
      };
    }
    case 'top': {
      const top = topOf(FIELDS[condition.field], rows, nowMs);
      return ({ ref }) => top.has(ref);
    }
  }
}

function textTest(match: TextField['match'], wanted: string): (text: string) => boolean {
  if (match === 'exact') return (text) => text === wanted;
  if (match === 'prefix') return (text) => text.startsWith(wanted);
  return (text) => text.includes(wanted);
}

/** The highest; nothing is not high, though there be nothing higher. */
function topOf({ of }: AmountField, rows: readonly KnownRow[], nowMs: number): Set<Ref> {
  const amounts = rows.map((row) => ({ ref: row.ref, amount: of(row, nowMs) ?? 0 }));
  const highest = amounts.filter(({ amount }) => amount > 0).sort((a, b) => b.amount - a.amount);
  return new Set(highest.slice(0, TOP_ROWS).map(({ ref }) => ref));
}

/* All that a free word is looked for in. Rows are new every second, but what they are of stays the
 * same object until it is read anew. */
const sessionWords = foldedOnce((session: Session) => [
  session.sessionId,
  session.id,
  session.subuser,
  session.region,
  session.state,
  session.city,
  session.exitIp,
  asnName(session.asn),
  session.product,
]);
const subuserWords = foldedOnce(({ name, label }: Subuser) => [name, label]);

function foldedOnce<T extends object>(textsOf: (of: T) => (string | null)[]): (of: T) => string {
  const known = new WeakMap<T, string>();
  return (of) => {
    const kept = known.get(of);
    if (kept !== undefined) return kept;
    // No word reaches from one text into the next: a filter has no line breaks.
    const words = folded(textsOf(of).join('\n'));
    known.set(of, words);
    return words;
  };
}
