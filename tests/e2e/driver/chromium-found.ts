/** An element of Chromium's accessibility tree, and what a hand can do with it. */
import type { CdpSession } from './chromium-targets.ts';
import { FoundElement, type Push } from './found-element.ts';
import type { ModifierName } from './keys.ts';

/** What an element needs of the view it is in. */
export interface Surroundings {
  session: CdpSession;
  /** Brings the view where input can reach it. */
  bringToFront(): Promise<void>;
  press(key: string): Promise<void>;
}

export class ChromiumFound extends FoundElement {
  readonly #view: Surroundings;

  constructor(
    view: Surroundings,
    /** Chromium's number for the DOM node, good for as long as the document lives. */
    readonly backendNodeId: number,
    role: string,
    name: string,
  ) {
    super(role, name);
    this.#view = view;
  }

  protected override bringToFront(): Promise<void> {
    return this.#view.bringToFront();
  }

  protected override async replaceSelection(text: string): Promise<void> {
    if (text === '') await this.#view.press('Delete');
    else await this.#view.session.send('Input.insertText', { text });
  }

  protected override async moveMouse(x: number, y: number): Promise<void> {
    await this.#view.session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  }

  protected override async pushButton({ x, y, button, modifiers, count }: Push): Promise<void> {
    const at = { x, y, button, modifiers: modifierBits(modifiers) };
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

  protected override async turnWheel(x: number, y: number, deltaY: number): Promise<void> {
    const turn = { type: 'mouseWheel', deltaX: 0, deltaY, x, y };
    await this.#view.session.send('Input.dispatchMouseEvent', turn);
  }

  protected override async onElement<T>(functionSource: string, ...args: unknown[]): Promise<T> {
    const { session } = this.#view;
    const { backendNodeId } = this;
    const resolved = await session
      .send<{ object: { objectId?: string } }>('DOM.resolveNode', { backendNodeId })
      .catch((error: unknown) => {
        throw session.open ? this.goneError() : error;
      });
    if (resolved.object.objectId === undefined) throw this.goneError();
    return session.callOn<T>(resolved.object.objectId, functionSource, ...args);
  }
}

/** Keys that are held, as the DevTools protocol puts them into one number. */
export function modifierBits(held: readonly ModifierName[]): number {
  const bits: Record<ModifierName, number> = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };
  return held.reduce((sum, name) => sum | bits[name], 0);
}
