/* What must not be after a chaos run: looked for in the API's journal, in storage, popup, badge and
 * logs. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Driver, LogEntry, View } from '../e2e/driver/driver.ts';
import type { Entry } from '../sandbox/journal.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sentAfterEnd } from './deletes.ts';
import { lastWordWrongs } from './last-words.ts';
import type { Person } from './person.ts';
import type { Plan } from './plan.ts';
import { allButtons, filterBy, idIn, rowCount } from './rows.ts';
import type { Done } from './run.ts';

/** Everything in here is to be empty; each entry is a way in which the extension failed. */
export interface Wrongs {
  /** Sessions that somebody asked to end, and that live. */
  notEnded: string[];
  /** Sessions that ended though nobody asked for it, or though it was undone. */
  endedUnasked: string[];
  /** Sessions that a DELETE was sent for though nobody asked for it, or though it was undone. */
  sentUnasked: string[];
  /** Sessions that a DELETE was sent for when they had ended already, as its sender could know
   * (deletes.ts). */
  sentAfterEnd: string[];
  /** Storage keys of wishes and tries. */
  leftBehind: string[];
  /** What the popup says other than that just those sessions are active that live. */
  popup: string[];
  badge: string[];
  /** Sessions whose last word in the history is not the right one. */
  lastWords: string[];
  /** What was logged, beside the browser's own notes on failed requests. */
  logged: string[];
  /** Where a key was seen in plain text outside of `storage.local`. */
  keySeen: string[];
}

export interface Scene {
  n: number;
  seed: number;
  plan: Plan;
  browser: Driver;
  sandbox: Sandbox;
  person: Person;
  done: Done;
  patienceMs: number;
}

/** Waits until nothing is wrong, or for as long as patience lasts. */
export async function wrongsOf(scene: Scene): Promise<Wrongs> {
  const { plan, browser, sandbox, person, done } = scene;
  // While it is open, lists are read every ten seconds, and accepted terminations wait for a list.
  await person.popup();
  const leftBehind = await settled(() => wishesIn(browser), scene.patienceMs);
  const popup = await popupWrongs(scene);
  const badge = await settled(() => badgeWrongs(scene), 15_000);
  const asked = plan.rounds.flatMap(({ wishes }) => wishes).filter(({ undone }) => !undone);
  const ids = new Set(asked.map(({ session }) => session.id));
  const lastWords = await settled(
    async () => lastWordWrongs(await browser.storage('local'), [...ids]),
    15_000,
  );
  const deletes = sandbox.journal.requests('delete');
  const endings = sandbox.world.endings.map(({ id }) => id);
  const logs = await browser.logs();
  return {
    notEnded: [...ids].filter((id) => !endings.includes(id)),
    endedUnasked: endings.filter((id) => !ids.has(id)),
    sentUnasked: idsOf(deletes).filter((id) => !ids.has(id)),
    sentAfterEnd: idsOf(sentAfterEnd(sandbox.journal.entries())),
    leftBehind,
    popup,
    badge,
    lastWords,
    logged: logs
      .filter((entry) => entry.source !== 'network' && !isOfADying(entry, done))
      .map(({ where, text, atMs }) => `${new Date(atMs).toISOString()} ${where}: ${text}`),
    keySeen: await placesOfKey(scene, JSON.stringify(logs)),
  };
}

/** A browser that quits, or that has just stopped the worker, turns down whatever the background
 * still asks of it; the next start does it. "No SW": Chromium's extension_function_dispatcher.cc. */
function isOfADying({ text, atMs }: LogEntry, { kills }: Done): boolean {
  if (text.includes('browser is shutting down')) return true;
  const isKilled = kills.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
  return isKilled && text.endsWith('Error: No SW');
}

async function wishesIn(browser: Driver): Promise<string[]> {
  const keys = Object.keys(await browser.storage('local'));
  return keys.filter((key) => /^(intent|attempt):/.test(key));
}

async function popupWrongs({ person, sandbox }: Scene): Promise<string[]> {
  await (await (await person.popup()).get('button', 'Refresh')).click();
  return settled(async () => {
    // Rows that have ended stay until the list is closed.
    await person.closePopup();
    const popup = await person.popup();
    await filterBy(popup, '');
    return listWrongs(popup, sandbox);
  }, 30_000);
}

/** Returns a line for each row that the list holds beside the sessions that live, and for each that it
 * lacks. */
async function listWrongs(popup: View, sandbox: Sandbox): Promise<string[]> {
  const alerts = await popup.find('alert');
  const living = sandbox.world.sessions().map(({ id }) => id);
  const rows = await rowCount(popup);
  const wrongs = [
    ...(await Promise.all(alerts.map((alert) => alert.text().catch(String)))),
    ...(rows === living.length ? [] : [`It lists ${rows} sessions, and ${living.length} live`]),
  ];
  if (wrongs.length > 0) return wrongs;
  const listed = await allButtons(popup);
  return [
    ...listed.filter((name) => !(name.startsWith('Terminate ') && living.includes(idIn(name)))),
    ...living.filter((id) => !listed.some((name) => idIn(name) === id)),
  ];
}

async function badgeWrongs({ browser, sandbox }: Scene): Promise<string[]> {
  const { text } = await browser.badge();
  const alive = sandbox.world.sessions().length;
  return text === `${alive || ''}` ? [] : [`It says "${text}", and ${alive} sessions are alive.`];
}

/** What is wrong once nothing is, or once the time is up. */
async function settled(read: () => Promise<string[]>, timeoutMs: number): Promise<string[]> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const wrongs = await read();
    if (wrongs.length === 0 || Date.now() > deadlineMs) return wrongs;
    await delay(100);
  }
}

async function placesOfKey({ browser, sandbox, person }: Scene, logs: string): Promise<string[]> {
  const places = {
    logs,
    'storage.session': JSON.stringify(await browser.storage('session')),
    'storage.sync': JSON.stringify(await browser.storage('sync')),
    popup: await (await person.popup()).html(),
  };
  return Object.entries(places)
    .filter(([, text]) => Object.values(sandbox.keys).some((key) => text.includes(key)))
    .map(([place]) => place);
}

function idsOf(entries: Entry[]): string[] {
  return entries.map(({ id }) => id ?? '');
}
