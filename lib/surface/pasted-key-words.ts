/* The words for a pasted text in the key's form. A key is shown by its end alone. */
import { i18n } from '#i18n';
import { keyTail } from '../api/key-tail.ts';
import { KEY_LENGTH, lengthAfterPrefix, type Pasted } from '../api/pasted-key.ts';
import { joined } from './joined.ts';

/** Says which key was found in a text that holds more than it; empty if it holds nothing else. */
export function foundWords(pasted: Pasted): string {
  if (!('key' in pasted) || pasted.isAlone) return '';
  const tail = keyTail(pasted.key);
  return tail && i18n.t('key.found', [tail]);
}

/** Says why a text is not sent, or not unless a person insists; empty for a key that is sent. */
export function heldWords(pasted: Pasted): string {
  if (pasted.kind === 'key') return '';
  if (pasted.kind === 'empty') return i18n.t('key.empty');
  return joined('sentences', [nameOf(pasted), i18n.t('key.notSent')]);
}

function nameOf(pasted: Exclude<Pasted, { kind: 'key' | 'empty' }>): string {
  if (pasted.kind !== 'foreign') return i18n.t(`key.${pasted.kind}`);
  const { service } = pasted;
  if (service) return i18n.t('key.otherService', [service.prefix, service.name]);
  return i18n.t('key.foreign');
}

/** Says that a key is shorter or longer than helodata documents; empty if it is neither. */
export function lengthWords(pasted: Pasted): string {
  const measured = pasted.kind === 'key' ? lengthAfterPrefix(pasted.key) : null;
  if (!measured || measured.length === KEY_LENGTH) return '';
  const kind = measured.length < KEY_LENGTH ? 'short' : 'long';
  return i18n.t(`key.${kind}`, [`${measured.length}`, `${KEY_LENGTH}`, measured.prefix]);
}
