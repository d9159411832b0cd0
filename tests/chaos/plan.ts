/* What happens in a chaos run, as a function of its size and seed alone: which sessions there are,
 * who clicks on what in which order, and what goes wrong. Only the browser's own timing varies. */
import { between, letters, mulberry32, pick, type Random } from '../sandbox/random.ts';
import { type Product, products } from '../sandbox/session.ts';
import { hangOf, lastingTrouble, type Trouble, troubleAtStart, troubleOf } from './trouble.ts';

export interface PlannedSession {
  product: Product;
  id: string;
  sessionId: string;
  bytes: number;
}

/** One click on Terminate. */
export interface Wish {
  session: PlannedSession;
  /** In its row, which is scrolled to or found by a filter; or in the menu. */
  via: 'row' | 'filter' | 'menu';
  /** Whether a click on Undo follows in time, so that the session must live. */
  undone: boolean;
}

/** When the worker is killed, counted from the kill before it or from the start of the round. */
export interface Kill {
  /** An event to wait for first: the API receives another DELETE, or the person clicks on the menu again. */
  awaits: 'delete' | 'menu' | null;
  afterMs: number;
}

/** The browser is killed with SIGKILL. */
export interface Crash {
  /** `click`: as the last click is being made, so that it may be lost. `stored`: once all are stored. */
  after: 'click' | 'stored';
  afterMs: number;
}

export interface Round {
  undo: 'Off' | '5 s';
  /** How far the API's clock is behind: at the start of a round it is set back, or right again. */
  apiBehindMs: number;
  /** For how long lists still hold what has ended. */
  listLagMs: number;
  trouble: Trouble[];
  wishes: Wish[];
  /** Right after the last click, instead of after looking what it did. */
  closesPopup: boolean;
  kills: Kill[];
  /** Whether the person replaces the key by the account's other one after the clicks, while some of these
   * still wait for their time to undo. */
  replacesKey: boolean;
  crash: Crash | null;
}

export interface Plan {
  sessions: PlannedSession[];
  troubleAtStart: Trouble[];
  rounds: Round[];
  /** From the start of the last round until each of its wishes has been tried. */
  lastingTrouble: Trouble[];
}

/** The run that is a journey (tests/e2e/chaos.spec.ts). */
export const JOURNEY = { n: 6, seed: 186747 };

/** The menu holds no more sessions than this (lib/surface/menu.ts). */
const MENU_SESSIONS = 20;
/** The popup draws some 40 rows at a time: with fewer sessions the shortest run would find each row
 * without scrolling. */
const FEWEST_SESSIONS = 100;

export function planOf(n: number, seed: number): Plan {
  const random = mulberry32(seed);
  const spare = Math.ceil(n / 5);
  const sessions = sessionsOf(random, n + spare, FEWEST_SESSIONS);
  const [toEnd, others] = [sessions.slice(0, n), sessions.slice(n)];
  const toUndo = others.slice(0, Math.ceil(spare / 2));
  const rounds = roundsOf(random, shuffled(random, toEnd), toUndo);
  const hangs = Math.max(1, Math.round(n / 25));
  for (let index = 0; index < hangs; index += 1) {
    pick(random, rounds as [Round, ...Round[]]).trouble.push(hangOf(random));
  }
  chooseMenu(random, sessions, rounds);
  aimAtMenu(random, rounds);
  const plan = {
    sessions: shuffled(random, sessions),
    troubleAtStart: troubleAtStart(random),
    rounds,
    lastingTrouble: lastingTrouble(random),
  };
  chooseFilter(random, rounds);
  return plan;
}

/** Half of each product; some share a `session_id`, as twins do that must not be confused. First those
 * that somebody may click on, then the bystanders up to `atLeast`: these have bytes in the middle, so
 * that the others stand at both ends of the list and some are in the menu. */
function sessionsOf(random: Random, count: number, atLeast: number): PlannedSession[] {
  const bystanders = Math.max(0, atLeast - count);
  const half = Math.floor(count / 2);
  const ranks = shuffled(
    random,
    Array.from({ length: count }, (_, rank) => rank + 1),
  ).map((rank) => (rank > half ? rank + bystanders : rank));
  const middle = Array.from({ length: bystanders }, (_, rank) => half + rank + 1);
  return [...ranks, ...middle].map((rank, index) => ({
    product: products[index % 2] ?? 'residential',
    id: `ses_${letters(random, 12)}`,
    sessionId: `job${between(random, 1, count)}`,
    bytes: rank * 10_000_000,
  }));
}

/** In every third round there is time to undo and the key is replaced, in every third the API's clock is set
 * back, and every third ends in a crash: by turns once all clicks are stored, and right after the last
 * one. */
function roundsOf(random: Random, toEnd: PlannedSession[], toUndo: PlannedSession[]): Round[] {
  const rounds: Round[] = [];
  const largest = Math.min(8, Math.ceil(toEnd.length / 4));
  let [ending, undoing] = [toEnd, toUndo];
  while (ending.length > 0) {
    const size = between(random, 1, largest);
    const turn = rounds.length % 3;
    const undo = turn === 1 ? '5 s' : 'Off';
    const undone = undo === 'Off' ? [] : undoing.slice(0, between(random, 1, 2));
    undoing = undoing.slice(undone.length);
    const wishes = shuffled(random, [
      ...ending.slice(0, size).map((session) => wishOf(session, false)),
      ...undone.map((session) => wishOf(session, true)),
    ]);
    ending = ending.slice(size);
    rounds.push({
      undo,
      apiBehindMs: turn === 2 ? between(random, 1, 40) * 60_000 : 0,
      listLagMs: random() < 0.5 ? 0 : between(random, 5, 50) * 1_000,
      trouble: times(between(random, 2, 6), () => troubleOf(random)),
      wishes,
      closesPopup: random() < 0.5,
      kills: times(between(random, 1, 4), () => killOf(random)),
      replacesKey: turn === 1,
      crash: turn === 0 ? crashOf(random, rounds.length % 2 === 0 ? 'stored' : 'click') : null,
    });
  }
  return rounds;
}

function killOf(random: Random): Kill {
  const awaits = random() < 0.5 ? 'delete' : null;
  return { awaits, afterMs: between(random, 0, awaits ? 40 : 1_500) };
}

function crashOf(random: Random, after: Crash['after']): Crash {
  return { after, afterMs: between(random, 0, after === 'click' ? 60 : 2_000) };
}

function wishOf(session: PlannedSession, undone: boolean): Wish {
  return { session, via: 'row', undone };
}

/** Two thirds of the wishes that the menu can express by then are clicked on there. */
function chooseMenu(random: Random, sessions: PlannedSession[], rounds: Round[]): void {
  const listed = new Set([...sessions].sort((a, b) => b.bytes - a.bytes));
  for (const wish of rounds.flatMap(({ wishes }) => wishes)) {
    const inMenu = [...listed].slice(0, MENU_SESSIONS).includes(wish.session);
    if (inMenu && !wish.undone && random() < 2 / 3) wish.via = 'menu';
    if (!wish.undone) listed.delete(wish.session);
  }
}

/** If a round has clicks on the menu, about half of its kills that await no DELETE come at such a click
 * instead. They come before the other kills, since the clicks are soon over. */
function aimAtMenu(random: Random, rounds: Round[]): void {
  for (const { wishes, kills } of rounds) {
    if (!wishes.some(({ via }) => via === 'menu')) continue;
    for (const kill of kills.filter(({ awaits }) => awaits === null)) {
      if (random() < 0.5) continue;
      kill.awaits = 'menu';
      kill.afterMs = between(random, 0, 50);
    }
    kills.sort((a, b) => Number(b.awaits === 'menu') - Number(a.awaits === 'menu'));
  }
}

/** Half of the rows are found by typing the session's id into the filter. */
function chooseFilter(random: Random, rounds: Round[]): void {
  for (const wish of rounds.flatMap(({ wishes }) => wishes)) {
    if (wish.via === 'row' && random() < 1 / 2) wish.via = 'filter';
  }
}

function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
