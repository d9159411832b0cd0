/* Several texts as one, with what the language puts between them. */
import { i18n } from '#i18n';

/** `sentences`: one after the other. `parts`: what is said of one thing. `names`: an enumeration. */
export type Joint = 'sentences' | 'parts' | 'names';

/** `cart7, login2, probe4`; empty texts are left out. */
export function joined(joint: Joint, texts: string[]): string {
  return texts.filter((text) => text !== '').join(between(joint));
}

export function between(joint: Joint): string {
  return i18n.t(`between.${joint}`);
}
