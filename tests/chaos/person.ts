/* The person in a chaos run: clicks in the real popup and in the menu, and notes when. */
import type { Driver, Found, View } from '../e2e/driver/driver.ts';
import { stored } from '../e2e/driver/stored.ts';
import { isThere, waitFor } from '../e2e/driver/wait.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { PlannedSession, Round } from './plan.ts';
import { drawnButtons, filterBy, idIn, Scrolling } from './rows.ts';
import { runningCheck } from './running.ts';

/** By the setting of the rounds that have one. */
const UNDO_MS = 5_000;
const PATIENCE = { timeoutMs: 20_000 };
/** A busy machine takes a second for each step through the list, and 1,000 sessions take 40 steps. */
const SCROLLING_MS = 120_000;

export class Person {
  /** When Terminate was clicked, by session id. */
  readonly clickedAtMs = new Map<string, number>();
  readonly #browser: Driver;
  readonly #sandbox: Sandbox;
  readonly #mustRun: () => void;
  #popup: View | undefined;
  #undo: Round['undo'] = '5 s';

  constructor(browser: Driver, sandbox: Sandbox) {
    this.#browser = browser;
    this.#sandbox = sandbox;
    this.#mustRun = runningCheck(browser);
  }

  /** Saves a key that can't be tried now: the API is in trouble from the first request on. */
  async connect(): Promise<void> {
    const popup = await this.popup();
    await (await popup.get('textbox', 'API key')).fill(this.#sandbox.keys.full);
    await (await popup.get('button', 'Save key')).click();
    await (await popup.get('button', 'Keep it unchecked', undefined, PATIENCE)).click();
    await popup.get('grid', 'Active sessions', undefined, PATIENCE);
  }

  /** The popup, opened if it is not open. */
  async popup(): Promise<View> {
    if (!(await this.#popup?.isOpen())) {
      this.#popup = await this.#patiently(() => this.#browser.openPopup());
    }
    return this.#popup as View;
  }

  /** Opens a view, and once more if it fails: a busy machine may take longer than the driver waits. */
  async #patiently(open: () => Promise<View>): Promise<View> {
    return open().catch(async ({ message }: Error) => {
      this.#mustRun();
      // Closes a popup that has opened in the meantime.
      await (await this.#browser.visit('about:blank')).close();
      return open().catch((error: Error) => {
        throw new Error(`it failed to open twice: ${message}; ${error.message}`);
      });
    });
  }

  async closePopup(): Promise<void> {
    await this.#popup?.close();
  }

  async chooseUndo(undo: Round['undo']): Promise<void> {
    if (undo === this.#undo) return;
    const options = await this.#patiently(() => this.#browser.openPage('options.html'));
    await (await options.get('radio', undo)).click();
    const undoMs = undo === 'Off' ? 0 : UNDO_MS;
    await waitFor(
      `the setting ${undo}`,
      () => stored(this.#browser, 'settings'),
      (settings) => (settings as { undoMs?: number } | undefined)?.undoMs === undoMs,
    );
    await options.close();
    this.#undo = undo;
  }

  async terminateInRow({ id }: PlannedSession, via: 'row' | 'filter'): Promise<void> {
    const popup = await this.popup();
    await filterBy(popup, via === 'filter' ? `id:${id}` : '');
    const button = await this.#reachTerminate(popup, id);
    this.clickedAtMs.set(id, Date.now());
    await button.click();
  }

  /** Scrolls until the row is in the page, and moves the mouse to its button: rows hold still once the
   * pointer is among them. */
  async #reachTerminate(popup: View, id: string): Promise<Found> {
    const scrolling = new Scrolling(popup);
    let obstacle = '';
    const passedOver = ({ message }: Error) => {
      obstacle = message;
      return undefined;
    };
    const look = async () => {
      this.#mustRun();
      const button = (await drawnButtons(popup)).find(({ name }) => isTerminate(name, id));
      // Before the pointer is among them, rows may leave the page while the mouse is on its way.
      if (button) return button.hover().then(() => button, passedOver);
      const isOnTheWay = await scrolling.step().catch(passedOver);
      if (isOnTheWay) return undefined;
      // While the pointer rests among the rows, newcomers wait to be let in.
      const [waiting] = await popup.find('button', /\b\d+ new$/);
      await waiting?.click().catch(passedOver);
      return undefined;
    };
    return waitFor(`a button to terminate ${id}`, look, isThere, {
      timeoutMs: SCROLLING_MS,
      inWords: async () => {
        const ids = (await drawnButtons(popup)).map(({ name }) => idIn(name));
        return `${scrolling.steps} steps, ${obstacle || 'no obstacle'}, drawn: ${ids.join(' ')}`;
      },
    });
  }

  /** The row says at once that its session is about to end, whatever becomes of the worker. It is still
   * in the page, since the pointer rests on it. */
  async seeItTaken({ id }: PlannedSession): Promise<void> {
    const popup = await this.popup();
    await popup
      .gone('button', new RegExp(`^Terminate .*${id}$`))
      .catch(async ({ message }: Error) => {
        // Tells a click that was lost from one that hit another row.
        const keys = Object.keys(await this.#browser.storage('local'));
        const wishes = keys.filter((key) => key.startsWith('intent:'));
        throw new Error(`${message}; stored are: ${wishes.join(', ')}`);
      });
  }

  async undo(session: PlannedSession): Promise<void> {
    const { id } = session;
    const button = await (await this.popup()).get('button', new RegExp(`^Undo .*${id}$`));
    await button.click();
    const tookMs = Date.now() - (this.clickedAtMs.get(id) ?? 0);
    if (tookMs > UNDO_MS) throw new Error(`This machine took ${tookMs} ms to undo ${id}`);
    await this.#untilStored(session, (isIntended) => !isIntended);
  }

  /** Returns when the wish is stored: until then it is the worker's alone, which must not be killed
   * meanwhile. */
  async terminateInMenu(session: PlannedSession): Promise<void> {
    const { id, product } = session;
    const item = `terminate:${product}:${id}`;
    const clicked = () => {
      this.#mustRun();
      return this.#browser.clickMenu(item).then(
        () => true,
        () => false, // the menu is being painted anew
      );
    };
    this.clickedAtMs.set(id, Date.now());
    await waitFor(`the menu item ${item}`, clicked, (was) => was, PATIENCE);
    await this.untilStored(session);
  }

  /** From here on the wish must outlive the browser. */
  async untilStored(session: PlannedSession): Promise<void> {
    const { journal } = this.#sandbox;
    const isSent = () => journal.requests('delete').some(({ id }) => id === session.id);
    await this.#untilStored(session, (isIntended) => isIntended || isSent());
  }

  async #untilStored(
    { product, id }: PlannedSession,
    accept: (isIntended: boolean) => boolean,
  ): Promise<void> {
    await waitFor(
      `the click on ${id} to be stored`,
      async () => `intent:${product}:${id}` in (await this.#browser.storage('local')),
      accept,
    );
  }
}

function isTerminate(name: string, id: string): boolean {
  return name.startsWith('Terminate ') && idIn(name) === id;
}
