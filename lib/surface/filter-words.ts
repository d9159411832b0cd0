/* The words of the filter: what is wrong with what was typed, and what its fields mean. */
import { i18n } from '#i18n';
import { exampleOf, FIELDS, type FieldName, isOf } from '../session/filter/fields.ts';
import type { Mistake } from '../session/filter/parse.ts';
import { plain } from './plain.ts';

/** Graphemes of what was typed that are said again. */
const MOST_OF_TYPED = 24;

/** What is wrong, and what to write instead. */
export function mistakeWords(mistake: Mistake): string {
  switch (mistake.kind) {
    case 'unknown-field': {
      const name = plain(mistake.name, MOST_OF_TYPED);
      return mistake.nearest === null
        ? i18n.t('filter.unknownField', [name])
        : i18n.t('filter.unknownFieldNearest', [name, mistake.nearest]);
    }
    case 'no-value':
      return i18n.t('filter.noValue', [mistake.field, exampleOf(mistake.field)]);
    case 'wrong-sign':
      return i18n.t('filter.wrongSign', [mistake.sign, mistake.field, exampleOf(mistake.field)]);
    case 'wrong-value':
      return wrongValueWords(mistake.field, plain(mistake.value, MOST_OF_TYPED));
    case 'open-quote':
      return i18n.t('filter.openQuote');
    case 'no-word':
      return i18n.t('filter.noWord');
  }
}

function wrongValueWords(field: FieldName, value: string): string {
  if (!isOf(field, 'choice')) return i18n.t('filter.wrongValue', [value, exampleOf(field)]);
  const [first, second] = FIELDS[field].samples.map((choice) => `${field}:${choice}`);
  return i18n.t('filter.wrongChoice', [value, first ?? '', second ?? '']);
}

/** What a field is, for the suggestion of it. */
export function fieldWords(field: FieldName): string {
  return i18n.t(`filter.field.${field}`);
}
