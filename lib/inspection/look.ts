/* Looking at one session: what a person wants to know of it is asked for once, and the answer kept
 * beside the lists, of which it says nothing. The latest look is the one that counts. */
import type { Api, LookedUp } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import { whileCurrent } from '../store/books.ts';
import * as items from '../store/items.ts';
import type { Detail, Look } from '../store/schemas.ts';

/** Nobody waits for the answer any more. */
const LONGEST_WAIT_MS = 60_000;
const MOST_SAMPLES = 10;
/** Characters of JSON. */
const LONGEST_SAMPLE = 4_000;

/** The look that is to be answered; null if the latest one was, or is long past. */
export async function pendingLook(nowMs: number): Promise<Look | null> {
  const look = await items.look.read();
  if (!look || nowMs - look.askedAtMs > LONGEST_WAIT_MS) return null;
  return isOf(await items.detail.read(), look) ? null : look;
}

/** Whether nobody has looked at something else since. */
export async function isLatest(look: Look): Promise<boolean> {
  return isOf(await items.look.read(), look);
}

/** Instants alone are not compared: the clock may have been set back since. */
function isOf(given: Look | Detail | null, { askedAtMs, product, id }: Look): boolean {
  return given?.askedAtMs === askedAtMs && given.product === product && given.id === id;
}

export interface LookOptions {
  api: Api;
  now: () => number;
  /** False once the key was changed, or another session is looked at. */
  isCurrent: () => Promise<boolean>;
}

/** Asks for the session and keeps the answer. */
export async function takeLook({ api, now, isCurrent }: LookOptions, look: Look): Promise<void> {
  const answer = await api.session(look.product, look.id);
  const seen = answer.ok ? seenIn(answer.value) : unseen(answer.error);
  await whileCurrent(isCurrent, () => keep(look, seen, now()));
}

/** Notes why nothing was asked. */
export function noteUnseen(look: Look, problem: ApiError, nowMs: number): Promise<void> {
  return keep(look, unseen(problem), nowMs);
}

type Seen = Pick<Detail, 'session' | 'endedAs' | 'samples' | 'problem'>;

async function keep({ product, id, askedAtMs }: Look, seen: Seen, atMs: number): Promise<void> {
  const looked = { product, id, askedAtMs, atMs };
  try {
    await items.detail.write({ ...looked, ...seen });
  } catch {
    // No room for samples; that much there may be.
    await items.detail.write({ ...looked, ...unseen({ kind: 'not-stored', requestId: null }) });
  }
}

function unseen(problem: ApiError): Seen {
  return { session: null, endedAs: null, samples: [], problem };
}

function seenIn({ endedAs, samples, requestId: _, ...session }: LookedUp): Seen {
  return {
    session,
    endedAs,
    samples: samples.slice(0, MOST_SAMPLES).map(shortened),
    problem: null,
  };
}

/** A sample as it came; of a very long one, the beginning of its JSON. */
function shortened(sample: unknown): unknown {
  const json = JSON.stringify(sample);
  return json.length <= LONGEST_SAMPLE
    ? sample
    : `${json.slice(0, LONGEST_SAMPLE).toWellFormed()}…`;
}
