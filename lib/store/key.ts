/* Keeping, reading and forgetting the key. Only trusted contexts of the extension can read it. */
import { browser } from 'wxt/browser';
import type { Account } from '../api/schemas.ts';
import { EMPTY_LEDGER, noted } from '../quota/ledger.ts';
import type { Ref } from '../session/ref.ts';
import { withBooks } from './books.ts';
import { removeTogether } from './item.ts';
import * as items from './items.ts';
import { forgetLeftView } from './left-view.ts';
import { latestKey, parseState, readRawState } from './state.ts';

/** A plan changes rarely. */
export const ACCOUNT_EVERY_MS = 24 * 3_600_000;

/** `session`: only until the browser closes. */
export type KeptIn = 'local' | 'session';

export interface KeyToKeep {
  key: string;
  /** The vendor has accepted it. */
  checked: boolean;
  account: Account | null;
  keepIn: KeptIn;
}

/** What trying a key has cost, and until when the vendor wants nothing sent with it. */
export interface Trial {
  requests: number;
  waitUntilMs: number | null;
}

/** The key to send and when it was saved, which tells it from the same key saved again; or null.
 * For the background only. */
export async function readKey(): Promise<{ key: string; savedAtMs: number } | null> {
  const kept = [items.keyInSession, items.keyInLocal].map((item) => item.read());
  const [inSession = null, inLocal = null] = await Promise.all(kept);
  return latestKey(inSession, inLocal);
}

/** Keeps a key in place of any other. What the former key showed is forgotten first, so that
 * nobody takes one account's sessions for another's; wishes to end sessions stay, since a
 * rotated key is often replaced in the middle of work, unless the account is another. Nothing of
 * the background's gets in between (lib/store/ledger.ts). */
export async function keepKey(
  { key, checked, account, keepIn }: KeyToKeep,
  trial: Trial,
  nowMs: number,
): Promise<void> {
  await withBooks(async () => {
    const former = await readKey();
    const formerEmail = (await items.account.read())?.account?.email;
    const isSameKey = former?.key === key;
    await forgetWhatWasSeen({ isSameKey, whose: whoseKey(isSameKey, formerEmail, account?.email) });
    if (trial.requests > 0) {
      const ledger = (await items.ledger.read()) ?? EMPTY_LEDGER;
      await items.ledger.write(noted(ledger, nowMs, trial.requests));
    }
    if (trial.waitUntilMs !== null) {
      await items.pause.write({ saidAtMs: nowMs, untilMs: trial.waitUntilMs });
    }
    if (account) await items.account.write({ account, againAtMs: nowMs + ACCOUNT_EVERY_MS });
    const { to, from } = keyItems(keepIn);
    // In this order: a page that is closed in between leaves a key, if a former one.
    await to.write({ key, savedAtMs: nowMs, checked });
    await from.remove();
  });
}

/** Whether a key belongs to the same account as the one before, or to another. */
type Whose = 'same' | 'other' | 'unknown';

function whoseKey(isSameKey: boolean, former?: string | null, present?: string | null): Whose {
  if (isSameKey) return 'same';
  if (!former || !present) return 'unknown';
  return former === present ? 'same' : 'other';
}

/** Moves the key between "until the browser closes" and "until removed". */
export async function moveKey(keepIn: KeptIn): Promise<void> {
  const { to, from } = keyItems(keepIn);
  await withBooks(async () => {
    const kept = await from.read();
    if (!kept) return;
    await to.write(kept);
    await from.remove();
  });
}

function keyItems(keepIn: KeptIn) {
  const { keyInLocal, keyInSession } = items;
  return keepIn === 'session'
    ? { to: keyInSession, from: keyInLocal }
    : { to: keyInLocal, from: keyInSession };
}

/** Forgets the key and all that it brought in; only the settings stay. */
export async function removeKey(): Promise<void> {
  await withBooks(async () => {
    forgetLeftView();
    await items.keyInSession.remove();
    await items.keyInLocal.remove();
    const { local } = await readRawState();
    await forget(local, isOurs);
  });
}

/** Forgets all that was seen with a key, as for another key or after a browser start without the
 * one that was kept until then. Wishes to end sessions and what is protected or reminded of stay, unless it is
 * another account's key, whose sessions are others; wishes that were answered with a refusal go,
 * since another key must not act on them unasked. Ends and history stay for the same account alone.
 * `isSameKey`: what was sent with it and what the vendor said of that still binds. */
export async function forgetWhatWasSeen({
  isSameKey = false,
  whose = 'unknown',
}: {
  isSameKey?: boolean;
  whose?: Whose;
} = {}): Promise<void> {
  const raw = await readRawState();
  const { attempts } = parseState(raw);
  const isOpen = (ref: string) => attempts.get(ref as Ref)?.nextAtMs !== null;
  await forget(raw.local, (key) => {
    const isOf = ({ prefix }: { prefix: string }) => key.startsWith(prefix);
    const wish = [items.intents, items.attempts].find(isOf);
    if (wish) return whose !== 'other' && isOpen(key.slice(wish.prefix.length));
    if (isOf(items.protections) || isOf(items.reminders)) return whose !== 'other';
    if (isOf(items.ended) || isOf(items.history)) return whose === 'same';
    if (NOTICED.includes(key)) return whose === 'same';
    if (BOOKS.includes(key)) return isSameKey;
    return isOurs(key) || key === items.view.key || key === items.keyInLocal.key;
  });
}

const BOOKS: string[] = [items.ledger, items.pause, items.limit, items.account].map(
  ({ key }) => key,
);

const NOTICED: string[] = [items.notices.key, items.noticesSeen.key];

/** What has nothing to do with any key. */
function isOurs(key: string): boolean {
  const ours = [items.settings, items.access, items.watching, items.notifying].map(
    ({ key }) => key,
  );
  return ours.includes(key.replace(items.asides.prefix, ''));
}

function forget(local: Record<string, unknown>, stays: (key: string) => boolean): Promise<void> {
  return removeTogether(
    ...Object.keys(local)
      .filter((key) => !stays(key))
      .map((key) => ({ key })),
  );
}

/** Keeps content scripts out of storage where the browser can (Chrome: `session` is so by default,
 * `local` from 140 on; Firefox has no such switch, and this extension has no content scripts). */
export async function restrictStorageAccess(): Promise<void> {
  for (const area of [browser.storage.local, browser.storage.session]) {
    if ('setAccessLevel' in area) await area.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
  }
}
