/**
 * Every request to the API, written down on arrival (so that one that is left hanging can be seen)
 * and completed when it is answered. Control requests are not in it. No secret is: a token appears
 * as the name of its key.
 */
import { channel } from 'node:diagnostics_channel';
import type { Endpoint, Target } from './endpoints.ts';
import type { KeyName } from './keys.ts';
import type { Product } from './session.ts';

export interface Entry {
  /** 1, 2, 3 … over the sandbox's life; `clear` doesn't start anew. */
  n: number;
  /** `req_…`, as the answer carries it. */
  requestId: string;
  /** Real time, Unix milliseconds. */
  receivedAtMs: number;
  method: string;
  /** With `/v1`, without the query. */
  path: string;
  query: Record<string, string>;
  endpoint: Endpoint;
  product?: Product;
  id?: string;
  /** `none`: no Authorization header; `unknown`: none of the sandbox's keys. */
  keyName: KeyName | 'none' | 'unknown';
  /** Names in lower case; `authorization` reads `Bearer <keyName>`. */
  headers: Record<string, string>;
  /** null: not answered (yet), reset, left hanging, or the client was gone. */
  status: number | null;
  /** The kind of the fault that was at work. */
  fault?: string;
  /** On DELETE: whether it really ended something. */
  acted?: boolean;
  /** When it did. Real time, Unix milliseconds. */
  actedAtMs?: number;
  /** On GET of one session: whether it was alive when it was read. */
  alive?: boolean;
}

export type Arrival = Target &
  Pick<Entry, 'requestId' | 'method' | 'path' | 'query' | 'keyName'> & { headers: Headers };

/** Hears of each arrival, for the record of a journey. */
const arrivals = channel('sandbox');

export class Journal {
  #entries: Entry[] = [];
  #count = 0;

  /** Writes the arrival down; the caller completes the entry. */
  arrive(arrival: Arrival): Entry {
    this.#count += 1;
    const headers = Object.fromEntries(arrival.headers);
    if ('authorization' in headers) headers.authorization = `Bearer ${arrival.keyName}`;
    const entry: Entry = {
      n: this.#count,
      receivedAtMs: Date.now(),
      ...arrival,
      headers,
      status: null,
      ...(arrival.endpoint === 'delete' && { acted: false }),
    };
    this.#entries.push(entry);
    arrivals.publish(`${entry.method} ${entry.path}`);
    return entry;
  }

  /** Copies, in order of arrival. */
  entries(): Entry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  /** How many have arrived since the last `clear`. */
  get length(): number {
    return this.#entries.length;
  }

  requests(endpoint: Endpoint): Entry[] {
    return this.entries().filter((entry) => entry.endpoint === endpoint);
  }

  clear(): void {
    this.#entries = [];
  }
}
