/* What a bulk end would do: only to what was marked when it was asked for, and only to what can
 * still be ended. Pure; the sheet that asks is a view of it. */
import type { KnownRow } from './facts.ts';
import { type Sum, sumOf } from './sum.ts';

export interface Marked {
  /** What is going to be ended, as it is now. */
  toEnd: KnownRow[];
  /** Skipped, since a person has protected them. */
  kept: KnownRow[];
  /** Somebody has asked for their end already. */
  ending: KnownRow[];
  /** How many have ended meanwhile. */
  gone: number;
}

/** Of the rows that were marked at first (`opened`) what is left, in their order. One that was held
 * back then stays so, and newcomers among the rows of now never join. */
export function markedOf(opened: KnownRow[], now: KnownRow[]): Marked {
  const present = new Map(now.map((row) => [row.ref, row]));
  const marked: Marked = { toEnd: [], kept: [], ending: [], gone: 0 };
  for (const row of opened) {
    const current = present.get(row.ref);
    if (!current) marked.gone += 1;
    else marked[held(row) ?? held(current) ?? 'toEnd'].push(current);
  }
  return marked;
}

function held({ facts, fate }: KnownRow): 'kept' | 'ending' | null {
  if (fate.kind !== 'active') return 'ending';
  return facts.protection === null ? null : 'kept';
}

/** Bytes of all, and how many of them were at work when last listed. */
export function sumsOf(rows: KnownRow[]): { bytes: Sum; busy: number } {
  return {
    bytes: sumOf(rows, ({ session }) => session.bytesUsed),
    busy: rows.filter(({ facts }) => (facts.bytesPerMinute ?? 0) > 0).length,
  };
}

/** A number as people type it: with separators of thousands or without; null if it is none. */
export function typedNumber(text: string): number | null {
  const digits = text.replaceAll(/[\s.,'’_]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
