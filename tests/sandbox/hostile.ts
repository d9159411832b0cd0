/**
 * What an API must never be able to do to those who read it: a corpus of texts that act, hide, grow
 * or pretend, the sessions made of them, and what to hold against every surface that shows them.
 */
import type { NewSession } from './newcomer.ts';

/** The length of endless texts: many times what a view shows of any text. */
const LONG = 2_048;

/** Texts by what is wrong with them. Each is also a session's id, so no two may look the same. */
export const hostileTexts = {
  image: '<img src=x onerror="document.title=\'owned\'">',
  script: '"></li><script>document.title="owned"</script>',
  iframe: '<iframe srcdoc="<script>parent.document.title=1</script>"></iframe>',
  comment: '<!-- --><svg/onload=alert(1)>',
  scheme: 'javascript:alert(document.domain)',
  quotes: "' \" ` onmouseover='alert(1)' \"",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is meant as it stands
  template: '${alert(1)} {{constructor.constructor("alert(1)")()}}',
  entities: '&lt;b&gt; &amp; &#x202e; &nbsp;',
  placeholders: '$1 $2 $$ $& $` {0} | a | b',
  accessKey: 'R&D && &x',
  selection: '100%s %S %%s %d %',

  override: 'safe\u202egpj.exe',
  embedding: '\u202aleft\u202bright\u202c',
  isolates: '\u2066a\u2067b\u2068c',
  popped: 'a\u2069\u2069\u2069b\u202cc',
  marks: 'a\u200eb\u200fc\u061cd',
  arabic: 'جلسة تسجيل',
  hebrew: 'שלום 12 עולם',
  arabicDigits: '١٢٣ 45 ٦٧',
  nko: 'ߒߞߏ ߊ߬',
  adlam: '𞤀𞤣𞤤𞤢𞤥',

  zeroWidth: 'jo\u200bb\u200c1\u200d\u2060\ufeff',
  softHyphen: 'pay\u00adpal',
  joiner: 'a\u034fb\u180ec\u17b4d',
  tags: 'ab\u{e0061}\u{e0062}\u{e007f}',
  fillers: '\u115f\u1160\u3164\uffa0\u2800',
  blanks: '\u00a0\u1680\u2003\u2007\u202f\u205f\u3000',
  spaces: '  two  blanks  ',
  nul: '\u0000a\u0000b',
  controls: 'a\u0007\u0008\u001b[31mred\u007f\u0085\u009b',
  newlines: 'a\nb\r\nc\td\u2028e\u2029f\u000bg\u000c',
  privateUse: 'a\ue000\u{f0000}\u{10fffd}',
  unassigned: 'a\u0378\ufffe\uffff\u{1ffff}\u{e0fff}',

  family: 'team 👩‍👩‍👧‍👦 ❤️‍🔥 👍🏽 1️⃣',
  flags: '🇩🇪🇯🇵 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈',
  cjk: '价格监测 · 華東區',
  indic: 'क्षत्रिय நிறுவனம்',
  accents: 'Se\u0301ance a\u0308 o\u0302\u0301',
  markFirst: '\u0301\u20ddstart \u0338x',
  pile: `z${'\u0301\u0337\u034e'.repeat(60)}algo`,

  proto: '__proto__',
  constructorName: 'constructor',
  ownProperty: 'hasOwnProperty',
  nullName: 'null',
  parentPath: 'a/../b',
  encodedSlash: '..%2f..%2fb',
  encodedDots: '%2e%2e',
  backslash: '..\\..\\b',
  query: 'a?b=c#d',
  encodedNul: 'a%00b',
  badEncoding: '100%zz%',
  semicolon: 'a;b=c,d@e:1',
  plus: 'a+b c%20d',
  refLike: 'residential:mobile:ses_1',

  long: `long${'x'.repeat(LONG)}`,
  longCjk: `长${'字'.repeat(LONG)}`,
  longEmoji: `${'😀'.repeat(LONG / 2)}`,
  longPile: `p${'\u0316'.repeat(LONG)}`,
  longGrapheme: '\u1100'.repeat(LONG),
  longNul: `n${'\u0000'.repeat(LONG)}`,
  longLines: `l${'\n'.repeat(LONG)}`,
  longArabic: 'ش'.repeat(LONG),
} as const;

/** Halves of characters: a text may hold them, but no URL can, so no id can. */
export const brokenTexts = {
  high: 'a\ud800b',
  low: 'a\udc00b',
  reversed: '\udc00\ud800',
  atTheEnd: `${'x'.repeat(79)}\ud83d`,
} as const;

/** A session all of whose texts are `text`. */
export function hostileSession(text: string, id: string = text): NewSession & { id: string } {
  const places = { region: text, state: `s${text}`, city: `c${text}` };
  return { id, session_id: text, subuser: text, exit_ip: text, ...places };
}

/** The whole corpus: every one of these is a session like any other. */
export const hostileSessions: readonly (NewSession & { id: string })[] = [
  ...Object.values(hostileTexts).map((text) => hostileSession(text)),
  ...Object.entries(brokenTexts).map(([name, text]) => hostileSession(text, `ses_${name}`)),
];

/** These can't be addressed, and are to be told as not understood. */
export const unaddressableIds: readonly string[] = [...Object.values(brokenTexts), '.', '..'];

const HIDING = [
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/u,
  /\p{Zl}|\p{Zp}/u,
  /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/,
  /\p{Variation_Selector}|\u034f|\u17b4|\u17b5/u,
  /[\u115f\u1160\u2800\u3164\uffa0]/,
];

/** Every character of a shown text that a person can't see, or that moves what is beside it, as
 * `U+202E`; a pair of isolates around a part is ours and no such character. */
export function hidingIn(text: string): string[] {
  const own = text.replaceAll(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1');
  const hiding = [...own].filter((character) => HIDING.some((kind) => kind.test(character)));
  const piles = own.match(/\p{M}{4,}/gu) ?? [];
  return [...hiding, ...piles.map(([mark = '']) => mark)].map(
    (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** Whether a shown text has right-to-left letters outside of isolates, where they would change the
 * order of what stands beside them. */
export function reorders(text: string): boolean {
  const outside = text.replaceAll(/\u2068[^\u2066-\u2069]*\u2069/g, '');
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Adlam}]/u.test(outside);
}
