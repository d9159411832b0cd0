/* Input methods, by which Chinese, Japanese or Korean is typed, take keys for themselves: Enter takes a
 * word, arrows choose it, Escape leaves it. Pages hear of each all the same. */

/** Whether a key belongs to an input method: the page does nothing then. Chromium and Firefox say
 * `isComposing` up to the key that ends it. WebKit, and some input methods, end it before that key, and
 * what is left is its code: 229 means that the key was dealt with. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/** For a form: keeps an Enter that ends a composition from sending it off. */
export function sendNoComposition(event: KeyboardEvent): void {
  if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
}
