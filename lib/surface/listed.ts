/* Names in a line of text. */
import { joined } from './joined.ts';
import { plain } from './plain.ts';

/** Names are told up to so many; a week offline may have collected hundreds. */
const MOST_NAMES = 5;

/** `cart7, login2, … , + 3`: texts from outside as they may be shown. */
export function listed(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => plain(name, 32));
  const others = names.length > MOST_NAMES ? `+ ${names.length - MOST_NAMES}` : '';
  return joined('names', [...shown, others]);
}
