/* What came of a chaos run, as data: what must not be, and how much there was of everything. */
import { type Endpoint, endpoints } from '../sandbox/endpoints.ts';
import type { Entry } from '../sandbox/journal.ts';
import { repetitions } from './deletes.ts';
import { nameOf } from './trouble.ts';
import { type Scene, type Wrongs, wrongsOf } from './wrongs.ts';

export interface Figures {
  n: number;
  seed: number;
  wrongs: Wrongs;
  asked: number;
  askedInMenu: number;
  undone: number;
  ended: number;
  alive: number;
  kills: number;
  crashes: number;
  keysReplaced: number;
  /** Clicks that were lost with the worker or the browser, and made again. */
  clickedAgain: number;
  /** DELETEs that the browser has sent again by itself. */
  repeated: number;
  /** By name; lasting trouble counts as met as often as requests met it. */
  trouble: Record<string, { injected: number; met: number }>;
  requests: Record<Endpoint, number>;
  /** From a click on Terminate to the end of the session; some had 5 s to undo in between. */
  clickToEndMs: { median: number; p95: number; longest: number };
  tookMs: number;
}

/** Waits until things have settled, or can't be expected to any more. */
export async function figuresOf(scene: Scene): Promise<Figures> {
  const { n, seed, sandbox, person, done } = scene;
  const wrongs = await wrongsOf(scene);
  const wishes = scene.plan.rounds.flatMap((round) => round.wishes);
  const asked = wishes.filter(({ undone }) => !undone);
  return {
    n,
    seed,
    wrongs,
    asked: asked.length,
    askedInMenu: asked.filter(({ via }) => via === 'menu').length,
    undone: wishes.length - asked.length,
    ended: sandbox.world.endings.length,
    alive: sandbox.world.sessions().length,
    kills: done.kills.length,
    crashes: done.crashes,
    keysReplaced: person.keysReplaced,
    clickedAgain: person.clickedAgain,
    repeated: repetitions(sandbox.journal.entries()),
    trouble: troubleOf(scene),
    requests: countBy(sandbox.journal.entries()),
    clickToEndMs: spread(endingTimes(scene)),
    tookMs: Date.now() - done.startedAtMs,
  };
}

function troubleOf({ plan, sandbox, done }: Scene): Figures['trouble'] {
  const trouble: Figures['trouble'] = {};
  const count = (name: string, injected: number, met: number) => {
    const sum = trouble[name] ?? { injected: 0, met: 0 };
    trouble[name] = { injected: sum.injected + injected, met: sum.met + met };
  };
  for (const [id, each] of done.trouble) {
    if (each.times !== undefined) count(nameOf(each), 1, done.unmet.has(id) ? 0 : 1);
  }
  for (const each of plan.lastingTrouble) {
    const met = sandbox.journal.requests(each.endpoint as Endpoint).filter(({ fault }) => fault);
    const once = [...done.trouble].filter(
      ([id, { endpoint, times }]) => endpoint === each.endpoint && times && !done.unmet.has(id),
    );
    count(`${nameOf(each)}, lasting`, 1, met.length - once.length);
  }
  return trouble;
}

function countBy(entries: Entry[]): Record<Endpoint, number> {
  const counts = endpoints.map((name) => [
    name,
    entries.filter(({ endpoint }) => endpoint === name).length,
  ]);
  return Object.fromEntries(counts) as Record<Endpoint, number>;
}

function endingTimes({ sandbox, person }: Scene): number[] {
  return sandbox.journal
    .requests('delete')
    .map(({ id, actedAtMs }) => (actedAtMs ?? NaN) - (person.clickedAtMs.get(id ?? '') ?? NaN))
    .filter((ms) => !Number.isNaN(ms));
}

function spread(times: number[]): Figures['clickToEndMs'] {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { median: at(0.5), p95: at(0.95), longest: at(1) };
}
