/* Where a walk takes place: a surface of the extension in a language, and what a person does there
 * in any of them. */
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { closeSettings } from '../close-settings.ts';
import type { ColorScheme, Driver, View } from '../driver/driver.ts';
import { waitFor } from '../driver/wait.ts';
import type { Words } from './words.ts';

/** Each in a tab: of a popup nobody can choose the size, or look at it twice as large. */
export const SURFACES = {
  popup: { path: 'popup.html', width: 800, height: 600 },
  page: { path: 'page.html', width: 1280, height: 800 },
  sidepanel: { path: 'sidepanel.html', width: 400, height: 800 },
  options: { path: 'options.html', width: 1280, height: 800 },
} as const;

export type Surface = keyof typeof SURFACES;

/** How a person has set up the system and the browser. */
export interface Look {
  /** Default light. */
  theme?: ColorScheme;
  /** All at twice its size, as by the browser's zoom. */
  isLarge?: boolean;
  areColorsForced?: boolean;
}

/** Nobody is asked to read in less: a panel can be drawn wider (WCAG 1.4.10). */
const NARROWEST_PX = 320;

export interface Place {
  sandbox: Sandbox;
  browser: Driver;
  surface: Surface;
  words: Words;
}

/** Waits are long: what is walked through is looked at meanwhile, on machines that do much else. */
const LIMIT = { timeoutMs: 20_000 };

export class Scene {
  #view: View | undefined;

  constructor(readonly place: Place) {}

  get view(): View {
    if (!this.#view) throw new Error('Nothing is open');
    return this.#view;
  }

  get sandbox(): Sandbox {
    return this.place.sandbox;
  }

  /** Opens the surface, anew if it is open. */
  async open(): Promise<void> {
    const { browser, surface } = this.place;
    await this.#view?.close();
    this.#view = await browser.openPage(SURFACES[surface].path);
    await this.look({});
  }

  /** Shows it so from now on, instead of as before. */
  async look({ theme = 'light', isLarge = false, areColorsForced = false }: Look): Promise<void> {
    const { width, height } = SURFACES[this.place.surface];
    await this.view.colorScheme(theme);
    await this.view.forcedColors(areColorsForced);
    // Twice as large is half the room.
    if (isLarge) await this.view.viewport(Math.max(NARROWEST_PX, width / 2), height / 2);
    else await this.view.viewport(width, height);
    // A popup only ever shrinks to its room (entrypoints/popup/fit.ts): it is opened anew for another.
    if (!isLarge) await this.view.evaluate('document.body.removeAttribute("style")');
  }

  /** Until the next look, the settings' window is as high as they are. The others fill theirs. */
  async unroll(): Promise<void> {
    if (this.place.surface !== 'options') return;
    const [width, height] = await this.view.evaluate<[number, number]>(
      '[innerWidth, document.documentElement.scrollHeight]',
    );
    await this.view.viewport(width, height);
  }

  async close(): Promise<void> {
    await this.#view?.close();
  }

  see(role: string, message?: string) {
    return this.view.get(role, message && this.place.words(message), undefined, LIMIT);
  }

  seeNoMore(role: string, message?: string) {
    return this.view.gone(role, message && this.place.words(message), undefined, LIMIT);
  }

  async press(message: string, role = 'button'): Promise<void> {
    await (await this.see(role, message)).click();
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.view.press(key);
  }

  async saveKey(name: keyof Sandbox['keys']): Promise<void> {
    await (await this.see('textbox', 'key.label')).fill(this.sandbox.keys[name]);
    await this.press('key.save');
  }

  /** The row of a session, by its session id. */
  row(sessionId: string) {
    return this.view.get('row', new RegExp(`\\b${sessionId}\\b`), undefined, LIMIT);
  }

  /** Puts a filter in force, and goes on to the rows. */
  async filter(text: string): Promise<void> {
    await (await this.see('combobox', 'list.filter')).fill(text);
    await this.keys('Enter');
  }

  /** Puts the keyboard on the one row with this session id, by the filter that is left in force. */
  async goTo(sessionId: string): Promise<void> {
    await this.filter(`session:${sessionId}`);
    await this.row(sessionId);
    await this.keys('j');
  }

  /** Waits until something can be read that holds for the whole page. */
  async until(what: string, holds: (text: string) => boolean): Promise<void> {
    await waitFor(what, () => this.view.text(), holds, LIMIT);
  }

  /** Asks for fresh numbers, by whatever way is there. */
  async refresh(): Promise<void> {
    await this.place.browser.clickMenu('refresh');
  }

  /** Something that is only reached from the settings, which are closed again. */
  async inSettings(act: (settings: Scene) => Promise<void>): Promise<void> {
    const settings = new Scene({ ...this.place, surface: 'options' });
    await settings.open();
    await act(settings);
    await closeSettings(settings.view);
  }
}
