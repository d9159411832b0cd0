/* What may be meant by what stands at the caret. What knows that is loaded when the box is first
 * used. */
import { useEffect, useState } from 'preact/hooks';
import type { Suggestion, suggest } from '../../lib/session/filter/suggest.ts';

/** None while the box is not open. */
export function useSuggestions(
  isOpen: boolean,
  ...[text, caret, rows]: Parameters<typeof suggest>
): Suggestion[] {
  const [find, setFind] = useState<typeof suggest | null>(null);
  useEffect(() => {
    if (isOpen && !find) {
      import('../../lib/session/filter/suggest.ts').then((module) => setFind(() => module.suggest));
    }
  }, [isOpen]);
  return isOpen && find ? find(text, caret, rows) : [];
}
