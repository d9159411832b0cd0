/* Finders: questions that are asked often, one click each. A finder is nothing but a term that it
 * writes into the filter box, so that people learn the language. */
import { type Part, partsOf, type Term } from './parse.ts';
import { printTerm } from './print.ts';

export const FINDERS = {
  runaway: 'rate:top',
  idle: 'idle:yes',
  repinned: 'repinned:yes',
  ending: 'left<2m',
  twins: 'twin:yes',
  shared: 'shared:yes',
} as const;
export type Finder = keyof typeof FINDERS;

export function hasFinder(terms: readonly Term[], finder: Finder): boolean {
  return terms.some((term) => isFinder(term, finder));
}

/** The text with the finder's term added, or taken out however it was written. All else stays as
 * it was typed. */
export function toggleFinder(text: string, finder: Finder): string {
  const parts = partsOf(text);
  const others = parts.filter(({ term }) => !term || !isFinder(term, finder));
  const written = others.map(({ from, to }) => text.slice(from, to));
  if (others.length < parts.length) return written.join(' ');
  // Behind a quote that is still open it would be part of that.
  return (isOpen(others) ? [FINDERS[finder], ...written] : [...written, FINDERS[finder]]).join(' ');
}

function isFinder(term: Term, finder: Finder): boolean {
  return printTerm(term) === FINDERS[finder];
}

function isOpen(parts: Part[]): boolean {
  return parts.at(-1)?.quotes === 'open';
}
