/* Which language is spoken: that of the messages. The browser chooses them, and its own language may be
 * one that has none here: then its numbers and dates would stand among words of another.
 *
 * Measured with messages in English and Simplified Chinese: a Chromium in zh-TW, zh-HK, pt-BR or ar takes
 * English, and so does Firefox in pt-BR or ar. Firefox takes Simplified Chinese for zh-TW and zh-HK. */
import { i18n } from '#i18n';

/** A language tag, such as `zh-CN`, of the messages that are in use. */
export function language(): string {
  return i18n.t('extension.lang');
}

/** The tag by which numbers, dates and places are written: the first of the person's own (`preferred`)
 * that is a variety of the messages' language in its script, such as `en-GB`, or else that language
 * itself. So `zh` and `zh-SG` are of `zh-CN`, and `zh-TW` is not. */
export function locale(preferred: readonly string[] = navigator.languages): string {
  const spoken = language();
  const varieties = preferred.map(localeOf);
  const own = varieties.find((each) => each && kindOf(each) === kindOf(new Intl.Locale(spoken)));
  // Without its extensions, which may ask for other digits.
  return own?.baseName ?? spoken;
}

/** Null for a tag that means nothing: people type them. */
function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}

function kindOf(tag: Intl.Locale): string {
  const { language, script } = tag.maximize();
  return `${language}-${script}`;
}

/** Tells screen readers, fonts and hyphenation the language of a page, and the person its title. All
 * languages that have messages are written from left to right, whatever the browser's own is. */
export function nameDocument(title: string): void {
  Object.assign(document.documentElement, { lang: language(), dir: 'ltr' });
  document.title = title;
}
