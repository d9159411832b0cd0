/** What the sandbox is put together from, and what travels with a request through hono. */
import type { HttpBindings } from '@hono/node-server';
import type { Clock } from './clock.ts';
import type { Fault, Faults } from './faults.ts';
import type { Entry, Journal } from './journal.ts';
import type { Key, Keyring } from './keys.ts';
import type { Limits } from './limits.ts';
import type { World } from './world.ts';

export interface Parts {
  readonly clock: Clock;
  readonly world: World;
  readonly keyring: Keyring;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly journal: Journal;
  /** The largest `limit` a list takes. */
  readonly pageSize: number;
}

export interface Env {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Requests to the API only. */
    entry: Entry;
    /** Aimed at this request; undefined for none. */
    fault: Fault | undefined;
    /** After authentication. */
    key: Key;
  };
}
