/* The person in a chaos run: clicks in the real popup and in the menu, and notes when. */
import type { Driver, Found, View } from '../e2e/driver/driver.ts';
import { isThere, waitFor } from '../e2e/driver/wait.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { PlannedSession, Round, Wish } from './plan.ts';
import { drawnButtons, filterBy, idIn, Scrolling } from './rows.ts';
import { runningCheck } from './running.ts';
import { chooseUndo, replaceKey, UNDO_MS } from './settings.ts';

const PATIENCE = { timeoutMs: 20_000 };
/** Time for the first list: after a round that is killed, the next one comes a minute later. */
const LISTED_MS = 150_000;
/** If a click on the menu is not stored by then, it was lost with its worker. */
const LOST_AFTER_MS = 3_000;
const MENU_MS = 60_000;
/** A busy machine takes a second for each step through the list, and 1,000 sessions take 40 steps. */
const SCROLLING_MS = 120_000;

export class Person {
  /** When Terminate was clicked, by session id. */
  readonly clickedAtMs = new Map<string, number>();
  /** How many clicks on the menu were begun. */
  menuClicks = 0;
  /** How many clicks were lost, with the worker or the browser, and made again. */
  clickedAgain = 0;
  /** How many times a key was put in the place of another. */
  keysReplaced = 0;
  readonly #browser: Driver;
  readonly #sandbox: Sandbox;
  readonly #mustRun: () => void;
  #popup: View | undefined;
  #undo: Round['undo'] = '5 s';
  #key: 'full' | 'second' = 'full';

  constructor(browser: Driver, sandbox: Sandbox) {
    this.#browser = browser;
    this.#sandbox = sandbox;
    this.#mustRun = runningCheck(browser);
  }

  /** Saves a key that can't be tried now: the API is in trouble from the first request on. */
  async connect(): Promise<void> {
    const popup = await this.popup();
    await (await popup.get('textbox', 'API key')).fill(this.#sandbox.keys[this.#key]);
    await (await popup.get('button', 'Save key')).click();
    await (await popup.get('button', 'Keep it unchecked', undefined, PATIENCE)).click();
    await this.seeList();
  }

  async seeList(): Promise<void> {
    const popup = await this.popup();
    await popup.get('combobox', 'Filter', undefined, { timeoutMs: LISTED_MS });
    // The filter of before may name a session that has ended.
    await filterBy(popup, '');
    await popup.get('grid', 'Active sessions', undefined, { timeoutMs: LISTED_MS });
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
    await chooseUndo(this.#browser, options, undo);
    this.#undo = undo;
  }

  /** Puts the account's other key in the place of the present one. */
  async replaceKey(): Promise<void> {
    this.#key = this.#key === 'full' ? 'second' : 'full';
    const options = await this.#patiently(() => this.#browser.openPage('options.html'));
    await replaceKey(options, this.#sandbox.keys[this.#key]);
    this.keysReplaced += 1;
  }

  async terminateInRow(session: PlannedSession, via: 'row' | 'filter'): Promise<void> {
    const button = await this.#findTerminate(session, via);
    this.clickedAtMs.set(session.id, Date.now());
    await button.click();
  }

  async #findTerminate({ id }: PlannedSession, via: 'row' | 'filter'): Promise<Found> {
    const popup = await this.popup();
    await filterBy(popup, via === 'filter' ? `id:${id}` : '');
    return this.#reachTerminate(popup, id);
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
    await waitFor(
      `the end of ${id} to be taken back`,
      () => this.#isIntended(session),
      (is) => !is,
    );
  }

  /** Returns when the wish is stored. A click may be lost with the worker that hears of it; then the menu
   * still offers the session, and the person clicks again. */
  async terminateInMenu(session: PlannedSession): Promise<void> {
    this.clickedAtMs.set(session.id, Date.now());
    const isKept = async () => {
      if (!(await this.#clickMenu(session))) return this.#isKept(session);
      const isStored = await this.untilStored(session, { timeoutMs: LOST_AFTER_MS }).then(
        () => true,
        () => false,
      );
      if (!isStored) this.clickedAgain += 1;
      return isStored;
    };
    await waitFor(`a click on ${session.id} in the menu to be kept`, isKept, (is) => is, {
      timeoutMs: MENU_MS,
    });
  }

  /** Begins one click and returns at once, whatever becomes of it. */
  async beginClick({ session, via }: Wish): Promise<void> {
    const button = via === 'menu' ? null : await this.#findTerminate(session, via);
    this.clickedAtMs.set(session.id, Date.now());
    if (button) void button.click().catch(() => {});
    else void this.#clickMenu(session);
  }

  /** False if there was nothing to click on, or if the worker was killed meanwhile. */
  #clickMenu({ id, product }: PlannedSession): Promise<boolean> {
    this.#mustRun();
    this.menuClicks += 1;
    return this.#browser.clickMenu(`terminate:${product}:${id}`).then(
      () => true,
      () => false,
    );
  }

  /** After a crash: either the click was stored, or its row offers to end the session, as if there had been
   * none. Then the person clicks again. */
  async makeSure(session: PlannedSession): Promise<void> {
    if (await this.#isKept(session)) return;
    this.clickedAgain += 1;
    await this.terminateInRow(session, 'filter');
    await this.untilStored(session);
  }

  /** From here on the wish must outlive the browser. */
  async untilStored(session: PlannedSession, limit: { timeoutMs?: number } = {}): Promise<void> {
    const isKept = () => this.#isKept(session);
    await waitFor(`the click on ${session.id} to be stored`, isKept, (is) => is, limit);
  }

  async #isKept(session: PlannedSession): Promise<boolean> {
    const { journal } = this.#sandbox;
    const isSent = () => journal.requests('delete').some(({ id }) => id === session.id);
    return (await this.#isIntended(session)) || isSent();
  }

  async #isIntended({ product, id }: PlannedSession): Promise<boolean> {
    return `intent:${product}:${id}` in (await this.#browser.storage('local'));
  }
}

function isTerminate(name: string, id: string): boolean {
  return name.startsWith('Terminate ') && idIn(name) === id;
}
