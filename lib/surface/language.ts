/* Which language is spoken: that of the messages. The browser's own may be one that has none here, and
 * then its numbers and dates would stand among words of another. */
import { i18n } from '#i18n';

/** A language tag, such as `zh-CN`, of the messages that are in use. */
export function language(): string {
  return i18n.t('extension.lang');
}

/** The tag by which numbers, dates and places are written: the first of the person's own (`preferred`)
 * that is a variety of the messages' language, such as `en-GB`, or else that language itself. */
export function locale(preferred: readonly string[] = navigator.languages): string {
  const spoken = language();
  return preferred.find((tag) => tag === spoken || tag.startsWith(`${spoken}-`)) ?? spoken;
}

/** Tells screen readers, fonts and hyphenation the language of a page, and the person its title. */
export function nameDocument(title: string): void {
  document.documentElement.lang = language();
  document.title = title;
}
