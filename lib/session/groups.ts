/* The list in groups with subtotals, as lines one below the other. */
import { GROUP_KEYS, type Grouping, type Slot } from './order.ts';
import { type Sum, sumOf } from './sum.ts';

/** The heading of a group: what its active sessions come to. */
export interface Heading {
  kind: 'heading';
  /** Its first row: they all have in common what they are grouped by. */
  slot: Slot;
  count: number;
  bytes: Sum;
  bytesPerMinute: Sum;
}

export type Line = Heading | { kind: 'row'; slot: Slot };

/** Slots that stand in order; those of one group need not stand together: while somebody is at the
 * list a row may change its group, and then it keeps its place under another heading. */
export function linesOf(slots: Slot[], group: Grouping | null): Line[] {
  if (group === null) return slots.map(rowLine);
  const keyOf = GROUP_KEYS[group];
  const runs: Slot[][] = [];
  for (const slot of slots) {
    const run = runs.at(-1);
    if (run?.[0] && keyOf(run[0].row) === keyOf(slot.row)) run.push(slot);
    else runs.push([slot]);
  }
  return runs.flatMap((run) => [headingOf(run), ...run.map(rowLine)]);
}

/** As the headline does. */
export function isCounted({ end }: Slot): boolean {
  return end === null;
}

const rowLine = (slot: Slot): Line => ({ kind: 'row', slot });

function headingOf(run: Slot[]): Line {
  const rows = run.filter(isCounted).map(({ row }) => row);
  return {
    kind: 'heading',
    slot: run[0] as Slot,
    count: rows.length,
    bytes: sumOf(rows, ({ session }) => session.bytesUsed),
    bytesPerMinute: sumOf(rows, ({ facts }) => facts.bytesPerMinute),
  };
}
