/* Several texts as one, with what the language puts between them. */
import { i18n } from '#i18n';

/** `sentences`: one after the other. `parts`: what is said of one thing, by commas. `names`: an
 * enumeration. Empty texts are left out. */
export type Joint = 'sentences' | 'parts' | 'names';

/** `cart7, login2, probe4` */
export function joined(joint: Joint, texts: string[]): string {
  const told = texts.filter((text) => text !== '');
  return told.slice(1).reduce((all, text) => i18n.t(`joined.${joint}`, [all, text]), told[0] ?? '');
}
