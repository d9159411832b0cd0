/* The filter language, written: the one canonical text of each term, which reads back as the same. */
import { FIELDS, TOP } from './fields.ts';
import type { Term } from './parse.ts';
import { quoted, tokensOf } from './scan.ts';

export function print(terms: readonly Term[]): string {
  return terms.map(printTerm).join(' ');
}

/** `-subuser:"Acme Corp"`, `rate>1MB/min` */
export function printTerm(term: Term): string {
  return (term.isExcluded ? '-' : '') + printCondition(term);
}

function printCondition(term: Term): string {
  switch (term.kind) {
    case 'word':
      return quotedIfNeeded(term.text, '');
    case 'text': {
      const isSaid = term.isExact && FIELDS[term.field].match !== 'exact';
      return quotedIfNeeded(term.text, `${term.field}${isSaid ? '=' : ':'}`);
    }
    case 'choice':
      return `${term.field}:${term.choice}`;
    case 'amount':
      return `${term.field}${term.comparison}${FIELDS[term.field].measure.print(term.amount)}`;
    case 'top':
      return `${term.field}:${TOP}`;
  }
}

/** Quotes are needed where the text, as it stands, would not be read as just that; a sign could belong to
 * the word before. */
function quotedIfNeeded(text: string, before: string): string {
  const [token, ...others] = tokensOf(before + text);
  const isReadAsIs =
    others.length === 0 &&
    token?.isExcluded === false &&
    token.valueFrom === before.length &&
    token.value === text &&
    !/^[<>]/.test(before + text);
  return before + (isReadAsIs ? text : quoted(text));
}
