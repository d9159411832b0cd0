/**
 * Whether the machine is online, as far as one run of Chromium can tell. Chromium emulates that per
 * target, so each is told, and each that appears later.
 */
import type { CdpSession } from './chromium-targets.ts';

interface Sessions {
  /** A dead one keeps its session, and answers once it is started again. */
  workers: CdpSession[];
  areAwake: boolean;
  pages: CdpSession[];
}

export class NetworkSwitch {
  #connected = true;

  /** Tells a target that has just appeared; it knows of no network that is off. */
  greet(session: CdpSession): void {
    if (!this.#connected) this.#tell(session).catch(() => {}); // it may have gone already
  }

  /** Tells all of these; waits until those that are awake know. Workers are told first: a page
   * that goes online has them send requests at once. */
  async turn(connected: boolean, { workers, areAwake, pages }: Sessions): Promise<void> {
    if (connected === this.#connected) return;
    this.#connected = connected;
    const told = this.#tellAll(workers);
    if (areAwake) await told;
    else told.catch(() => {}); // they answer when they are started again, or never
    await this.#tellAll(pages);
  }

  async #tellAll(sessions: CdpSession[]): Promise<void> {
    const told = sessions.map((session) =>
      this.#tell(session).catch((error: Error) => {
        if (session.open) throw error;
      }),
    );
    await Promise.all(told);
  }

  async #tell(session: CdpSession): Promise<void> {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: !this.#connected,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  }
}
