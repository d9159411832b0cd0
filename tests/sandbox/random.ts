/**
 * Seeded randomness: the same seed gives the same world on every machine and in every run.
 * `noise` is the stateless kind: the n-th value is had without drawing the n-1 before it, which is
 * what lets a session's traffic be a function of time instead of something that must be kept.
 */

/** Draws the next number in [0, 1). */
export type Random = () => number;

export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state);
  };
}

/** The n-th number in [0, 1) of the series that `seed` names. */
export function noise(seed: number, n: number): number {
  return scramble((seed ^ Math.imul(n + 1, 0x9e3779b1)) | 0);
}

/** A 32-bit number for a list of words and numbers (FNV-1a). */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const char of parts.join('\n')) {
    value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return value >>> 0;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** `[a-z0-9]{length}`, the alphabet of helodata's session ids. */
export function letters(random: Random, length: number): string {
  return Array.from({ length }, () => between(random, 0, 35).toString(36)).join('');
}

function scramble(state: number): number {
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
