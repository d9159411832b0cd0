/* The sign between the cells of a CSV file, as the spreadsheets of the person's country expect it. */

export type ListSeparator = ',' | ';';

/** Windows separates lists by `;` here, too, though the decimal sign is a point. */
const POINT_BUT_SEMICOLON = ['CH', 'LI'];

/** Returns `;` if the person's country writes decimals with a comma. Excel splits a CSV file by the list
 * separator of the computer's regional settings, which is `;` there. No page can read those settings, so
 * the browser's own language and the person's first one stand for them. The language of our messages is
 * no hint, because it is English for most people. */
export function listSeparator(
  tags: readonly string[] = [
    new Intl.NumberFormat().resolvedOptions().locale,
    ...navigator.languages.slice(0, 1),
  ],
): ListSeparator {
  return tags.some(usesSemicolon) ? ';' : ',';
}

function usesSemicolon(tag: string): boolean {
  try {
    const { region = '' } = new Intl.Locale(tag);
    const parts = new Intl.NumberFormat(tag).formatToParts(1.5);
    const hasComma = parts.some(({ type, value }) => type === 'decimal' && value === ',');
    return hasComma || POINT_BUT_SEMICOLON.includes(region);
  } catch {
    return false; // no language tag
  }
}
