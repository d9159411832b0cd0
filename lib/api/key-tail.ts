/** The end of a key, by which a person knows it again: its last four characters. Empty for a key so
 * short that they would be a good part of it. */
export function keyTail(key: string): string {
  return key.length < 12 ? '' : key.slice(-4);
}
