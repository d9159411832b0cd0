/** What every driver's element does alike: it is asked by small functions that run in its page. */
import type { ClickOptions, Found } from './driver.ts';
import type { ModifierName } from './keys.ts';
import * as scripts from './page-scripts.ts';

export type MouseButton = 'left' | 'right';

export abstract class FoundElement implements Found {
  constructor(
    readonly role: string,
    readonly name: string,
  ) {}

  /** Calls a function of page-scripts.ts with the element as `this`. @throws `goneError` if there is
   * no such element any more, not even out of the page. */
  protected abstract onElement<T>(functionSource: string, ...args: unknown[]): Promise<T>;
  /** Brings the view where input can reach it. */
  protected abstract bringToFront(): Promise<void>;
  /** Types over what is selected; nothing deletes it. */
  protected abstract replaceSelection(text: string): Promise<void>;
  protected abstract moveMouse(x: number, y: number): Promise<void>;
  protected abstract pushButton(push: Push): Promise<void>;
  protected abstract turnWheel(x: number, y: number, deltaYPx: number): Promise<void>;

  text(): Promise<string> {
    return this.#call(scripts.INNER_TEXT);
  }

  value(): Promise<string> {
    return this.#call(scripts.VALUE);
  }

  attribute(name: string): Promise<string | null> {
    return this.#call(scripts.ATTRIBUTE, name);
  }

  disabled(): Promise<boolean> {
    return this.#call(scripts.DISABLED);
  }

  checked(): Promise<boolean> {
    return this.#call(scripts.CHECKED);
  }

  async hover(): Promise<void> {
    await this.#aim();
  }

  async click({ modifiers = [], count = 1 }: ClickOptions = {}): Promise<void> {
    await this.pushButton({ ...(await this.#aim()), button: 'left', modifiers, count });
  }

  async rightClick(): Promise<void> {
    await this.pushButton({ ...(await this.#aim()), button: 'right', modifiers: [], count: 1 });
  }

  async scrollBy(deltaYPx: number): Promise<void> {
    const { x, y } = await this.#aim();
    await this.turnWheel(x, y, deltaYPx);
  }

  async fill(text: string): Promise<void> {
    await this.bringToFront();
    const obstacle = await this.onElement<string>(scripts.SELECT_CONTENT);
    if (obstacle) throw new Error(`Cannot fill ${this}: ${obstacle}`);
    await this.replaceSelection(text);
  }

  async choose(label: string): Promise<void> {
    const obstacle = await this.onElement<string>(scripts.CHOOSE_OPTION, label);
    if (obstacle) throw new Error(`Cannot choose "${label}" in ${this}: ${obstacle}`);
  }

  toString(): string {
    return `${this.role} "${this.name}"`;
  }

  protected goneError(): Error {
    return new Error(`${this} is no longer in the page`);
  }

  async #aim(): Promise<{ x: number; y: number }> {
    await this.bringToFront();
    const { obstacle, x, y } = await this.onElement<scripts.Aim>(scripts.AIM);
    if (obstacle) throw new Error(`Cannot reach ${this}: ${obstacle}`);
    await this.moveMouse(x, y);
    return { x, y };
  }

  async #call<T>(functionSource: string, ...args: unknown[]): Promise<T> {
    if (!(await this.onElement<boolean>(scripts.IS_CONNECTED))) throw this.goneError();
    return this.onElement<T>(functionSource, ...args);
  }
}

/** A click at x, y (CSS pixels), or as many as `count`, with keys held. */
export interface Push {
  x: number;
  y: number;
  button: MouseButton;
  modifiers: ModifierName[];
  count: number;
}
