import { useRef } from 'preact/hooks';
import type { KnownRow } from '../lib/session/facts.ts';
import { compile } from '../lib/session/filter/match.ts';
import { type Mistake, parse, type Term } from '../lib/session/filter/parse.ts';
import { termsWhileTyping } from '../lib/session/filter/typing.ts';

export interface Filter {
  /** Those in force: while the text has a mistake, those before it, so that the list stays. */
  terms: Term[];
  mistakes: Mistake[];
  matches: (row: KnownRow) => boolean;
}

/** A filter's text over the rows that there are. `isTyping`: the end of it may not be the end. */
export function useFilter(text: string, rows: KnownRow[], isTyping: boolean): Filter {
  const inForce = useRef<Term[]>([]);
  const { terms, mistakes } = parse(text);
  if (mistakes.length === 0) inForce.current = isTyping ? termsWhileTyping(text) : terms;
  return { terms: inForce.current, mistakes, matches: compile(inForce.current, rows) };
}
