/**
 * Whether the machine is online, as far as one run of Chromium can tell. Chromium emulates that per
 * target, so each is told, and each that appears later.
 */
import type { CdpSession } from './chromium-targets.ts';

interface Sessions {
  awake: CdpSession[];
  /** A dead worker keeps its session, and answers once it is started again. */
  asleep: CdpSession[];
}

export class NetworkSwitch {
  #connected = true;
  /** Nothing is emulated in runs that never go offline. */
  #used = false;

  /** Tells a target that has just appeared. */
  greet(session: CdpSession): void {
    if (this.#used) this.#tell(session).catch(() => {}); // it may have gone already
  }

  /** Tells all of these; waits until those that are awake know. */
  async turn(connected: boolean, { awake, asleep }: Sessions): Promise<void> {
    this.#connected = connected;
    this.#used = true;
    for (const session of asleep) this.greet(session);
    await Promise.all(
      awake.map((session) =>
        this.#tell(session).catch((error: Error) => {
          if (session.open) throw error;
        }),
      ),
    );
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
