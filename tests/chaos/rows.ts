/* The list of sessions as a person goes through it. The page holds only the rows near those in view, so
 * that the others have to be scrolled to. */
import type { Found, View } from '../e2e/driver/driver.ts';

/** A session's button, whatever it offers: only its `ses_…` at the end says which session it is. */
const BUTTON = / ses_\w+$/;

export function idIn(name: string): string {
  return name.split(', ').at(-1) ?? '';
}

/** The buttons of the sessions that the page holds and that have not ended, in their order. */
export function drawnButtons(popup: View): Promise<Found[]> {
  return popup.find('button', BUTTON);
}

/** How many rows the list has, in the page or not; 0 if it shows no list. */
export async function rowCount(popup: View): Promise<number> {
  const [grid] = await popup.find('grid', 'Active sessions');
  return grid ? Number(await grid.attribute('aria-rowcount')) - 1 : 0;
}

/** Puts a filter in the place of the one that is there, if it is another. The popup remembers it, so
 * that the next one opens with it. */
export async function filterBy(popup: View, text: string): Promise<void> {
  const box = await popup.get('combobox', 'Filter', undefined, { timeoutMs: 20_000 });
  if ((await box.value()) === text) return;
  await box.fill(text);
  // Closes the suggestions, which cover the first rows.
  await popup.press('Enter');
}

/** Scrolls through the list, down to its end and then up to its start, and so on. */
export class Scrolling {
  readonly #popup: View;
  #isDownward = true;
  /** How many steps it has taken, for errors. */
  steps = 0;

  constructor(popup: View) {
    this.#popup = popup;
  }

  /** Moves the mouse to the outermost row that the page holds. Returns false if that is the end of the
   * list: the next step goes the other way. */
  async step(): Promise<boolean> {
    const [, ...rows] = await this.#popup.find('row'); // the first one holds the columns' names
    const row = this.#isDownward ? rows.at(-1) : rows[0];
    if (!row) return false;
    await row.hover();
    this.steps += 1;
    const end = this.#isDownward ? (await rowCount(this.#popup)) + 1 : 2;
    if ((await row.attribute('aria-rowindex')) !== `${end}`) return true;
    this.#isDownward = !this.#isDownward;
    return false;
  }
}

/** The longest list of a chaos run has 1,200 rows, and each step passes over several. */
const MOST_STEPS = 1_000;

/** Scrolls through the whole list once. Returns the names of the buttons of all sessions in it that
 * have not ended. */
export async function allButtons(popup: View): Promise<string[]> {
  const names = new Set<string>();
  const scrolling = new Scrolling(popup);
  // Down and up: a row that has the keyboard is in the page wherever it is, and a step down to it
  // would pass over others.
  for (let ends = 0; ends < 2; ) {
    for (const { name } of await drawnButtons(popup)) names.add(name);
    if (!(await scrolling.step())) ends += 1;
    if (scrolling.steps > MOST_STEPS) throw new Error('The list has no end');
  }
  for (const { name } of await drawnButtons(popup)) names.add(name);
  return [...names];
}
