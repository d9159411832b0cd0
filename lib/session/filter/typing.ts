/* A filter while it is typed. */
import { FIELD_NAMES, folded } from './fields.ts';
import { type Part, partsOf, type Term } from './parse.ts';

/** The terms of a text whose end is being typed: a last word that may become a field is not looked
 * for yet, or the list would be empty on the way to `bytes>50MB`. */
export function termsWhileTyping(text: string): Term[] {
  const parts = partsOf(text);
  const last = parts.at(-1);
  const isBegun = last !== undefined && last.to === text.length && mayBecomeField(last);
  return (isBegun ? parts.slice(0, -1) : parts).flatMap(({ term }) => term ?? []);
}

function mayBecomeField({ term, quotes }: Part): boolean {
  if (term?.kind !== 'word' || quotes !== 'none') return false;
  const begun = folded(term.text);
  return FIELD_NAMES.some((name) => name.startsWith(begun));
}
