/* A chaos run: a person ends n sessions while the worker is killed, the browser crashes and the
 * API fails, all by plan. Then the trouble is lifted, and what came of each click is looked at. */
import type { Driver, LaunchOptions } from '../e2e/driver/driver.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type Figures, figuresOf } from './figures.ts';
import { Person } from './person.ts';
import { type Plan, planOf } from './plan.ts';
import { Run } from './run.ts';

export interface ChaosOptions {
  /** How many sessions are ended. */
  n: number;
  seed: number;
  /** Starts a browser with the extension, built for the sandbox on `port`. */
  launch: (options: LaunchOptions) => Promise<Driver>;
  port: number;
  /** How long to wait for the last sessions to end. Default 10 min: between two tries of one there
   * may be five. */
  patienceMs?: number;
  /** Hears how far it has come. */
  say?: (line: string) => void;
}

const LIFE_MS = 3 * 3_600_000;

export async function runChaos(options: ChaosOptions): Promise<Figures> {
  const { n, seed, launch, port, patienceMs = 600_000, say = () => {} } = options;
  const plan = planOf(n, seed);
  const sandbox = await startSandbox({ port, sessions: 0, plan: 'pro' });
  try {
    populate(sandbox, plan);
    const browser = await launch({ installedBefore: true });
    try {
      const person = new Person(browser, sandbox);
      const run = new Run(browser, sandbox, person, patienceMs);
      await run.play(plan, say);
      const { done } = run;
      return await figuresOf({ n, seed, plan, browser, sandbox, person, done, patienceMs });
    } finally {
      await browser.close();
    }
  } finally {
    await sandbox.close();
  }
}

/** Adds sessions that outlive the run. They have started by the API's clock even after that is set back, and
 * their order by bytes stays as the plan takes it to be. */
function populate({ world, clock }: Sandbox, plan: Plan): void {
  for (const { product, id, sessionId, bytes } of plan.sessions) {
    world.add(product, {
      id,
      session_id: sessionId,
      bytes_used: bytes,
      bytesPerSecond: 1_000,
      started_at: new Date(clock.now() - LIFE_MS).toISOString(),
      expires_at: new Date(clock.now() + LIFE_MS).toISOString(),
    });
  }
}
