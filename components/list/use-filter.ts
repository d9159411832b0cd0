import { useMemo, useRef } from 'preact/hooks';
import type { KnownRow } from '../../lib/session/facts.ts';
import { compile } from '../../lib/session/filter/match.ts';
import { type Mistake, parse, type Term } from '../../lib/session/filter/parse.ts';
import { termsWhileTyping } from '../../lib/session/filter/typing.ts';

export interface Filter {
  /** Those in force: while the text has a mistake, those before it, so that the list stays. */
  terms: Term[];
  mistakes: Mistake[];
  matches: (row: KnownRow) => boolean;
}

/** A filter's text over the rows that there are. `isTyping`: the end of it may not be the end. */
export function useFilter(text: string, rows: KnownRow[], isTyping: boolean): Filter {
  const inForce = useRef<Term[]>([]);
  const { terms, mistakes } = useMemo(() => {
    const parsed = parse(text);
    if (parsed.mistakes.length === 0) {
      inForce.current = isTyping ? termsWhileTyping(text) : parsed.terms;
    }
    return { terms: inForce.current, mistakes: parsed.mistakes };
  }, [text, isTyping]);
  const matches = useMemo(() => compile(terms, rows), [terms, rows]);
  return { terms, mistakes, matches };
}
