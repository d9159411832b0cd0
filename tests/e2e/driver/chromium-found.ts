/** An element of Chromium's accessibility tree, and what a hand can do with it. */
import type { CdpSession } from './chromium-targets.ts';
import type { ClickOptions, Found } from './driver.ts';
import type { ModifierName } from './keys.ts';
import * as scripts from './page-scripts.ts';

/** What an element needs of the view it is in. */
export interface Surroundings {
  session: CdpSession;
  /** Brings the view where input can reach it. */
  bringToFront(): Promise<void>;
  press(key: string): Promise<void>;
}

export class ChromiumFound implements Found {
  readonly #view: Surroundings;

  constructor(
    view: Surroundings,
    /** Chromium's number for the DOM node, good for as long as the document lives. */
    readonly backendNodeId: number,
    readonly role: string,
    readonly name: string,
  ) {
    this.#view = view;
  }

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
    await this.#push('left', modifiers, count);
  }

  async rightClick(): Promise<void> {
    await this.#push('right', [], 1);
  }

  async scrollBy(deltaYPx: number): Promise<void> {
    const turn = { type: 'mouseWheel', deltaX: 0, deltaY: deltaYPx, ...(await this.#aim()) };
    await this.#view.session.send('Input.dispatchMouseEvent', turn);
  }

  async fill(text: string): Promise<void> {
    await this.#view.bringToFront();
    const obstacle = await this.#onElement<string>(scripts.SELECT_CONTENT);
    if (obstacle) throw new Error(`Cannot fill ${this}: ${obstacle}`);
    if (text === '') await this.#view.press('Delete');
    else await this.#view.session.send('Input.insertText', { text });
  }

  async choose(label: string): Promise<void> {
    const obstacle = await this.#onElement<string>(scripts.CHOOSE_OPTION, label);
    if (obstacle) throw new Error(`Cannot choose "${label}" in ${this}: ${obstacle}`);
  }

  toString(): string {
    return `${this.role} "${this.name}"`;
  }

  async #aim(): Promise<{ x: number; y: number }> {
    await this.#view.bringToFront();
    const { obstacle, x, y } = await this.#onElement<scripts.Aim>(scripts.AIM);
    if (obstacle) throw new Error(`Cannot reach ${this}: ${obstacle}`);
    await this.#view.session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    return { x, y };
  }

  async #push(button: 'left' | 'right', held: ModifierName[], count: number): Promise<void> {
    const at = { ...(await this.#aim()), button, modifiers: modifierBits(held) };
    const { session } = this.#view;
    try {
      for (let clickCount = 1; clickCount <= count; clickCount += 1) {
        for (const type of ['mousePressed', 'mouseReleased']) {
          await session.send('Input.dispatchMouseEvent', { type, ...at, clickCount });
        }
      }
    } catch (error) {
      if (session.open) throw error; // else the click itself closed the view
    }
  }

  async #call<T>(functionSource: string, ...args: unknown[]): Promise<T> {
    if (!(await this.#onElement<boolean>(scripts.IS_CONNECTED))) throw this.#goneError();
    return this.#onElement<T>(functionSource, ...args);
  }

  async #onElement<T>(functionSource: string, ...args: unknown[]): Promise<T> {
    const { session } = this.#view;
    const { backendNodeId } = this;
    const resolved = await session
      .send<{ object: { objectId?: string } }>('DOM.resolveNode', { backendNodeId })
      .catch((error: unknown) => {
        throw session.open ? this.#goneError() : error;
      });
    if (resolved.object.objectId === undefined) throw this.#goneError();
    return session.callOn<T>(resolved.object.objectId, functionSource, ...args);
  }

  #goneError(): Error {
    return new Error(`${this} is no longer in the page`);
  }
}

/** Keys that are held, as the DevTools protocol puts them into one number. */
export function modifierBits(held: readonly ModifierName[]): number {
  const bits: Record<ModifierName, number> = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };
  return held.reduce((sum, name) => sum | bits[name], 0);
}
