/* One click for what people look for most; each writes itself into the filter, so that one learns
 * its language. */
import { i18n } from '#i18n';
import { FINDERS, type Finder, hasFinder, toggleFinder } from '../../lib/session/filter/finders.ts';
import type { Term } from '../../lib/session/filter/parse.ts';

interface FindersProps {
  filter: string;
  terms: Term[];
  onFilter: (text: string) => void;
}

const NAMES = Object.keys(FINDERS) as Finder[];

export function Finders({ filter, terms, onFilter }: FindersProps) {
  return (
    <fieldset class="finders" aria-label={i18n.t('list.finders')}>
      {NAMES.map((finder) => (
        <button
          key={finder}
          type="button"
          aria-pressed={hasFinder(terms, finder)}
          onClick={() => onFilter(toggleFinder(filter, finder))}
        >
          {i18n.t(`filter.finder.${finder}`)}
        </button>
      ))}
    </fieldset>
  );
}
