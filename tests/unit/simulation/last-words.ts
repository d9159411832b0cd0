/* Records each wish to end a session, and each last word on it that storage has held: how the session has
 * ended, or why it has not. */

import type { Session } from '../../../lib/api/schemas.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { browser } from '../support/browser.ts';

export interface Wish {
  ref: string;
  askedAtMs: number;
  /** True time. */
  expiresAtMs: number;
}

export interface Word {
  ref: string;
  askedAtMs: number;
  /** How the session has ended, or why it has not. */
  says: string;
  /** True time. */
  atMs: number;
}

export function wishOf(session: Session, askedAtMs: number): Wish {
  return { ref: refOf(session), askedAtMs, expiresAtMs: session.expiresAtMs ?? 0 };
}

/** Records every last word from now on. Returns the list that they are added to. */
export function heardWords(trueMs: () => number): Word[] {
  const words: Word[] = [];
  browser.storage.onChanged.addListener((changes) => {
    for (const [key, { newValue }] of Object.entries(changes)) {
      const word =
        newValue === undefined ? null : (endIn(key, newValue) ?? refusalIn(key, newValue));
      if (word) words.push({ ...word, atMs: trueMs() });
    }
  });
  return words;
}

type Said = Omit<Word, 'atMs'> | null;

function endIn(key: string, value: unknown): Said {
  const { prefix, item } = items.ended;
  if (!key.startsWith(prefix)) return null;
  const ref = key.slice(prefix.length);
  const end = item(ref).parse(value);
  return end?.wish ? { ref, askedAtMs: end.wish.askedAtMs, says: end.how } : null;
}

/** Why a row says that nothing is tried any more. */
function refusalIn(key: string, value: unknown): Said {
  const { prefix, item } = items.attempts;
  if (!key.startsWith(prefix)) return null;
  const ref = key.slice(prefix.length);
  const attempt = item(ref).parse(value);
  if (attempt?.nextAtMs !== null || !attempt.problem) return null;
  return { ref, askedAtMs: attempt.askedAtMs, says: attempt.problem.kind };
}
