/* Lends the same browser to the journeys of a worker, one after the other. A browser takes seconds to
 * start, and a fraction of that to be made as new. */
import type { Driver, LaunchOptions } from './driver/driver.ts';

/** A browser for one journey, and the way to return it. */
export interface Lent {
  browser: Driver;
  /** `isFine`: whether the journey passed. A journey that failed may leave the browser in any state, so
   * that browser is closed. */
  giveBack(isFine: boolean): Promise<void>;
}

export class KeptBrowser {
  readonly #launch: (options?: LaunchOptions) => Promise<Driver>;
  /** Between two journeys, as new. */
  #idle: Driver | undefined;

  constructor(launch: (options?: LaunchOptions) => Promise<Driver>) {
    this.#launch = launch;
  }

  /** A browser as right after its launch; a journey with wishes has one of its own. */
  async lend(wishes?: LaunchOptions): Promise<Lent> {
    if (wishes) {
      const browser = await this.#launch(wishes);
      return { browser, giveBack: () => browser.close() };
    }
    const browser = this.#idle ?? (await this.#launch());
    this.#idle = undefined;
    return { browser, giveBack: (isFine) => this.#takeBack(browser, isFine) };
  }

  async close(): Promise<void> {
    await this.#idle?.close();
  }

  async #takeBack(browser: Driver, isFine: boolean): Promise<void> {
    if (!isFine || this.#idle) return browser.close();
    try {
      await browser.renew();
      this.#idle = browser;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }
}
