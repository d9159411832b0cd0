/* The driver asks a browser that has gone. Journeys once hung on that for ever. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { NotificationWitness } from '../../e2e/driver/chromium-notifications.ts';
import { type CdpSession, Targets } from '../../e2e/driver/chromium-targets.ts';
import { Rpc } from '../../e2e/driver/rpc.ts';

const WORKER = { targetId: 'worker', type: 'service_worker', url: 'chrome-extension://x/' };

test('the driver stops listening to a worker whose browser has gone', async () => {
  const browser = new FakeBrowser();
  let session: CdpSession | undefined;
  const witness = new NotificationWitness();
  await Targets.follow(browser.rpc, (attached) => {
    session = attached;
    witness.greet(attached);
  });
  browser.tell('Target.attachedToTarget', { sessionId: 's1', targetInfo: WORKER });
  const context = { origin: 'chrome-extension://x' };
  browser.tell('Runtime.executionContextCreated', { context }, 's1');
  await expect.poll(() => browser.asked('Runtime.evaluate')).toBeGreaterThan(2);
  expect(session?.open).toBe(true);

  browser.vanish();
  // A loop without a pause would let neither this poll nor any time limit of this process come to it.
  await expect.poll(() => session?.open).toBe(false);
});

/** Answers all that it is asked, with nothing in it. */
class FakeBrowser {
  readonly #fromDriver = new PassThrough();
  readonly #toDriver = new PassThrough();
  readonly #methods: string[] = [];
  readonly rpc = Rpc.overPipes(this.#fromDriver, this.#toDriver);

  constructor() {
    this.#fromDriver.setEncoding('utf8').on('data', (text: string) => {
      const { id, method, sessionId } = JSON.parse(text.slice(0, -1));
      this.#methods.push(method);
      this.#send({ id, sessionId, result: { result: {} } });
    });
  }

  asked(method: string): number {
    return this.#methods.filter((each) => each === method).length;
  }

  tell(method: string, params: object, sessionId?: string): void {
    this.#send({ method, params, sessionId });
  }

  vanish(): void {
    this.#toDriver.destroy();
  }

  #send(message: object): void {
    this.#toDriver.write(`${JSON.stringify(message)}\0`);
  }
}
