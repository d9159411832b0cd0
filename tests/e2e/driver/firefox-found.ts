/** An element of Firefox's accessibility tree, and what a hand can do with it. */
import { moving, pushing, turning } from './firefox-input.ts';
import type { FirefoxWindow } from './firefox-view.ts';
import { FoundElement, type Push } from './found-element.ts';

/** As firefox-in-view.js tells of it. */
export interface Outline {
  /** Good for as long as the document lives. */
  number: number;
  role: string;
  name: string;
}

export class FirefoxFound extends FoundElement {
  readonly #window: FirefoxWindow;
  readonly number: number;

  constructor(window: FirefoxWindow, { number, role, name }: Outline) {
    super(role, name);
    this.#window = window;
    this.number = number;
  }

  protected override bringToFront(): Promise<void> {
    return this.#window.bringToFront();
  }

  protected override async replaceSelection(text: string): Promise<void> {
    const insert = `function (text) {
      document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
    }`;
    await this.onElement(insert, text);
  }

  protected override async moveMouse(x: number, y: number): Promise<void> {
    await this.#window.perform(moving(x, y));
  }

  protected override async pushButton(push: Push): Promise<void> {
    for (const each of pushing(push)) await this.#window.perform(each);
  }

  protected override async turnWheel(x: number, y: number, deltaYPx: number): Promise<void> {
    await this.#window.perform(turning(x, y, deltaYPx));
  }

  protected override async onElement<T>(functionSource: string, ...args: unknown[]): Promise<T> {
    const call = [this.number, functionSource, args];
    const answer = await this.#window.ask<{ value: T } | null>('call', call);
    if (!answer) throw this.goneError();
    return answer.value;
  }
}
