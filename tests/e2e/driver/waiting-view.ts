/** What every driver's view does alike: it waits for elements, and says what it saw instead. */
import type { Found, Name, WaitLimit } from './driver.ts';
import { waitFor } from './wait.ts';

export abstract class WaitingView {
  abstract find(role: string, name?: Name, within?: Found): Promise<Found[]>;
  abstract evaluate<T>(expression: string): Promise<T>;

  async get(role: string, name?: Name, within?: Found, limit?: WaitLimit): Promise<Found> {
    const [first] = await waitFor(
      inWords(role, name),
      () => this.find(role, name, within),
      (found): found is [Found, ...Found[]] => found.length > 0,
      { ...limit, inWords: () => this.#inventory(role, within) },
    );
    return first;
  }

  async gone(role: string, name?: Name, within?: Found, limit?: WaitLimit): Promise<void> {
    await waitFor(
      `${inWords(role, name)} to go`,
      () => this.find(role, name, within),
      (found) => found.length === 0,
      { ...limit, inWords: (found) => found.join(', ') },
    );
  }

  text(): Promise<string> {
    return this.evaluate('document.body.innerText');
  }

  html(): Promise<string> {
    return this.evaluate('document.documentElement.outerHTML');
  }

  async firstPaintMs(): Promise<number> {
    const entry = `performance.getEntriesByName('first-contentful-paint')[0]`;
    const read = () => this.evaluate<number | null>(`${entry}?.startTime ?? null`);
    return waitFor('the first paint', read, (ms) => ms !== null);
  }

  async #inventory(role: string, within: Found | undefined): Promise<string> {
    const all = await this.find(role, undefined, within);
    if (all.length > 0) return `only ${all.slice(0, 20).join(', ')}`;
    return `no ${role}; the page reads: ${JSON.stringify((await this.text()).slice(0, 400))}`;
  }
}

function inWords(role: string, name: Name | undefined): string {
  if (name === undefined) return `a ${role}`;
  return typeof name === 'string' ? `${role} "${name}"` : `a ${role} named ${name}`;
}

/** Whether an accessible name is, or has in it, what is looked for. */
export function nameMatches(text: string, name: Name | undefined): boolean {
  if (name === undefined) return true;
  return typeof name === 'string' ? text === name : text.search(name) >= 0;
}
