/* What must hold of a built bundle. Each check takes its folder and gives what is wrong, a sentence
 * for each; nothing where all is well. */
import { isDeepStrictEqual } from 'node:util';
import { ADDRESSES, SIZES } from './allowed.ts';
import { filesOf, manifestOf, opensWith, sizeOf, textOf } from './bundle.ts';

/** Fields of the manifest that are not as `allowed` has them, or not in it. */
export function wrongInManifest(directory: string, allowed: Record<string, unknown>): string[] {
  const manifest = manifestOf(directory);
  const fields = new Set([...Object.keys(manifest), ...Object.keys(allowed)]);
  return [...fields]
    .filter((field) => !isDeepStrictEqual(manifest[field], allowed[field]))
    .map((field) => {
      const [is, should] = [manifest, allowed].map((it) => JSON.stringify(it[field]) ?? 'absent');
      return `${field} is ${is}, and should be ${should}`;
    });
}

const ADDRESS = /\b(?:https?|wss?|ftp):\/\/[^\s"'`\\/<>?#),;]+/g;
/** However it is written: a machine's name for itself stands in no bundle. */
const THIS_MACHINE = /\blocalhost\b|\b127\.0\.0\.1\b|\[::1\]|\b0\.0\.0\.0\b/g;

/** Addresses that have no business in a bundle: a sandbox's first of all. */
export function wrongAddresses(directory: string): string[] {
  return filesOf(directory).flatMap((file) => {
    const text = textOf(directory, file);
    const strange = (text.match(ADDRESS) ?? []).filter((it) => !ADDRESSES.includes(it));
    const found = new Set([...strange, ...(text.match(THIS_MACHINE) ?? [])]);
    return [...found].map((address) => `${address} stands in ${file}`);
  });
}

/** What is larger than its limit: what a popup opens with, what comes later, the background. */
export function wrongSizes(directory: string): string[] {
  const opening = [...opensWith(directory, 'popup.html')];
  const later = filesOf(directory).filter(
    (file) => /^(chunks|assets)\//.test(file) && !opening.includes(file),
  );
  const sum = (files: string[]) =>
    files.reduce((total, file) => total + sizeOf(directory, file), 0);
  return [
    ...tooLarge('what a popup opens with', sum(opening), SIZES.opening),
    ...tooLarge('background.js', sizeOf(directory, 'background.js'), SIZES.background),
    ...later.flatMap((file) => tooLarge(file, sizeOf(directory, file), SIZES.later)),
    // Were all of it in the opening, no limit would hold for anything that comes later.
    ...(later.some((file) => file.endsWith('.css')) ? [] : ['no style is loaded later']),
  ];
}

function tooLarge(what: string, bytes: number, limit: number): string[] {
  return bytes > limit ? [`${what}: ${bytes} bytes, ${limit} are allowed`] : [];
}

/** Messages of the default language that another lacks, and those that say nothing. */
export function wrongLocales(directory: string): string[] {
  const names = filesOf(directory).flatMap((file) => /^_locales\/(\w+)\//.exec(file)?.[1] ?? []);
  const messagesOf = (name: string): Record<string, { message: string }> =>
    JSON.parse(textOf(directory, `_locales/${name}/messages.json`));
  const wanted = Object.keys(messagesOf(String(manifestOf(directory).default_locale)));
  const missing = names.flatMap((name) => {
    const messages = messagesOf(name);
    return wanted.filter((key) => !messages[key]?.message).map((key) => `${name} lacks ${key}`);
  });
  return names.length > 1 ? missing : [...missing, 'there is one language only'];
}
