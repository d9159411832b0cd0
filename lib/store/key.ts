/* Keeping, reading and forgetting the key. Only trusted contexts of the extension can read it. */
import { browser } from 'wxt/browser';
import type { Account } from '../api/schemas.ts';
import { EMPTY_LEDGER, noted } from '../quota/ledger.ts';
import { pausedUntilMs } from '../quota/pause.ts';
import type { Ref } from '../session/ref.ts';
import { attemptOf } from '../termination/attempt.ts';
import { withBooks } from './books.ts';
import { readTogether, removeTogether } from './item.ts';
import * as items from './items.ts';
import { forgetLeftView } from './left-view.ts';
import { sha256 } from './sha256.ts';
import { forgetRetries } from './since-start.ts';
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

/** Keeps a key in place of any other. Forgets first what the former key showed, so that nobody takes one
 * account's sessions for another's. If the account is known to be the same, wishes to end sessions stay,
 * since a rotated key is often replaced in the middle of work. The background writes nothing in between
 * (lib/store/books.ts). */
export async function keepKey(
  { key, checked, account, keepIn }: KeyToKeep,
  trial: Trial,
  nowMs: number,
): Promise<void> {
  await withBooks(async () => {
    const former = await readKey();
    const isSameKey = former?.key === key;
    const emailHash = await hashOf(account);
    const owner = await readOwner();
    const isSameAccount = isSameKey || (emailHash !== null && emailHash === owner?.emailHash);
    await forgetWhatWasSeen({ isSameKey, isSameAccount });
    await items.owner.write({
      id: isSameAccount ? (owner?.id ?? '') : crypto.randomUUID(),
      emailHash: emailHash ?? (isSameAccount ? (owner?.emailHash ?? null) : null),
    });
    if (trial.requests > 0) {
      const ledger = (await items.ledger.read()) ?? EMPTY_LEDGER;
      await items.ledger.write(noted(ledger, nowMs, trial.requests));
    }
    const pausedMs = pausedUntilMs({ pause: await items.pause.read() }, nowMs) ?? 0;
    if (trial.waitUntilMs !== null && trial.waitUntilMs > pausedMs) {
      await items.pause.write({ saidAtMs: nowMs, untilMs: trial.waitUntilMs, unnamed: 0 });
    }
    if (account) await items.account.write({ account, againAtMs: nowMs + ACCOUNT_EVERY_MS });
    const { to, from } = keyItems(keepIn);
    // In this order: a page that is closed in between leaves a key, if a former one.
    await to.write({ key, savedAtMs: nowMs, checked });
    await from.remove();
  });
}

/** Whether a key is known to be of the account whose things are stored. */
export async function isOfSameAccount(key: string, account: Account | null): Promise<boolean> {
  if ((await readKey())?.key === key) return true;
  const emailHash = await hashOf(account);
  return emailHash !== null && emailHash === (await readOwner())?.emailHash;
}

/** If a key was kept unchecked, its owner has no hash; but polls may have stored the account since. */
async function readOwner(): Promise<{ id: string; emailHash: string | null } | null> {
  const [owner, account] = await readTogether(items.owner, items.account);
  const emailHash = owner?.emailHash ?? (await hashOf(account?.account ?? null));
  return owner || emailHash ? { id: owner?.id ?? '', emailHash } : null;
}

async function hashOf(account: Account | null): Promise<string | null> {
  return account?.email ? sha256(account.email.trim().toLowerCase()) : null;
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
    await forgetRetries();
    forgetLeftView();
    await items.keyInSession.remove();
    await items.keyInLocal.remove();
    const { local } = await readRawState();
    await forget(local, isOurs);
  });
}

/** Forgets what was seen with a key that was kept until the browser closed, and is gone. Protections and
 * reminders stay for the next key of the same account. If there is a key that can't be read, everything
 * stays, because that key may come back. Nothing is forgotten while a key is being kept. */
export async function forgetWithoutKey(): Promise<void> {
  await withBooks(async () => {
    if ((await readKey()) !== null) return;
    const { local } = await readRawState();
    const { key } = items.keyInLocal;
    if (key in local || items.asides.item(key).key in local) return;
    // The account's e-mail address goes, and its hash stays.
    const owner = await readOwner();
    if (owner) await items.owner.write(owner);
    await forget(local, (name) => isOurs(name) || isOfOwner(name) || name === items.view.key);
  });
}

/** Forgets what was seen with the former key. If the account is the same, it keeps what a person asked for,
 * what came of it, and the lists, from which an end takes its session (they count as never read). Wishes that
 * are not tried again go, since another key must not act on them unasked. `isSameKey`: the requests that were
 * sent with the key, and what the vendor said of them, still count. */
async function forgetWhatWasSeen({
  isSameKey,
  isSameAccount,
}: {
  isSameKey: boolean;
  isSameAccount: boolean;
}): Promise<void> {
  const raw = await readRawState();
  const state = parseState(raw);
  const isOpen = (ref: string) => {
    const intent = state.intents.get(ref as Ref);
    return intent !== undefined && attemptOf(state, intent)?.nextAtMs !== null;
  };
  await forget(raw.local, (key) => {
    const isOf = ({ prefix }: { prefix: string }) => key.startsWith(prefix);
    const wish = [items.intents, items.attempts].find(isOf);
    if (wish) return isSameAccount && isOpen(key.slice(wish.prefix.length));
    const isOfAccount = [items.ended, items.history, items.lists].some(isOf) || isOfOwner(key);
    if (isOfAccount || NOTICED.includes(key) || key === items.bulk.key) return isSameAccount;
    if (BOOKS.includes(key)) return isSameKey;
    return isOurs(key) || key === items.view.key || key === items.keyInLocal.key;
  });
}

function isOfOwner(key: string): boolean {
  const families = [items.protections, items.reminders];
  return key === items.owner.key || families.some(({ prefix }) => key.startsWith(prefix));
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
