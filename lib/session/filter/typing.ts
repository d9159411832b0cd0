/* A filter while it is typed. */
import { FIELD_NAMES, fieldNamed, folded, isOf } from './fields.ts';
import { type Part, partsOf, type Term } from './parse.ts';

/** The terms of a text whose end is being typed: a last word that may become a field is not looked
 * for yet, or the list would be empty on the way to `bytes>50MB`. */
export function termsWhileTyping(text: string): Term[] {
  const parts = partsOf(text);
  const last = parts.at(-1);
  const isBegun = last !== undefined && mayBecomeField(last, last.to < text.length);
  return (isBegun ? parts.slice(0, -1) : parts).flatMap(({ term }) => term ?? []);
}

/** `isApart`: a blank follows. Amounts may have their sign after that. */
function mayBecomeField({ term, quotes }: Part, isApart: boolean): boolean {
  if (term?.kind !== 'word' || quotes !== 'none') return false;
  const name = fieldNamed(term.text);
  if (isApart) return name !== null && isOf(name, 'amount');
  const begun = folded(term.text);
  return FIELD_NAMES.some((name) => name.startsWith(begun));
}
