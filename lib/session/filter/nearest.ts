/* The word that somebody meant, by how little it takes to get there. */

/** Letters that a slip of the finger gets wrong. */
const MOST_WRONG = 2;

/** The one of `words` that begins as `typed` does, or is a slip or two away; null if none is. */
export function nearest<Word extends string>(typed: string, words: readonly Word[]): Word | null {
  const begun = words.find((word) => typed.startsWith(word) || word.startsWith(typed));
  if (begun) return begun;
  const [first] = words
    .map((word) => ({ word, slips: slipsBetween(typed, word) }))
    // Of a short word, two letters are most of it.
    .filter(({ word, slips }) => slips <= MOST_WRONG && slips < word.length / 2)
    .sort((a, b) => a.slips - b.slips);
  return first?.word ?? null;
}

/** Letters to put in, to leave out or to change (Levenshtein's distance). */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...a].entries()) {
    const next = [above + 1];
    for (const [left, other] of [...b].entries()) {
      const changed = (row[left] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[left + 1] ?? 0) + 1, (next[left] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
