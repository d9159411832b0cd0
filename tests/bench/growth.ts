/* What more sessions cost, from 100 to 50,000: polling, painting, storage. */
import { amount, type Line, type Measured, times } from './lines.ts';
import type { Ours } from './ours.ts';
import { readPaint } from './paint.ts';
import { pollMs } from './poll.ts';
import { withStage } from './stage.ts';
import { spreadOf, steepestOf } from './stats.ts';
import { takeTurns } from './turns.ts';

const SIZES = [100, 1_000, 10_000, 50_000] as const;
const OPENINGS = 5;
const POLLS = 3;
/** A page that does not answer for so long is frozen to who looks at it. */
const FROZEN_MS = 1_000;
/** Figures of the same cost differ by so much. */
const NOISE = 1.05;

interface Costs {
  size: number;
  paintMs: number;
  pollMs: number;
  bytes: number;
  longestTaskMs: number;
  problems: string[];
}

export function growth(say: (line: string) => void): Promise<Measured> {
  const part = (sessions: number) => ({ sessions, isAhead: true });
  const parts = Object.fromEntries(SIZES.map((size) => [`${size}`, part(size)]));
  return withStage(parts, async ({ ours: bySize }) => {
    const all = SIZES.map((size) => ({ size, ours: bySize[size] as Ours }));
    const tasks = (measure: (each: (typeof all)[number]) => Promise<number>) =>
      Object.fromEntries(all.map((each) => [`${each.size}`, () => measure(each)]));
    say('painting');
    const paints = await takeTurns(
      tasks(async ({ ours }) => {
        const { session, view } = await ours.openPopup();
        const { rowsMs } = await readPaint(session, true);
        await view.close();
        await ours.quiet();
        return rowsMs ?? Number.NaN;
      }),
      { rounds: OPENINGS, warmUp: 1, say },
    );
    say('polling');
    const polls = await takeTurns(
      tasks(({ ours }) => pollMs(ours)),
      { rounds: POLLS, warmUp: 1, say },
    );
    const costs: Costs[] = [];
    for (const { size, ours } of all) {
      costs.push({
        size,
        paintMs: spreadOf(paints[size] ?? []).median,
        pollMs: spreadOf(polls[size] ?? []).median,
        bytes: await ours.storedBytes(),
        longestTaskMs: await longestTaskMs(ours),
        problems: (await problemsOf(ours)).map(
          (problem) => `${size.toLocaleString('en')}: ${problem}`,
        ),
      });
    }
    return { lines: linesOf(costs), how: [HOW] };
  });
}

const HOW = `Four of ours in one browser, in turns: ${OPENINGS} openings and ${POLLS} polls of each, measured as above; a poll with the reading of its answers. The figure is how much steeper than linear a cost grows at the steepest of the three steps: 1 × is linear, up to ${NOISE} is noise. Frozen: the longest task of the page within five seconds of its opening, while a poll arrives.`;

function linesOf(costs: Costs[]): Line[] {
  const largest = costs.at(-1);
  const problems = costs.flatMap((cost) => cost.problems);
  const longestMs = largest?.longestTaskMs ?? Number.NaN;
  const check = { against: '', p95: '' };
  return [
    growthLine('popup painted', costs, (cost) => cost.paintMs, 'ms'),
    growthLine('processor for a poll', costs, (cost) => cost.pollMs, 'ms'),
    growthLine('bytes in storage', costs, (cost) => cost.bytes, 'bytes'),
    {
      what: 'Lists that could not be kept, up to 50,000 sessions',
      ...check,
      median: problems.length === 0 ? 'none' : problems.join(', '),
      reach: 'none',
      isHeld: problems.length === 0,
    },
    {
      what: 'Frozen popup at 50,000 sessions: longest task',
      ...check,
      median: amount(longestMs, 'ms'),
      reach: `≤ ${amount(FROZEN_MS, 'ms')}`,
      isHeld: longestMs <= FROZEN_MS,
    },
  ];
}

function growthLine(
  what: string,
  costs: Costs[],
  costOf: (cost: Costs) => number,
  unit: 'ms' | 'bytes',
): Line {
  const steepest = steepestOf(costs.map((cost) => [cost.size, costOf(cost)]));
  const each = costs.map((cost) => amount(costOf(cost), unit)).join(' → ');
  return {
    what: `Cost growth, 100 → 1,000 → 10,000 → 50,000 sessions: ${what}`,
    against: 'linear',
    median: `${times(steepest)} (${each})`,
    p95: '',
    reach: 'linear or better',
    // What could not be kept costs nothing.
    isHeld: steepest <= NOISE && costs.every(({ problems }) => problems.length === 0),
  };
}

/** Opens the popup, lets a poll arrive beneath it, and gives the longest that it did not answer. */
async function longestTaskMs(ours: Ours): Promise<number> {
  const { session, view } = await ours.openPopup();
  await view.get('grid', 'Active sessions', undefined, { timeoutMs: 60_000 });
  await ours.letPass(61_000);
  await ours.poll();
  await ours.quiet();
  const ms = await session.evaluate<number>(`new Promise((done) => {
    new PerformanceObserver((list) => {
      done(Math.max(...list.getEntries().map(({ duration }) => duration)));
    }).observe({ type: 'longtask', buffered: true });
    setTimeout(() => done(0), 1_000);
  })`);
  await view.close();
  return ms;
}

/** What the lists say that went wrong. */
async function problemsOf(ours: Ours): Promise<string[]> {
  const statuses = await ours.stored<Record<string, { problem: { kind: string } | null }>>(
    'status:residential',
    'status:mobile',
  );
  return Object.entries(statuses).flatMap(([name, { problem }]) =>
    problem ? [`${name} ${problem.kind}`] : [],
  );
}
