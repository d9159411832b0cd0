import { useMemo, useRef } from 'preact/hooks';
import type { KnownRow } from '../../lib/session/facts.ts';
import { areOfTime, compile } from '../../lib/session/filter/match.ts';
import { type Mistake, parse, type Term } from '../../lib/session/filter/parse.ts';
import { termsWhileTyping } from '../../lib/session/filter/typing.ts';

export interface Filter {
  /** Those in force: while the text has a mistake, those before it, so that the list stays. */
  terms: Term[];
  mistakes: Mistake[];
  matches: (row: KnownRow) => boolean;
}

interface FilterOptions {
  text: string;
  /** All that there are. */
  rows: KnownRow[];
  /** The end of the text may not be the end. */
  isTyping: boolean;
  nowMs: number;
}

export function useFilter({ text, rows, isTyping, nowMs }: FilterOptions): Filter {
  const inForce = useRef<Term[]>([]);
  const { terms, mistakes } = useMemo(() => {
    const parsed = parse(text);
    if (parsed.mistakes.length === 0) {
      inForce.current = isTyping ? termsWhileTyping(text) : parsed.terms;
    }
    return { terms: inForce.current, mistakes: parsed.mistakes };
  }, [text, isTyping]);
  const second = areOfTime(terms) ? Math.floor(nowMs / 1000) : null;
  const matches = useMemo(() => compile(terms, rows, nowMs), [terms, rows, second]);
  return { terms, mistakes, matches };
}
